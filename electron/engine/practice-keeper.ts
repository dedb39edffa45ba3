import { AppError } from '../../shared/errors/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { PRACTICE_SOURCE, PracticeHost } from './practice-host.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';
import type { PracticeChoice } from './messages.ts';
import type { SecretBox } from './secrets.ts';
import type { SourceConfig, Store } from '../store/api.ts';

/** Name under which the practice floor's token lies in the engine's memory. */
const TOKEN = 'practice-token';
/** History wanted of a new practice floor: four weeks and a little, so that the same weekdays say what to expect. */
const HISTORY_MS = 30 * 86_400_000;
const RESTARTS = 3;

export interface PracticeKeeperOptions {
  store: Store;
  secrets: SecretBox;
  log: Log;
  zone: () => string;
  choice: PracticeChoice;
  /** The practice source is there, or its address changed: read it. */
  opened: (source: SourceConfig) => void;
}

/** Keeps the practice floor running and its source pointed at it. */
export class PracticeKeeper {
  readonly #options: PracticeKeeperOptions;
  #host: PracticeHost | null = null;
  #starting: Promise<void> | null = null;
  #restarts = 0;
  #closing = false;

  constructor(options: PracticeKeeperOptions) {
    this.#options = options;
  }

  get host(): PracticeHost | null {
    return this.#host;
  }

  /** Starts the floor and its source; does nothing where it runs. @throws AppError as `launchPractice` */
  start(): Promise<void> {
    if (this.#host !== null) return Promise.resolve();
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async stop(): Promise<void> {
    this.#closing = true;
    const host = this.#host;
    this.#host = null;
    await host?.close();
    this.#closing = false;
  }

  async #start(): Promise<void> {
    const { store, secrets, zone, choice, opened } = this.#options;
    const host = await PracticeHost.start(store.directory, zone(), choice);
    if (this.#closing) {
      await host.close();
      throw new AppError({ code: 'cancelled', message: 'The practice floor was closed before it began.' });
    }
    this.#host = host;
    secrets.put(TOKEN, host.token);
    const known = store.reads.sources().find(({ id }) => id === PRACTICE_SOURCE);
    const startTime = known?.config['startTime'] ?? new Date(systemClock.now() - HISTORY_MS).toISOString();
    const source: SourceConfig = {
      id: PRACTICE_SOURCE,
      kind: 'zendesk',
      name: 'Practice floor',
      zone: zone(),
      // The port is another one at every start.
      config: {
        baseUrl: host.baseUrl,
        email: host.email,
        tokenEnv: TOKEN,
        startTime,
        queueActivity: 'per-line',
        // Nobody else uses this account.
        budgetShare: 1,
      },
    };
    store.saveSource(source);
    opened(source);
    void host.ended.then((error) => this.#ended(host, error));
  }

  #ended(host: PracticeHost, error: AppError | null): void {
    if (this.#host !== host || this.#closing) return;
    this.#host = null;
    const { log } = this.#options;
    if (error !== null) log.error('practice floor ended', errorFields(error));
    this.#restarts += 1;
    if (this.#restarts > RESTARTS) return;
    this.start().catch((fault: unknown) => log.error('practice floor not restarted', errorFields(fault)));
  }
}
