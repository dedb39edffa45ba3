import type { Clock } from '../../shared/time/clock.ts';
import { HttpFault } from '../connectors/connector.ts';
import type { PushChannel, PushContext, PushSink, PushSpec, ReadContext, SocketGate } from '../connectors/connector.ts';
import { EventBuffer, recordKey } from './event-buffer.ts';
import type { EventPage } from './event-buffer.ts';
import type { SyncLog } from './log.ts';
import type { EventGuard } from './push-guard.ts';
import type { SourceSync } from './source.ts';
import type { StreamRun } from './stream.ts';
import type { Timers } from './timers.ts';

/** An attempt that has neither a channel nor a known wait after this long is given up. */
const OPEN_MS = 120_000;
/** A channel that was told to close may say goodbye for this long. */
const CLOSE_MS = 2_000;
/** Several wishes for a new channel that come together are one. */
const RENEW_DELAY_MS = 3_000;
/** A channel is made anew on the connector's wish at most this often. */
const RENEW_EVERY_MS = 60_000;
/** From this long on a channel that still speaks has been of use. */
const USEFUL_MS = 60_000;
/** People are told at most this often that a live source is as new as it was a moment ago. */
const TELL_EVERY_MS = 250;

/** How a channel came to its end. `again`: the next one may be made at once. */
export type Ending =
  | { how: 'stopped' }
  | { how: 'again'; words: string }
  | { how: 'lost'; words: string }
  | { how: 'failed'; error: unknown };

export interface ChannelDeps {
  source: SourceSync;
  spec: PushSpec;
  /** The push's own line beside the streams: it carries the requests that make the channel. */
  line: StreamRun;
  /** The streams that the push keeps fresh. */
  covered: readonly StreamRun[];
  guard: EventGuard;
  clock: Clock;
  timers: Timers;
  log: SyncLog;
  /** A gate whose sockets end with the signal. */
  sockets: (signal: AbortSignal) => SocketGate;
}

/** One channel from the first request to its end: takes its events, notices its silence, closes it. */
export class ChannelLife {
  /** Resolves once, with the first reason for which the channel ended or has to. */
  readonly over: Promise<Ending>;
  readonly #deps: ChannelDeps;
  readonly #controller = new AbortController();
  readonly #buffer: EventBuffer;
  #offSilence: () => void = () => {};
  #offRenew: () => void = () => {};
  #end: (ending: Ending) => void = () => {};
  #taking = true;
  #channel: PushChannel | null = null;
  /** Monotonic ms; null while there is no channel. */
  #openedAt: number | null = null;
  #heardAt = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** The source's clock at the last sign of life, epoch ms UTC. */
  #heardServerAt = 0;
  #renewing = false;

  constructor(deps: ChannelDeps) {
    this.#deps = deps;
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#buffer = new EventBuffer(
      deps.clock,
      deps.timers,
      (batch) => {
        const fresh = deps.covered.some(({ spec, fresh: is }) => spec.name === batch.stream && is);
        deps.source.takeEvents(batch, fresh && this.#openedAt !== null ? this.#heardServerAt : null);
      },
      (error) => {
        // What could not be stored is lost; only a snapshot knows what is true after it.
        deps.log.error('live events could not be stored', { source: deps.source.config.id, error });
        this.end({ how: 'failed', error });
      },
    );
  }

  get openedAt(): number | null {
    return this.#openedAt;
  }

  /** Whether the channel has lived and spoken for so long that the next one need not wait for its faults. */
  get useful(): boolean {
    return this.#openedAt !== null && this.#heardAt - this.#openedAt >= USEFUL_MS;
  }

  get refused(): PushChannel['refused'] {
    return this.#channel?.refused ?? [];
  }

  end(ending: Ending): void {
    this.#taking = false;
    this.#end(ending);
  }

