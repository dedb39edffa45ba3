import { AppError } from '../../shared/errors/index.ts';
import { createConnector, CONNECTOR_KINDS } from '../connectors/index.ts';
import { createGate } from '../sync/http-gate.ts';
import { createTransport } from '../sync/transport.ts';
import { HttpFault } from '../connectors/connector.ts';
import { Limiter } from '../sync/limiter.ts';
import { SkewEstimate } from '../sync/skew.ts';
import { nothingStored } from '../sync/stored.ts';
import { startSync } from '../sync/index.ts';
import { errorFields } from './log.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { systemTimers } from '../sync/timers.ts';
import type { Capabilities, SecretWriter } from '../connectors/connector.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { Log } from './log.ts';
import type { SecretBox } from './secrets.ts';
import type { SourceConfig, Store } from '../store/api.ts';
import type { Sync } from '../sync/index.ts';

const TEST_PATIENCE_MS = 30_000;

export interface SourcesOptions {
  store: Store;
  secrets: SecretBox;
  log: Log;
  /** Keeps a token that changes with every use. */
  keep: SecretWriter;
  /** Clock that a source's records are on: the practice floor may run at another speed. */
  clockOf: (source: string) => Clock;
  /** How many times as often as usual it is to be read: a floor that runs faster changes faster. */
  paceOf: (source: string) => number;
  /** Told when any source's state changed. */
  changed: () => void;
  /** Told when a stream has been read to its end for the first time since its source was opened: what it brought is all there. */
  arrived: () => void;
  /** Told how many rows of a source that is being removed are gone. */
  removing: (name: string, rows: number) => void;
  /** Told when all of a source is gone. */
  removed: (source: string) => void;
}

/** The configured sources and the sync of each: one sync a source, so that one can come, pause and go without the others. */
export class Sources {
  readonly #options: SourcesOptions;
  readonly #syncs = new Map<string, Sync>();
  readonly #removals = new Map<string, Promise<void>>();
  #closed = false;

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  /**
   * Starts reading every stored source whose kind can be read, but those named. Sources of which only the notebook knows (the mirror was
   * rebuilt) are put back first. One that cannot be started is told, not fatal.
   */
  start(except: ReadonlySet<string>): void {
    const { store } = this.#options;
    const known = new Set(store.reads.sources().map(({ id }) => id));
    for (const value of Object.values(store.notebook.settings(CONFIG_PREFIX))) {
      const config = value as unknown as SourceConfig;
      if (!known.has(config.id)) store.saveSource(config);
    }
    // Begun in an earlier run, which ended in the middle.
    for (const source of store.removals()) this.#takeOut(source).catch(() => undefined);
    for (const source of store.reads.sources()) {
      if (!except.has(source.id) && CONNECTOR_KINDS.includes(source.kind)) this.open(source);
    }
  }

