import { sameRow } from '../live/same.ts';
import type { Frame, PartPatch, SourceAsOf } from '../../shared/contract/frames.ts';

export type KeyedRow = { readonly key: string };
/** Rows of a part, by key. */
export type PartRows = ReadonlyMap<string, KeyedRow>;

/** What a view shows now: one set of rows per part. */
export interface ViewSource {
  /** Rows of a part as they are now. */
  rows(part: string): PartRows;
  /** The view's instant. */
  at(): number;
  asOf(): SourceAsOf[];
}

export interface Pacing {
  /** Real monotonic milliseconds. */
  now(): number;
  /** Calls back after the milliseconds. @returns a way to call it off */
  after(ms: number, callback: () => void): () => void;
}

/**
 * At most 60 frames a second per view. Thirty would be enough for the eye, but an event that comes right after a frame would then wait
 * 33 ms for the next one, which is all the time it has from the source to the glass.
 */
const FRAME_MS = 16;
/** Frames that may be under way without having been painted. */
const UNPAINTED = 2;
/** Parts that rest are looked at this often. */
const REST_MS = 1000;
/** A part of so few rows costs nothing to compare: at rest it is sent whole. */
const FEW = 20;
/** A window that does not paint (hidden, hung) is asked again after this: its acknowledgement may be lost with a reload. */
const STALLED_MS = 10_000;

/**
 * One live view of one window: a snapshot, then patches of the rows that differ from what was sent. Changes that come faster than frames
 * or than the window paints are merged; a row that came back to what was sent is not sent at all. Parts that nobody looks at rest: they
 * cost next to nothing until somebody does, and then one patch.
 */
