import type { Frame, InputOf, RowsOf, SourceAsOf, ViewName, Views } from '../../shared/contract/index.ts';
import type { WireError } from '../../shared/errors/index.ts';
import type { EngineClient, Subscription } from './client.ts';
import { MomentClock } from './clock.ts';
import { Cell } from './emitter.ts';
import type { Painter } from './painter.ts';
import { PartStore } from './part.ts';

export type ViewInput<N extends ViewName> = InputOf<Views[N]>;
export type ViewRows<N extends ViewName> = RowsOf<Views[N]>;
export type ViewParts<N extends ViewName> = { readonly [P in keyof ViewRows<N>]: PartStore<ViewRows<N>[P] & Keyed> };

interface Keyed {
  key: string;
}

/**
 * Parts of each view, by name. The contract's schemas stay out of the window's bundle, which checks nothing twice; the type keeps the
 * list complete.
 */
const PARTS = {
  floor: { board: true, strip: true, queues: true, agents: true, alarms: true, pressure: true },
  sources: { sources: true },
  adherence: { tiles: true, people: true },
  timeline: { rows: true },
} satisfies { [N in ViewName]: Record<keyof ViewRows<N>, true> };

export interface LiveStatus {
  /** `loading` before the first snapshot; `lost` while the engine is away: the rows shown are then the last ones known. */
  phase: 'loading' | 'live' | 'lost' | 'refused';
  error: WireError | null;
}

export interface FrameInfo {
  /** Epoch ms UTC of the view's moment. */
  at: number;
  asOf: readonly SourceAsOf[];
}

interface Held {
  upsert: Map<string, Keyed>;
  remove: Set<string>;
}

/** Real milliseconds without anybody who looks at a part before it rests: a screen that changes takes its rows down before it puts them up. */
const REST_AFTER_MS = 1000;

/**
 * One live view: its rows by part, its freshness and its clock. Another input keeps the rows on screen until the new snapshot is in.
 * While paused, frames are acknowledged and merged but not shown. Parts that nothing on screen shows rest, and all do in a hidden window: they
 * keep their last rows, and wake with one patch.
 */