  /** Starts reading a source (anew where it is being read). */
  open(config: SourceConfig): void {
    if (this.#removals.has(config.id)) return;
    const { store, secrets, log, keep, clockOf, paceOf, changed, arrived } = this.#options;
    const plain: SourceConfig = {
      id: config.id,
      kind: config.kind,
      name: config.name,
      zone: config.zone,
      config: config.config,
    };
    void this.#stop(config.id);
    try {
      const connector = createConnector(plain, secrets.readerFor(config.id), keep);
      const sync = startSync({
        store,
        connectors: [{ config: plain, connector }],
        clock: clockOf(config.id),
        pace: paceOf(config.id),
        log,
      });
      const ended = new Set<string>();
      sync.onStatus(({ streams }) => {
        changed();
        const before = ended.size;
        for (const { stream, state } of streams)
          if (state === 'ok' || state === 'refused-mass-delete') ended.add(stream);
        if (ended.size > before) arrived();
      });
      if (this.#isPaused(config.id)) sync.pause(config.id);
      this.#syncs.set(config.id, sync);
    } catch (error) {
      const reason = error instanceof AppError ? error.message : 'The source could not be started.';
      log.error('source not started', { source: config.id, reason });
      const streams = store.reads.sources().find(({ id }) => id === config.id)?.status?.streams ?? [];
      store.saveStatus({
        source: config.id,
        kind: config.kind,
        name: config.name,
        state: 'failed',
        asOf: null,
        skewMs: null,
        fault: reason,
        streams,
      });
      changed();
    }
  }

  /** Pauses or resumes; kept over restarts. @throws AppError `not-found` */
  pause(source: string, paused: boolean, actor: string): void {
    const config = this.#known(source);
    this.#options.store.notebook.saveSetting(pausedKey(source), paused ? true : null, actor);
    if (paused) this.#syncs.get(source)?.pause(source);
    // Read anew from its settings: a source that was refused its credentials must not wait for its next try.
    else if (CONNECTOR_KINDS.includes(config.kind)) this.open(config);
    this.#options.changed();
  }

  /**
   * Stops reading a source and takes its records out of the mirror, bit by bit: the floor goes on meanwhile. Once begun it is carried to
   * its end, in the next run where this one ends before. @throws AppError `not-found`
   */
  async remove(source: string, actor: string): Promise<void> {
    this.#known(source);
    await this.#stop(source);
    this.#options.store.notebook.saveSetting(`${CONFIG_PREFIX}${source}`, null, actor);
    this.#options.store.beginRemoval(source);
    await this.#takeOut(source);
  }

  #takeOut(source: string): Promise<void> {
    let removal = this.#removals.get(source);
    if (removal === undefined) {
      removal = this.#stepThrough(source).finally(() => this.#removals.delete(source));
      this.#removals.set(source, removal);
    }
    return removal;
  }

  async #stepThrough(source: string): Promise<void> {
    const { store, log, removing, removed, changed } = this.#options;
    const name = store.reads.sources().find(({ id }) => id === source)?.name ?? source;
    try {
      for (;;) {
        // Events and frames have their turn between two steps.
        await new Promise((resolve) => setImmediate(resolve));
        if (this.#closed) throw new AppError({ code: 'engine-down', message: 'The engine was closed.' });
        const { deleted, isGone } = store.stepRemoval(source);
        removing(name, deleted);
        if (isGone) break;
      }
    } catch (error) {
      if (!this.#closed) log.error('a source is not gone yet', { source, ...errorFields(error) });
      throw error;
    }
    changed();
    removed(source);
  }

  /** Adds a source. @returns its id @throws AppError `invalid-input` where the configuration is not in order */
  add(kind: string, name: string, config: SourceConfig['config'], actor: string): SourceConfig {
    const taken = new Set(this.#options.store.reads.sources().map(({ id }) => id));
    const stem =
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 40) || kind;
    let id = stem;
    for (let n = 2; taken.has(id); n += 1) id = `${stem}-${n}`;
    const source: SourceConfig = { id, kind, name, zone: null, config };
    // Made and closed once: a wrong address is refused before anything is stored.
    void createConnector(source, async () => null).close();
    this.#options.store.saveSource(source);
    // In the notebook too: the mirror may be thrown away, what somebody set up may not.
    this.#options.store.notebook.saveSetting(`${CONFIG_PREFIX}${id}`, { ...source }, actor);
    this.open(source);
    this.#options.changed();
    return source;
  }

  /**
   * Tries a connection with secrets that are kept nowhere, by the names the configuration gives them, or (null) with those that are kept.
   *
   * @throws AppError `source-auth`, `source-unreachable`, `invalid-input`
   */
  async test(
    kind: string,
    config: SourceConfig['config'],
    secrets: Readonly<Record<string, string>> | null,
  ): Promise<Capabilities> {
    for (const secret of Object.values(secrets ?? {})) this.#options.log.forget(secret);
    const source: SourceConfig = { id: 'test', kind, name: 'test', zone: null, config };
    const reader =
      secrets === null ? this.#options.secrets.readerFor(source.id) : async (name: string) => secrets[name] ?? null;
    const connector = createConnector(source, reader, this.#options.keep);
    const signal = AbortSignal.timeout(TEST_PATIENCE_MS);
    const skew = new SkewEstimate();
    const http = createGate(
      {
        source: source.id,
        clock: systemClock,
        timers: systemTimers,
        random: Math.random,
        limiter: new Limiter(systemClock, systemTimers, connector.limits, connector.share),
        skew,
        transport: createTransport(systemClock, systemTimers),
        log: this.#options.log,
        // One try tells enough: somebody is waiting for the answer.
        reachability: { down: true },
      },
      { requests: 0, retries: 0, waitedSeconds: 0 },
      signal,
      { waiting: () => undefined, replied: () => undefined },
    );
    try {
      return await connector.probe({
        clock: systemClock,
        startTime: systemClock.now(),
        signal,
        serverNow: () => skew.serverNow(systemClock.now()),
        agentIdByEmail: () => null,
        newestFirst: false,
        stored: nothingStored,
        wait: (ms) => systemTimers.sleep(ms, signal),
        http,
      });
    } catch (error) {
      throw said(error);
    } finally {
      await connector.close();
    }
  }

  /** The machine woke up, or the network is back. */
  wake(): void {
    for (const sync of this.#syncs.values()) sync.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#removals.values());
    await Promise.all([...this.#syncs.keys()].map((source) => this.#stop(source)));
  }

  async #stop(source: string): Promise<void> {
    const sync = this.#syncs.get(source);
    this.#syncs.delete(source);
    await sync?.close();
  }

  #isPaused(source: string): boolean {
    return this.#options.store.notebook.setting(pausedKey(source)) === true;
  }

  #known(source: string): SourceConfig {
    const known = this.#options.store.reads.sources().find(({ id }) => id === source);
    if (known !== undefined) return known;
    throw new AppError({
      code: 'not-found',
      message: 'There is no such source.',
      detail: { source: source.slice(0, 100) },
    });
  }
}

const CONFIG_PREFIX = 'sources.';
const pausedKey = (source: string): string => `source.${source}.paused`;

/** A vendor's fault as a failure that crosses the wall. */
function said(error: unknown): unknown {
  if (!(error instanceof HttpFault)) return error;
  const code = error.kind === 'auth' || error.kind === 'forbidden' ? 'source-auth' : 'source-unreachable';
  return new AppError({
    code,
    message: error.message,
    detail: { kind: error.kind, status: error.status },
    cause: error,
  });
}
