import { AppError, toWire } from '../../shared/errors/index.ts';
import { affineClock, systemClock } from '../../shared/time/clock.ts';
import { DayCache } from '../live/day-cache.ts';
import { LiveFloor } from '../live/live-floor.ts';
import { ReplayFloor } from '../live/replay-floor.ts';
import { FactsBook } from './facts-book.ts';
import { Housekeeping } from './housekeeping.ts';
import { PRACTICE_SOURCES } from './practice-host.ts';
import { PracticeKeeper } from './practice-keeper.ts';
import { MainDesk } from './main-desk.ts';
import { SecretBox } from './secrets.ts';
import { SignIns } from './sign-in.ts';
import { Session } from './session.ts';
import { SettingsBook } from './settings.ts';
import { recountInput } from './recount-input.ts';
import { Sources } from './sources.ts';
import { Upkeep } from './upkeep.ts';
import { Views } from './views.ts';
import { Recounter } from '../store/recount/recounter.ts';
import { errorFields, openLog } from './log.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { EngineContext } from './context.ts';
import type { EngineStart, EngineToMain, MainToEngine } from './messages.ts';
import type { Freshness } from '../live/freshness.ts';
import type { FloorDeps } from '../live/running.ts';
import type { FloorSettings } from '../live/moves.ts';
import type { HeavyReads } from './heavy.ts';
import type { Log } from './log.ts';
import type { Port } from './port.ts';
import type { Settings } from '../../shared/contract/queries.ts';
import type { Store } from '../store/api.ts';

/** However fast the practice floor runs, it is read at most this many times as often. */
const MAX_PACE = 10;

export interface EngineOptions extends EngineStart {
  engine: 'utility-process' | 'node';
  /** Folder of the shipped mappings. */
  shippedMappings: string;
  /** To the main process; a plain Node engine has none. */
  tell: (message: EngineToMain) => void;
  /** Whether there is a main process to ask for secrets. */
  asksSecrets: boolean;
  env: NodeJS.ProcessEnv;
  openStore: (log: Log) => Store;
  openHeavy: (store: Store) => HeavyReads;
  /** Version of SQLite. */
  readonly sqlite: string;
}

/** A running engine. */
export interface Engine {
  readonly context: EngineContext;
  readonly practice: boolean;
  attach(port: Port): void;
  power(event: 'suspend' | 'resume'): void;
  online(online: boolean): void;
  secret(ref: string, secret: string | null): void;
  /** The main process has done what it was asked for. */
  answered(message: Extract<MainToEngine, { type: 'opened' | 'kept' }>): void;
  close(): Promise<void>;
}

