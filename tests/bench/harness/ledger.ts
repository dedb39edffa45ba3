import type { Port } from '../../../electron/engine/port.ts';
import type { FromEngine, ToEngine } from '../../../shared/contract/index.ts';

/** One frame that the window said it had painted. Instants by the engine process's `performance.now()` shifted to epoch ms. */
export interface PaintedFrame {
  /** The live view it belongs to. */
  readonly view: string;
  readonly eventAt: number;
  readonly sentAt: number;
  readonly paintedAt: number;
  readonly rows: number;
}

/** Frames that are under way, by subscription and number. */
type UnderWay = Map<number, { view: string; frames: Map<number, Omit<PaintedFrame, 'paintedAt'>> }>;

/** Epoch milliseconds with the fine steps of the monotonic clock. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Stands between the engine and one window's port and writes down when each frame left and when the word that it is painted came back.
 * That is later than the paint itself by one message: the figures are upper bounds.
 */
export class Ledger {
  readonly frames: PaintedFrame[] = [];
  readonly #views: ReadonlySet<string>;

  /** @param views live views whose frames are written down */
  constructor(views: readonly string[]) {
    this.#views = new Set(views);
  }

  wrap(port: Port): Port {
    const open: UnderWay = new Map();
    return {
      send: (message) => {
        leaves(message as FromEngine, open);
        port.send(message);
      },
      onMessage: (listener) =>
        port.onMessage((message) => {
          this.#comes(message as ToEngine, open);
          listener(message);
        }),
      onClose: (listener) => port.onClose(listener),
      close: () => port.close(),
    };
  }

  #comes(message: ToEngine, open: UnderWay): void {
    if (message.type === 'subscribe' && this.#views.has(message.view)) {
      open.set(message.id, { view: message.view, frames: new Map() });
    }
    if (message.type !== 'painted') return;
    const paintedAt = preciseNow();
    const frames = open.get(message.id)?.frames;
    for (const [seq, frame] of frames ?? []) {
      if (seq > message.seq) continue;
      frames?.delete(seq);
      this.frames.push({ ...frame, paintedAt });
    }
  }
}

function leaves(message: FromEngine, open: UnderWay): void {
  const watched = message.type === 'frame' ? open.get(message.id) : undefined;
  if (message.type !== 'frame' || watched === undefined) return;
  const { eventAt, seq, parts } = message.frame;
  let rows = 0;
  for (const part of Object.values(parts)) rows += part.upsert.length;
  watched.frames.set(seq, { view: watched.view, eventAt, sentAt: preciseNow(), rows });
}

/** A page of events on its way into the store. */
export interface PageWritten {
  /** Before the store was asked to write it. */
  readonly startedAt: number;
  /** When the store told that it was committed. */
  readonly committedAt: number;
  readonly events: number;
}

/** Milliseconds of one event's way. */
export interface Latency {
  /** From its coming until the frame that carries it left the engine: write, floor, pacing. */
  readonly toSent: number;
  /** From its coming until the word that its frame is painted. */
  readonly toPainted: number;
}

/**
 * The way of each event that came within a span. A frame carries what was committed from its oldest event up to the oldest event of the
 * next one.
 *
 * @param from @param to epoch ms
 * @returns one value for each event; those whose frame was never painted are missing
 */
export function eventLatencies(
  pages: readonly PageWritten[],
  frames: readonly PaintedFrame[],
  from: number,
  to: number,
): Latency[] {
  const ordered = [...frames].sort((a, b) => a.eventAt - b.eventAt || a.sentAt - b.sentAt);
  const latencies: Latency[] = [];
  let index = -1;
  for (const page of pages) {
    // Frames tell their oldest event in whole milliseconds.
    while (index + 1 < ordered.length && (ordered[index + 1]?.eventAt ?? Infinity) <= page.committedAt) index += 1;
    const frame = ordered[index];
    if (frame === undefined || page.startedAt < from || page.startedAt >= to) continue;
    const latency = { toSent: frame.sentAt - page.startedAt, toPainted: frame.paintedAt - page.startedAt };
    for (let event = 0; event < page.events; event += 1) latencies.push(latency);
  }
  return latencies;
}
