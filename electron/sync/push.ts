import { isAppError } from '../../shared/errors/index.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { HttpFault } from '../connectors/connector.ts';
import type { PushSpec, SocketGate, StreamSpec } from '../connectors/connector.ts';
import type { SyncLog } from './log.ts';
import { ChannelLife } from './push-channel.ts';
import type { Ending } from './push-channel.ts';
import { EventGuard } from './push-guard.ts';
import { fullJitterMs, PUSH_BACKOFF } from './retry.ts';
import type { SourceSync } from './source.ts';
import type { StreamRun } from './stream.ts';
import type { Timers } from './timers.ts';
import { judge } from './words.ts';

export interface PushDeps {
  clock: Clock;
  timers: Timers;
  random: () => number;
  log: SyncLog;
  /** A gate whose sockets end with the signal. */
  sockets: (signal: AbortSignal) => SocketGate;
  /** Wakes the lanes: something is due that was not. */
  nudge: () => void;
}

/** Name of the push's line beside the streams. */
export const PUSH_LINE = 'push';

/** While the channel lives, what it covers is read again this often all the same, lest a lost event stay lost. */
const RECONCILE_SECONDS = 300;
/** No two attempts are nearer to each other than this, whatever asks for them. */
const LEAST_GAP_MS = 1_000;
/** A push that the account may not have is asked for again this often: plans change. */
const UNAVAILABLE_RETRY_MS = 3_600_000;
/** Refused credentials are tried again this often. */
const AUTH_RETRY_MS = 300_000;
/** How long to wait for the first reads before looking again whether the push may begin. */
const NOT_YET_MS = 1_000;
const LONGEST_IDLE_MS = 60_000;

/**
 * Keeps one live channel of a source open: at most one attempt at a time, a fresh snapshot of what it covers after every gap, back-off with full
 * jitter that only a channel which lived and spoke for a minute resets (a server that accepts and closes gains nothing by accepting). While there
 * is no channel the lanes poll the covered streams at their cadence.
 */
export class PushLane {
  readonly #source: SourceSync;
  readonly #spec: PushSpec;
  readonly #deps: PushDeps;
  readonly #line: StreamRun;
  readonly #covered: readonly StreamRun[];
  readonly #guard = new EventGuard();
  #life: ChannelLife | null = null;
  #failures = 0;
  #retryAt = 0;
  #attemptedAt = Number.NEGATIVE_INFINITY;
  #nudge = new AbortController();

  constructor(source: SourceSync, spec: PushSpec, deps: PushDeps) {
    this.#source = source;
    this.#spec = spec;
    this.#deps = deps;
    this.#covered = source.streams.filter(({ spec: { name } }) => spec.covers.includes(name));
    const bucket = this.#covered[0]?.spec.bucket ?? PUSH_LINE;
    const lineSpec: StreamSpec = { name: PUSH_LINE, mode: 'live', everySeconds: 60, bucket, planGated: true };
    this.#line = source.sideRun(lineSpec);
    for (const run of this.#covered) run.guard = this.#guard;
  }

  /** Runs until the signal aborts; resolves when the last channel is closed. */
  async run(closing: AbortSignal): Promise<void> {
    this.#source.push = this.#line;
    const stop = () => this.#life?.end({ how: 'stopped' });
    closing.addEventListener('abort', stop, { once: true });
    while (!closing.aborted) {
      try {
        const wait = this.#waitMs();
        if (wait > 0) await this.#deps.timers.sleep(wait, AbortSignal.any([closing, this.#nudge.signal]));
        else await this.#attempt();
      } catch (error) {
        if (!isAppError(error, 'cancelled')) throw error;
      }
    }
    closing.removeEventListener('abort', stop);
  }

  /** After sleep, or when the network is back, or when somebody resumed the source: the channel is made anew, whatever it seems to be. */
  wake(): void {
    this.#failures = 0;
    this.#retryAt = Math.max(this.#deps.clock.monotonic(), this.#attemptedAt + LEAST_GAP_MS);
    this.#life?.end({ how: 'again', words: 'The machine or its network was away.' });
    this.#interrupt();
  }

  /** Closes the channel while the source is paused. */
  pause(): void {
    this.#life?.end({ how: 'stopped' });
    this.#interrupt();
  }

  #interrupt(): void {
    this.#nudge.abort();
    this.#nudge = new AbortController();
  }

