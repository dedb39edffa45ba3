import { create } from 'zustand';
import type { LiveView } from '../../api/index.ts';
import { setMoment, useUi } from '../../app/state.ts';
import { bucketStart, nextBucket } from '../../../shared/time/zone.ts';
import { clamp } from './days.ts';
import type { Span } from './days.ts';
import { Seeker } from './seeker.ts';

export const SPEEDS = [1, 10, 60] as const;
/** From so near to now a seek means "now". */
const NEARLY_NOW_MS = 20_000;

interface Chosen {
  /** Speed that play starts at. */
  speed: number;
}

/** The speed chosen in this window. */
export const useReplay = create<Chosen>(() => ({ speed: 1 }));

/** Drives the moment of the board: seeks, steps, plays and holds still. One per floor view. */
export class ReplayControl {
  readonly #floor: LiveView<'floor'>;
  readonly #seeker: Seeker;
  #playing = 0;
  /** What it ran at before the drag under way; null: no drag. */
  #held: number | null = null;
  #live: { at: number; real: number; speed: number } | null = null;

  constructor(floor: LiveView<'floor'>) {
    this.#floor = floor;
    this.#seeker = new Seeker((at) => setMoment({ kind: 'replay', at, speed: this.#playing }));
  }

  /** Follows the frames; the returned function ends it. */
  start(): () => void {
    const hear = () => {
      const board = this.#floor.parts.board.get('board');
      if (board?.mode === 'live')
        this.#live = { at: this.#floor.clock.now(), real: performance.now(), speed: board.speed };
      this.#seeker.arrived();
    };
    const stopFrames = this.#floor.info.subscribe(hear);
    const stopUi = useUi.subscribe((state, before) => {
      if (state.moment !== before.moment && state.moment.kind === 'now') this.#seeker.stop();
    });
    return () => {
      stopFrames();
      stopUi();
      this.#seeker.stop();
    };
  }

  /** The moment on screen or asked for; epoch ms UTC. */
  position(): number {
    const { moment } = useUi.getState();
    const wanted = this.#seeker.wanted;
    if (wanted !== null) return wanted;
    if (moment.kind === 'replay' && this.#floor.parts.board.get('board')?.mode !== 'replay') return moment.at;
    return this.#floor.clock.now();
  }

  /** The floor's own present, also while another moment is on screen; epoch ms UTC. */
  liveNow(): number {
    const live = this.#live;
    if (live === null) return Date.now();
    return live.at + (performance.now() - live.real) * live.speed;
  }

  /** Everything that can be looked at: from the first record stored to now. */
  reach(): Span | null {
    const board = this.#floor.parts.board.get('board');
    if (board === undefined) return null;
    const to = this.liveNow();
    return { from: Math.min(board.extent?.from ?? board.dayFrom, to), to };
  }

  /** Shows an instant. @param held true while a drag is under way: the picture stands still */
  seek(at: number, held = false): void {
    const reach = this.reach();
    if (reach === null) return;
    if (!held && at >= reach.to - NEARLY_NOW_MS) {
      this.#held = null;
      return setMoment({ kind: 'now' });
    }
    const { moment } = useUi.getState();
    const running = moment.kind === 'replay' ? moment.speed : 0;
    if (!held && this.#held !== null) {
      this.#playing = this.#held;
      this.#held = null;
    } else if (held) {
      this.#held ??= running;
      this.#playing = 0;
    } else if (this.#seeker.wanted === null) this.#playing = running;
    this.#seeker.seek(clamp(at, reach));
  }

  /** One quarter hour back or on, from edge to edge. */
  step(by: 1 | -1, zone: string): void {
    const at = this.position();
    const start = bucketStart(at, 'quarter', zone);
    if (by > 0) this.seek(nextBucket(at, 'quarter', zone));
    else this.seek(start < at - 1000 ? start : bucketStart(start - 1, 'quarter', zone));
  }

  /** Runs at a speed; 0 holds still. */
  run(speed: number): void {
    if (speed > 0) useReplay.setState({ speed });
    const reach = this.reach();
    if (reach === null) return;
    const at = clamp(this.position(), reach);
    this.#seeker.stop();
    this.#playing = speed;
    this.#held = null;
    this.#seeker.seek(at);
  }

  now(): void {
    setMoment({ kind: 'now' });
  }
}
