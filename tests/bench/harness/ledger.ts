import type { Port } from '../../../electron/engine/port.ts';
import type { FromEngine, ToEngine } from '../../../shared/contract/index.ts';

/** One frame that the window said it had painted. Instants by the engine process's `performance.now()` shifted to epoch ms. */
export interface PaintedFrame {
  readonly eventAt: number;
  readonly sentAt: number;
  readonly paintedAt: number;
  readonly rows: number;
}

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
  readonly #sent = new Map<number, Map<number, { eventAt: number; sentAt: number; rows: number }>>();
  readonly #onPainted: () => void;

  /** @param onPainted called at every word of the window that it has painted something */
  constructor(onPainted: () => void) {
    this.#onPainted = onPainted;
  }

  wrap(port: Port): Port {
    return {
      send: (message) => {
        this.#leaves(message as FromEngine);
        port.send(message);
      },
      onMessage: (listener) =>
        port.onMessage((message) => {
          this.#comes(message as ToEngine);
          listener(message);
        }),
      onClose: (listener) => port.onClose(listener),
      close: () => port.close(),
    };
  }

  #leaves(message: FromEngine): void {
    if (message.type !== 'frame') return;
    let open = this.#sent.get(message.id);
    if (open === undefined) this.#sent.set(message.id, (open = new Map()));
    const { eventAt, seq, parts } = message.frame;
    let rows = 0;
    for (const part of Object.values(parts)) rows += part.upsert.length;
    open.set(seq, { eventAt, sentAt: preciseNow(), rows });
  }

  #comes(message: ToEngine): void {
    if (message.type !== 'painted') return;
    const paintedAt = preciseNow();
    const open = this.#sent.get(message.id);
    for (const [seq, frame] of open ?? []) {
      if (seq > message.seq) continue;
      open?.delete(seq);
      this.frames.push({ ...frame, paintedAt });
    }
    this.#onPainted();
  }
}

/** A page of events on its way into the store. */
export interface PageWritten {
  /** Before the store was asked to write it. */
  readonly startedAt: number;
  /** When the store told that it was committed. */
  readonly committedAt: number;
  readonly events: number;
}

/**
 * Milliseconds from each event's coming to the paint of the frame that carries it. A frame carries what was committed from its oldest
 * event up to the oldest event of the next one.
 *
 * @param from @param to epoch ms: only events that came within
 * @returns one value for each event; those whose frame was never painted are missing
 */
export function eventLatencies(
  pages: readonly PageWritten[],
  frames: readonly PaintedFrame[],
  from: number,
  to: number,
): number[] {
  const ordered = [...frames].sort((a, b) => a.eventAt - b.eventAt || a.sentAt - b.sentAt);
  const latencies: number[] = [];
  let index = -1;
  for (const page of pages) {
    while (index + 1 < ordered.length && (ordered[index + 1]?.eventAt ?? Infinity) <= Math.ceil(page.committedAt)) {
      index += 1;
    }
    const frame = ordered[index];
    if (frame === undefined || page.startedAt < from || page.startedAt >= to) continue;
    for (let event = 0; event < page.events; event += 1) latencies.push(frame.paintedAt - page.startedAt);
  }
  return latencies;
}