export class LiveView<N extends ViewName> {
  readonly parts: ViewParts<N>;
  readonly status = new Cell<LiveStatus>({ phase: 'loading', error: null });
  readonly info = new Cell<FrameInfo | null>(null);
  readonly clock = new MomentClock();
  readonly #client: EngineClient;
  readonly #painter: Painter;
  readonly #view: N;
  readonly #stores: Readonly<Record<string, PartStore<Keyed>>>;
  #input: ViewInput<N>;
  #inputText: string;
  #subscription: Subscription | null = null;
  #seq = -1;
  #held: { replace: boolean; parts: Map<string, Held>; frame: Frame } | null = null;
  #paused = false;
  #resting: readonly string[] = [];
  #restTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(client: EngineClient, painter: Painter, view: N, input: ViewInput<N>) {
    this.#client = client;
    this.#painter = painter;
    this.#view = view;
    this.#input = input;
    this.#inputText = JSON.stringify(input);
    this.#stores = Object.fromEntries(Object.keys(PARTS[view]).map((name) => [name, new PartStore<Keyed>()]));
    this.parts = this.#stores as unknown as ViewParts<N>;
    for (const store of Object.values(this.#stores)) store.onWatched(this.#attend);
  }

  /** Subscribes; the returned function ends it. */
  start(): () => void {
    this.#subscription = this.#client.subscribe(this.#view, this.#input, {
      frame: (frame, id) => this.#receive(frame, id),
      fault: (error) => this.status.set({ phase: 'refused', error }),
      lost: (error) => {
        this.#seq = -1;
        this.status.set({ phase: this.info.get() === null ? 'loading' : 'lost', error });
      },
    });
    const shown = this.#painter.onHidden(this.#attend);
    this.#resting = [];
    this.#attend();
    return () => {
      shown();
      this.#waitNoMore();
      this.#subscription?.close();
      this.#subscription = null;
      this.#seq = -1;
    };
  }

  /** Looks at something else (another scope, another moment). */
  setInput(input: ViewInput<N>): void {
    const text = JSON.stringify(input);
    if (text === this.#inputText) return;
    this.#input = input;
    this.#inputText = text;
    this.#seq = -1;
    this.#held = null;
    this.clock.reset();
    this.#subscription?.restart(input);
  }

  /** Holds the picture still, or lets it go on with everything that came meanwhile. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    const held = this.#held;
    if (paused || held === null) return;
    this.#held = null;
    for (const [name, store] of Object.entries(this.#stores)) {
      const part = held.parts.get(name);
      if (part !== undefined) store.apply([...part.upsert.values()], [...part.remove], held.replace);
      else if (held.replace) store.apply([], [], true);
    }
    this.#show(held.frame);
  }

  /** Wakes at once what somebody looks at; lets rest, a moment later, what nobody does. */
  #attend = (): void => {
    if (this.#subscription === null) return;
    const resting = this.#resting;
    const wanted = this.#unwatched();
    const still = resting.filter((part) => wanted.includes(part));
    if (still.length < resting.length) this.#rest(still);
    if (wanted.length === still.length) return this.#waitNoMore();
    this.#restTimer ??= setTimeout(() => {
      this.#restTimer = null;
      this.#rest(this.#unwatched());
    }, REST_AFTER_MS);
  };

  #unwatched(): string[] {
    const hidden = this.#painter.isHidden;
    return Object.entries(this.#stores).flatMap(([part, store]) => (hidden || !store.isWatched ? [part] : []));
  }

  #rest(parts: readonly string[]): void {
    if (parts.join(' ') === this.#resting.join(' ')) return;
    this.#resting = parts;
    this.#subscription?.rest(parts);
  }

  #waitNoMore(): void {
    if (this.#restTimer !== null) clearTimeout(this.#restTimer);
    this.#restTimer = null;
  }

  #receive(frame: Frame, id: number): void {
    const expected = frame.kind === 'snapshot' ? frame.seq : this.#seq + 1;
    if (this.#seq === -1 ? frame.kind !== 'snapshot' : frame.seq !== expected) {
      this.#seq = -1;
      this.#held = null;
      this.#subscription?.restart();
      return;
    }
    this.#seq = frame.seq;
    if (this.#paused && this.info.get() !== null) {
      this.#hold(frame);
    } else {
      const snapshot = frame.kind === 'snapshot';
      for (const [name, store] of Object.entries(this.#stores)) {
        const patch = frame.parts[name];
        if (patch !== undefined) store.apply(patch.upsert, patch.remove, snapshot);
        else if (snapshot) store.apply([], [], true);
      }
      this.#show(frame);
    }
    this.#painter.after(this, () => this.#subscription?.painted(id, this.#seq));
  }

  #show(frame: Frame): void {
    const board = frame.parts['board']?.upsert[0] as { speed?: number } | undefined;
    this.clock.anchor(frame.at, board?.speed ?? this.clock.speed);
    this.info.set({ at: frame.at, asOf: frame.asOf });
    for (const store of Object.values(this.#stores)) store.flush();
    if (this.status.get().phase !== 'live') this.status.set({ phase: 'live', error: null });
  }

  #hold(frame: Frame): void {
    const snapshot = frame.kind === 'snapshot';
    const held =
      snapshot || this.#held === null ? { replace: snapshot, parts: new Map<string, Held>(), frame } : this.#held;
    held.frame = { ...frame, parts: { ...held.frame.parts, ...frame.parts } };
    for (const [name, patch] of Object.entries(frame.parts)) {
      let part = held.parts.get(name);
      if (part === undefined) held.parts.set(name, (part = { upsert: new Map(), remove: new Set() }));
      for (const row of patch.upsert) {
        part.upsert.set(row.key, row);
        part.remove.delete(row.key);
      }
      for (const key of patch.remove) {
        part.upsert.delete(key);
        part.remove.add(key);
      }
    }
    this.#held = held;
  }
}