  /** Makes the channel. Throws what the connector threw, HttpFault `timeout` when it takes too long; returns at once when the channel is over before it was open. */
  async open(context: ReadContext): Promise<void> {
    const { spec, sockets, timers } = this.#deps;
    const pushContext: PushContext = { ...context, sockets: sockets(this.#controller.signal) };
    const opening = spec.open(pushContext, this.#sink());
    // Given up on meanwhile: a channel that comes after all is closed, for nobody listens to it.
    const late = () => {
      void opening.then(
        (channel) => channel.close().catch(() => undefined),
        () => undefined,
      );
    };
    let offPatience = () => {};
    const tooLong = new Promise<never>((_resolve, reject) => {
      const expire = () => {
        const waits = this.#deps.line.waitingUntil - this.#deps.clock.monotonic();
        if (waits > 0) offPatience = timers.after(waits + OPEN_MS, expire);
        else reject(new HttpFault('timeout', 'The live connection took too long to be made.'));
      };
      offPatience = timers.after(OPEN_MS, expire);
    });
    try {
      const first = await Promise.race([opening, tooLong, this.over.then(() => null)]);
      if (first === null) late();
      else this.#opened(first);
    } catch (error) {
      late();
      throw error;
    } finally {
      offPatience();
    }
  }

  /** Stores what came last, says goodbye and ends every socket. */
  async close(): Promise<void> {
    this.#taking = false;
    this.#offSilence();
    this.#offRenew();
    this.#buffer.flush();
    if (this.#channel !== null) {
      const patience = new AbortController();
      const goodbye = this.#channel.close().catch(() => undefined);
      const enough = this.#deps.timers.sleep(CLOSE_MS, patience.signal).catch(() => undefined);
      await Promise.race([goodbye, enough]);
      patience.abort();
    }
    this.#controller.abort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  #opened(channel: PushChannel): void {
    this.#channel = channel;
    this.#openedAt = this.#deps.clock.monotonic();
    this.#heardAt = this.#openedAt;
    this.#heardServerAt = this.#deps.source.serverNow();
    this.#listenForSilence(this.#deps.spec.quietAfterSeconds * 1000);
  }

  #listenForSilence(ms: number): void {
    const { clock, timers, spec } = this.#deps;
    this.#offSilence = timers.after(ms, () => {
      const left = spec.quietAfterSeconds * 1000 - (clock.monotonic() - this.#heardAt);
      if (left > 0) this.#listenForSilence(left);
      else {
        const words = `The live connection has been silent for ${spec.quietAfterSeconds} seconds. It is made anew.`;
        this.end({ how: 'lost', words });
      }
    });
  }

  #sink(): PushSink {
    return {
      page: (page) => {
        if (this.#taking) this.#take(page);
      },
      alive: () => {
        if (!this.#taking) return;
        this.#heard();
        // First what came before the sign of life, then the instant up to which all is known.
        this.#buffer.flush();
        this.#tellTime();
      },
      ended: (reason) => this.end({ how: 'lost', words: reason }),
      renew: (reason) => this.#renew(reason),
    };
  }

  #take(page: EventPage): void {
    const { source, guard, line, log } = this.#deps;
    if (!source.streams.some(({ spec }) => spec.name === page.stream)) {
      log.error('live events of an unknown stream', { source: source.config.id, stream: page.stream });
      return;
    }
    this.#heard();
    line.rows += page.rows;
    guard.touched([...page.records, ...page.tombstones].map(recordKey));
    this.#buffer.add(page);
    this.#tellTime();
  }

  #heard(): void {
    this.#heardAt = this.#deps.clock.monotonic();
    this.#heardServerAt = this.#deps.source.serverNow();
  }

  /** A channel that speaks says of all it covers that it is as told, once a snapshot has laid the ground. */
  #tellTime(): void {
    const now = this.#deps.clock.monotonic();
    if (this.#openedAt === null || now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    for (const run of this.#deps.covered) if (run.fresh && run.state === 'ok') run.trueAt(this.#heardServerAt);
    this.#deps.line.trueAt(this.#heardServerAt);
    this.#deps.source.emit();
  }

  #renew(reason: string): void {
    if (this.#renewing || !this.#taking) return;
    this.#renewing = true;
    const age = this.#openedAt === null ? 0 : this.#deps.clock.monotonic() - this.#openedAt;
    const wait = Math.max(RENEW_DELAY_MS, RENEW_EVERY_MS - age);
    this.#offRenew = this.#deps.timers.after(wait, () => this.end({ how: 'again', words: reason }));
  }
}