/**
 * Opens a data folder and brings everything up: store, settings, practice floor, live floor, sources, views.
 *
 * @throws AppError as `openStore`: store-busy, store-corrupt, store-newer, migration-failed, store-full
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const log = openLog({ directory: options.directory, level: options.logLevel, now: systemClock.now });
  let store: Store;
  try {
    store = options.openStore(log);
  } catch (error) {
    log.error('the folder does not open', errorFields(error));
    throw error;
  }
  let engine: RunningEngine | null = null;
  try {
    engine = new RunningEngine(options, log, store);
    await engine.begin();
    return engine;
  } catch (error) {
    log.error('the engine does not start', errorFields(error));
    // What was begun (sources, the practice floor) must not go on over a closed store.
    await (engine ?? { close: async () => store.close() }).close();
    throw error;
  }
}

class RunningEngine implements Engine {
  readonly context: EngineContext;
  readonly #options: EngineOptions;
  readonly #log: Log;
  readonly #store: Store;
  readonly #settings: SettingsBook;
  readonly #secrets: SecretBox;
  readonly #desk: MainDesk;
  readonly #signIns: SignIns;
  readonly #sources: Sources;
  readonly #practice: PracticeKeeper;
  readonly #heavy: HeavyReads;
  readonly #days = new DayCache();
  readonly #sessions = new Map<Port, Session>();
  readonly #housekeeping: Housekeeping;
  readonly #facts: FactsBook;
  /** The floor's clock: the practice floor's where that is the only live source, else the machine's. */
  readonly #clock: Clock;
  readonly #recounter: Recounter;
  readonly #upkeep: Upkeep;
  #live!: LiveFloor;
  #views!: Views;
  #online = true;
  #counts = '';
  #closed: Promise<void> | null = null;

  constructor(options: EngineOptions, log: Log, store: Store) {
    this.#options = options;
    this.#log = log;
    this.#store = store;
    const { systemZone, systemLocale: locale, actor } = options;
    // A folder that holds something keeps the zone its days were counted in (an import takes over its mapping's) until somebody chooses.
    const zone = store.reads.sources().length > 0 ? store.zone : systemZone;
    this.#settings = new SettingsBook(store.notebook, { zone, locale, actor });
    this.#heavy = options.openHeavy(store);
    const ask = (ref: string, source: string): void => options.tell({ type: 'secretWanted', ref, source });
    this.#secrets = new SecretBox(options.asksSecrets ? ask : null, options.env, log);
    this.#desk = new MainDesk(options.asksSecrets ? options.tell : null, this.#secrets);
    this.#signIns = new SignIns({ desk: this.#desk, log });
    this.#sources = new Sources({
      store,
      secrets: this.#secrets,
      keep: this.#desk.writer,
      log,
      clockOf: (source) => (PRACTICE_SOURCES.has(source) ? this.#practiceClock() : systemClock),
      paceOf: (source) => (PRACTICE_SOURCES.has(source) ? this.#practicePace() : 1),
      changed: () => this.#sourcesChanged(),
      // The days of a history that came in are counted now, not when the next round is due.
      arrived: () => (this.#upkeep as Upkeep | undefined)?.kick(),
      removing: (name, rows) => this.#tellProgress('remove', rows, null, name),
      removed: () => {
        (this.#live as LiveFloor | undefined)?.reload();
        // Who is who without it, and what was planned by others.
        (this.#upkeep as Upkeep | undefined)?.kick();
      },
    });
    this.#practice = new PracticeKeeper({
      store,
      secrets: this.#secrets,
      log,
      zone: () => this.#settings.get().zone,
      choice: options.practiceOptions ?? {},
      opened: (source) => this.#sources.open(source),
    });
    this.#clock = { now: () => this.#floorNow(), monotonic: systemClock.monotonic };
    this.#housekeeping = new Housekeeping(store, log);
    this.#recounter = new Recounter(store, this.#clock);
    this.#upkeep = new Upkeep({
      store,
      log,
      recount: (signal, progress) => this.#recount(signal, progress),
      progress: (done, total, note) => this.#tellProgress('adherence', done, total, note),
    });
    this.#facts = new FactsBook(store, () => ({
      locale: this.#settings.get().locale,
      online: this.#online,
      practice: this.practice,
    }));
    this.context = this.#makeContext();
  }

  get practice(): boolean {
    return this.#practice.host !== null;
  }

  async begin(): Promise<void> {
    const { reads } = this.#store;
    this.#applyStoreSettings(this.#settings.get());
    const sources = reads.sources();
    const going = this.#store.removals().some((id) => PRACTICE_SOURCES.has(id));
    const begun = !going && sources.some(({ id }) => PRACTICE_SOURCES.has(id));
    const empty = sources.length === 0 && reads.extent() === null;
    if (begun || (this.#options.practice === 'ifEmpty' && empty)) {
      // A practice floor that does not start must not keep the board from opening.
      await this.#practice.start().catch((error: unknown) => this.#log.error('no practice floor', errorFields(error)));
    }
    this.#live = new LiveFloor({
      ...this.#floorDeps(),
      clock: this.#clock,
      speed: this.#practice.host?.speed ?? 1,
      real: systemClock,
      subscribe: (listener) => this.#store.onChange(listener),
      raised: (call) => this.#options.tell({ type: 'alarm', ...call, key: call.key }),
    });
    this.#live.onNews(({ alarms, reset }) => {
      // A load follows an import, a removed source, a night asleep: what is stored is another.
      if (reset) this.#facts.forget();
      if (alarms.size > 0) this.#tellCounts();
    });
    this.#views = new Views({
      live: this.#live,
      reads,
      replay: (clock, speed) => this.#replay(clock, speed),
      facts: () => this.#facts.get(),
      pacing: { now: systemClock.monotonic, after: (ms, callback) => later(ms, callback) },
    });
    this.#settings.onChange((now, before) => this.#settingsChanged(now, before));
    this.#sources.start(PRACTICE_SOURCES);
    this.#upkeep.kick();
    this.#log.info('engine ready', { sources: reads.sources().length, practice: this.practice });
  }

  attach(port: Port): void {
    const session = new Session(port, this.context, this.#views);
    this.#sessions.set(port, session);
    port.onClose(() => {
      session.close();
      this.#sessions.delete(port);
    });
    port.onMessage((message) => session.hear(message));
  }

  power(event: 'suspend' | 'resume'): void {
    this.#log.info('power', { event });
    if (event === 'suspend') return;
    this.#live.reload();
    this.#sources.wake();
  }

  online(online: boolean): void {
    if (online === this.#online) return;
    this.#online = online;
    this.#log.info('network', { online });
    if (online) this.#sources.wake();
  }

  secret(ref: string, secret: string | null): void {
    this.#secrets.put(ref, secret);
  }

  answered(message: Extract<MainToEngine, { type: 'opened' | 'kept' }>): void {
    this.#desk.hear(message);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#signIns.cancel();
    this.#housekeeping.close();
    await this.#recounter.close();
    await this.#upkeep.close();
    const error = toWire(new AppError({ code: 'engine-down', message: 'The engine was closed.' }));
    for (const [port, session] of this.#sessions) {
      session.tell({ type: 'down', error });
      session.close();
      port.close();
    }
    this.#sessions.clear();
    // A start that failed may have come this far without a floor.
    (this.#live as LiveFloor | undefined)?.adherence.keepStaffing();
    (this.#live as LiveFloor | undefined)?.close();
    await this.#sources.close();
    await this.#practice.stop();
    await this.#heavy.close();
    this.#store.close();
    this.#log.info('engine closed');
  }

  #makeContext(): EngineContext {
    // Getters: the live floor comes up after the handlers are there.
    const live = (): LiveFloor => this.#live;
    const { app, engine, sqlite } = this.#options;
    return {
      store: this.#store,
      settings: this.#settings,
      get live() {
        return live();
      },
      sources: this.#sources,
      signIns: this.#signIns,
      heavy: this.#heavy,
      log: this.#log,
      upkeep: this.#upkeep,
      practice: () => this.#practice.host,
      startPractice: async () => {
        await this.#practice.start();
        live().setSpeed(this.#practice.host?.speed ?? 1);
        live().reload();
      },
      stopPractice: () => this.#practice.stop(),
      replayAt: (at) => this.#replay(affineClock({ base: systemClock, anchorRealAt: 0, anchorAt: at, speed: 0 }), 0),
      now: () => this.#clock.now(),
      shippedMappings: this.#options.shippedMappings,
      about: { app, engine, sqlite },
    };
  }

  #floorDeps(): FloorDeps {
    return {
      reads: this.#store.reads,
      countsReader: (query) => this.#heavy.counts(query),
      settings: (): FloorSettings => {
        const { zone, serviceLevel, queueServiceLevels, adherence } = this.#settings.get();
        const people = this.#store.notebook.peopleDecisions();
        return { zone, serviceLevel, queueServiceLevels, platformOrder: adherence.platformOrder, people };
      },
      adherence: {
        reader: { reads: this.#store.reads, notebook: this.#store.notebook },
        rules: () => ({ zone: this.#settings.get().zone, ...this.#settings.get().adherence }),
        keep: (page) => this.#store.saveStaffing(page),
      },
      days: this.#days,
      alarms: this.#store.notebook,
      fault: (what, error) => this.#log.warn(`floor: ${what}`, errorFields(error)),
    };
  }

  /** Counts the days that are marked, of everybody as the floor knows them now. */
  async #recount(signal: AbortSignal, progress: (done: number, total: number) => void): Promise<void> {
    this.#live.adherence.keepStaffing();
    await this.#recounter.run({
      ...recountInput(this.#live.floor, this.#settings.get().adherence, this.#store),
      signal,
      onProgress: ({ done, total }) => progress(done, total),
    });
  }

  #replay(clock: Clock, speed: number): ReplayFloor {
    return new ReplayFloor({ ...this.#floorDeps(), clock, speed, real: systemClock });
  }

  #practiceClock(): Clock {
    return { now: () => (this.#practice.host?.clock ?? systemClock).now(), monotonic: systemClock.monotonic };
  }

  #practicePace(): number {
    return Math.min(MAX_PACE, Math.max(1, this.#practice.host?.speed ?? 1));
  }

  #floorNow(): number {
    const { host } = this.#practice;
    const { freshness } = (this.#live as LiveFloor | undefined)?.floor ?? {};
    return host !== null && isPracticeOnly(freshness) ? host.clock.now() : systemClock.now();
  }

  #sourcesChanged(): void {
    this.#facts.forget();
    (this.#views as Views | undefined)?.sourcesChanged();
  }

  #settingsChanged(now: Settings, before: Settings): void {
    if (now.theme !== before.theme) this.#options.tell({ type: 'theme', theme: now.theme });
    const reckoning: (keyof Settings)[] = ['zone', 'serviceLevel', 'queueServiceLevels', 'adherence'];
    if (reckoning.every((name) => JSON.stringify(now[name]) === JSON.stringify(before[name]))) return;
    this.#applyStoreSettings(now);
    this.#days.clear();
    this.#live.reload();
    this.#upkeep.kick();
  }

  /** What the store keeps of the settings: the zone of its days, the short-abandon limits of its views. */
  #applyStoreSettings(settings: Settings): void {
    if (this.#store.zone !== settings.zone) this.#store.setZone(settings.zone);
    const own = Object.entries(settings.queueServiceLevels).map(([key, rule]) => [key, rule.shortAbandonSeconds]);
    this.#store.setShortAbandonSeconds(
      settings.serviceLevel.shortAbandonSeconds,
      Object.fromEntries(own) as Record<string, number>,
    );
  }

  /** Long work of the engine itself concerns every window. */
  #tellProgress(topic: string, done: number, total: number | null, note: string): void {
    for (const session of this.#sessions.values()) session.tell({ type: 'progress', topic, done, total, note });
  }

  #tellCounts(): void {
    const counts = this.#live.desk.calling(this.#clock.now());
    const text = JSON.stringify(counts);
    if (text === this.#counts) return;
    this.#counts = text;
    this.#options.tell({ type: 'alarmCounts', ...counts });
  }
}

/** Whether the practice floor's are the only live sources: its clock is then the floor's. */
function isPracticeOnly(freshness: Freshness | undefined): boolean {
  for (const { source, readOnly } of freshness?.sources.values() ?? []) {
    if (!PRACTICE_SOURCES.has(source) && !readOnly) return false;
  }
  return true;
}

function later(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