  #waitMs(): number {
    const now = this.#deps.clock.monotonic();
    const { paused, sourceFault, sourceFaultUntil, probed } = this.#source;
    if (paused) return LONGEST_IDLE_MS;
    if (now < this.#retryAt) return this.#retryAt - now;
    if (sourceFault !== null && now < sourceFaultUntil) return sourceFaultUntil - now;
    if (!probed || this.#covered.some((run) => !this.#source.mayStart(run))) return NOT_YET_MS;
    return 0;
  }

  async #attempt(): Promise<void> {
    const { clock, timers, log, sockets } = this.#deps;
    const life = new ChannelLife({
      source: this.#source,
      spec: this.#spec,
      line: this.#line,
      covered: this.#covered,
      guard: this.#guard,
      clock,
      timers,
      log,
      sockets,
    });
    this.#life = life;
    this.#attemptedAt = clock.monotonic();
    let ending: Ending;
    try {
      await life.open(this.#line.context(life.signal));
      if (life.openedAt !== null) this.#opened(life);
      ending = await life.over;
    } catch (error) {
      ending = { how: 'failed', error };
    }
    await life.close();
    this.#life = null;
    this.#settle(ending, life);
  }

  #opened(life: ChannelLife): void {
    const { refused } = life;
    const [first] = refused;
    this.#line.state = 'ok';
    this.#line.fault =
      first === undefined ? null : `${refused.length} live topics are refused: ${first.topic} (${first.reason}).`;
    this.#deps.log.info('live connection open', { source: this.#source.config.id, refused: refused.length });
    for (const run of this.#covered) {
      if (run.state === 'unavailable') continue;
      run.relaxedSeconds = RECONCILE_SECONDS;
      run.wishFresh();
    }
    this.#deps.nudge();
    this.#source.emit();
  }

  #settle(ending: Ending, life: ChannelLife): void {
    const now = this.#deps.clock.monotonic();
    if (life.useful) this.#failures = 0;
    const words = this.#judge(ending, now);
    if (life.openedAt !== null) this.#handOver(now - life.openedAt, words);
    this.#deps.log.info('live connection over', {
      source: this.#source.config.id,
      how: ending.how,
      words,
      failures: this.#failures,
      waitMs: Math.round(Math.max(0, this.#retryAt - now)),
    });
    this.#source.emit();
  }

  /** Sets the push's state and the instant of the next attempt. @returns what people are told of the covered streams, null for nothing */
  #judge(ending: Ending, now: number): string | null {
    const line = this.#line;
    switch (ending.how) {
      case 'stopped':
        line.state = 'pending';
        line.fault = null;
        return null;
      case 'again':
        this.#retryAt = Math.max(now, this.#attemptedAt + LEAST_GAP_MS);
        return null;
      case 'lost':
        line.state = 'retrying';
        line.fault = ending.words;
        this.#backOff(now, 0);
        return ending.words;
      case 'failed': {
        const verdict = judge(ending.error, line.spec);
        line.state = verdict.state;
        line.fault = verdict.fault;
        if (verdict.state === 'unavailable') this.#retryAt = now + UNAVAILABLE_RETRY_MS;
        else if (verdict.scope === 'source') this.#retryAt = now + AUTH_RETRY_MS;
        else this.#backOff(now, ending.error instanceof HttpFault ? (ending.error.retryAfterMs ?? 0) : 0);
        return verdict.fault;
      }
    }
  }

  /** @param askedMs wait that the other side asked for; the jitter comes on top of it, so that not everybody comes back at once */
  #backOff(now: number, askedMs: number): void {
    const jitterMs = fullJitterMs(this.#failures, PUSH_BACKOFF, this.#deps.random);
    this.#failures += 1;
    this.#retryAt = Math.max(now + askedMs + jitterMs, this.#attemptedAt + LEAST_GAP_MS);
  }

  /** Polling goes on where the channel left off. Figures that only the channel has kept young are not shown as good until a poll has confirmed them. */
  #handOver(livedMs: number, words: string | null): void {
    const now = this.#deps.clock.monotonic();
    for (const run of this.#covered) {
      if (run.state === 'unavailable') continue;
      run.relaxedSeconds = null;
      if (run.running === null) run.dueAt = Math.min(run.dueAt, now);
      if (words === null || run.state !== 'ok' || livedMs < run.spec.everySeconds * 1000) continue;
      run.state = 'retrying';
      run.fault = words;
      run.unconfirmed = true;
    }
    this.#deps.nudge();
  }
}