export class Subscription {
  readonly #parts: readonly string[];
  readonly #source: ViewSource;
  readonly #send: (frame: Frame) => void;
  readonly #pacing: Pacing;
  readonly #sent = new Map<string, Map<string, KeyedRow>>();
  /** Changed keys by part; null: every row may have changed. */
  readonly #changed = new Map<string, Set<string> | null>();
  #resting: ReadonlySet<string> = new Set();
  /** Parts of which something was heard since they were compared, and since they were looked at, while they rested. */
  readonly #behind = new Set<string>();
  readonly #stirred = new Set<string>();
  #stirredAt = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #seq = 0;
  #painted = 0;
  #eventAt = Number.POSITIVE_INFINITY;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(parts: readonly string[], source: ViewSource, send: (frame: Frame) => void, pacing: Pacing) {
    this.#parts = parts;
    this.#source = source;
    this.#send = send;
    this.#pacing = pacing;
  }

  /** Sends the snapshot. @param eventAt real epoch ms of what led to it */
  begin(eventAt: number): void {
    const parts: Record<string, PartPatch> = {};
    for (const part of this.#parts) {
      const rows = new Map(this.#source.rows(part));
      this.#sent.set(part, rows);
      parts[part] = { upsert: [...rows.values()], remove: [] };
    }
    this.#changed.clear();
    this.#post('snapshot', parts, eventAt);
  }

  /** Rows of a part changed (null: any of them). @param eventAt real epoch ms of the oldest change */
  change(part: string, keys: Iterable<string> | null, eventAt: number): void {
    if (this.#resting.has(part)) {
      this.#behind.add(part);
      this.#stirred.add(part);
      this.#stirredAt = eventAt;
    } else {
      this.#note(part, keys, eventAt);
    }
  }

  /**
   * Lets these parts rest, and all others not. What the woken ones missed is sent as soon as pace and window allow.
   *
   * @param at real epoch ms: what was missed counts as news of now
   */
  rest(parts: Iterable<string>, at: number): void {
    this.#resting = new Set(parts);
    for (const part of this.#resting) {
      // What was not sent yet is for the next look, and for the waking.
      if (this.#changed.delete(part)) this.change(part, null, at);
    }
    for (const part of this.#behind) {
      if (this.#resting.has(part)) continue;
      this.#behind.delete(part);
      this.#stirred.delete(part);
      this.change(part, null, at);
    }
    this.flush();
  }

  /** Sends what has changed, now or as soon as pace and window allow. */
  flush(): void {
    if (this.#closed || this.#seq === 0) return;
    this.#lookAtResting();
    if (this.#changed.size === 0) return;
    if (this.#seq - this.#painted >= UNPAINTED) {
      this.#later(STALLED_MS, () => {
        this.#painted = this.#seq;
      });
      return;
    }
    const wait = this.#sentAt + FRAME_MS - this.#pacing.now();
    if (wait > 0) {
      this.#later(wait, () => undefined);
      return;
    }
    this.#patch();
  }

  /** The window has painted up to this frame. */
  painted(seq: number): void {
    if (!(seq > this.#painted) || seq > this.#seq) return;
    const held = this.#seq - this.#painted >= UNPAINTED;
    this.#painted = seq;
    if (held) this.#callOff();
    this.flush();
  }

  close(): void {
    this.#closed = true;
    this.#callOff();
    this.#sent.clear();
    this.#changed.clear();
    this.#behind.clear();
    this.#stirred.clear();
  }

  /** Who is there stays true at rest, and so does what is small. Views flush at least once a second, so no timer is needed. */
  #lookAtResting(): void {
    if (this.#stirred.size === 0 || this.#pacing.now() - this.#lookedAt < REST_MS) return;
    this.#lookedAt = this.#pacing.now();
    for (const part of this.#stirred) {
      const now = this.#source.rows(part);
      const sent: PartRows = this.#sent.get(part) ?? new Map<string, KeyedRow>();
      if (now.size <= FEW) {
        this.#behind.delete(part);
        this.#note(part, null, this.#stirredAt);
        continue;
      }
      const keys = [...now.keys()].filter((key) => !sent.has(key));
      for (const key of sent.keys()) if (!now.has(key)) keys.push(key);
      if (keys.length > 0) this.#note(part, keys, this.#stirredAt);
    }
    this.#stirred.clear();
  }

  #note(part: string, keys: Iterable<string> | null, eventAt: number): void {
    const known = this.#changed.get(part);
    if (keys === null) this.#changed.set(part, null);
    else if (known === undefined) this.#changed.set(part, new Set(keys));
    else if (known !== null) for (const key of keys) known.add(key);
    this.#eventAt = Math.min(this.#eventAt, eventAt);
  }

  #patch(): void {
    const parts: Record<string, PartPatch> = {};
    let rows = 0;
    for (const [part, keys] of this.#changed) {
      const patch = this.#difference(part, keys);
      rows += patch.upsert.length + patch.remove.length;
      if (patch.upsert.length + patch.remove.length > 0) parts[part] = patch;
    }
    const eventAt = this.#eventAt;
    this.#changed.clear();
    this.#eventAt = Number.POSITIVE_INFINITY;
    if (rows > 0) this.#post('patch', parts, eventAt);
  }

  #difference(part: string, keys: ReadonlySet<string> | null): PartPatch {
    const now = this.#source.rows(part);
    const sent = this.#sent.get(part) ?? new Map<string, KeyedRow>();
    this.#sent.set(part, sent);
    const patch: PartPatch = { upsert: [], remove: [] };
    for (const key of keys ?? new Set([...sent.keys(), ...now.keys()])) {
      const row = now.get(key);
      const before = sent.get(key);
      if (row === undefined) {
        if (sent.delete(key)) patch.remove.push(key);
      } else if (row !== before && (before === undefined || !sameRow(before, row))) {
        sent.set(key, row);
        patch.upsert.push(row);
      }
    }
    return patch;
  }

  #post(kind: Frame['kind'], parts: Record<string, PartPatch>, eventAt: number): void {
    this.#seq += 1;
    this.#sentAt = this.#pacing.now();
    this.#send({ kind, seq: this.#seq, at: this.#source.at(), eventAt, asOf: this.#source.asOf(), parts });
  }

  #later(ms: number, before: () => void): void {
    if (this.#cancel !== null) return;
    this.#cancel = this.#pacing.after(ms, () => {
      this.#cancel = null;
      before();
      this.flush();
    });
  }

  #callOff(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
