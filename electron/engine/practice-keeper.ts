import { AppError } from '../../shared/errors/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { PRACTICE_PHONES, PRACTICE_SOURCE, PracticeHost } from './practice-host.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';
import type { PracticeChoice } from './messages.ts';
import type { SecretBox } from './secrets.ts';
import type { SourceConfig, Store } from '../store/api.ts';

/** Names under which the practice floor's secrets lie in the engine's memory. */
const TOKEN = 'practice-token';
const CLIENT_ID = 'practice-client-id';
const CLIENT_SECRET = 'practice-client-secret';
/** History wanted of a new practice floor: four weeks and a little, so that the same weekdays say what to expect. */
const HISTORY_MS = 30 * 86_400_000;
const RESTARTS = 3;

export interface PracticeKeeperOptions {
  store: Store;
  secrets: SecretBox;
  log: Log;
  zone: () => string;
  choice: PracticeChoice;
  /** A practice source is there, or its address changed: read it. */
  opened: (source: SourceConfig) => void;
}

/** Keeps the practice floor running and its sources pointed at it. */
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

  /** Starts the floor and its sources; does nothing where it runs. @throws AppError as `launchPractice` */
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
    const { store, secrets, zone, choice } = this.#options;
    const host = await PracticeHost.start(store.directory, zone(), choice);
    if (this.#closing) {
      await host.close();
      throw new AppError({ code: 'cancelled', message: 'The practice floor was closed before it began.' });
    }
    this.#host = host;
    secrets.put(TOKEN, host.token);
    this.#offer(PRACTICE_SOURCE, 'zendesk', 'Practice floor', {
      baseUrl: host.baseUrl,
      email: host.email,
      tokenEnv: TOKEN,
      queueActivity: 'per-line',
    });
    if (host.genesys !== null) {
      const { baseUrl, clientId, clientSecret } = host.genesys;
      secrets.put(CLIENT_ID, clientId);
      secrets.put(CLIENT_SECRET, clientSecret);
      this.#offer(PRACTICE_PHONES, 'genesys', 'Practice phones', {
        baseUrl,
        loginUrl: baseUrl,
        clientIdEnv: CLIENT_ID,
        clientSecretEnv: CLIENT_SECRET,
      });
    }
    void host.ended.then((error) => this.#ended(host, error));
  }

  /** Keeps a source of the floor and has it read. Its port is another one at every start. */
  #offer(id: string, kind: string, name: string, config: SourceConfig['config']): void {
    const { store, zone, opened } = this.#options;
    const known = store.reads.sources().find((source) => source.id === id);
    const startTime = known?.config['startTime'] ?? new Date(systemClock.now() - HISTORY_MS).toISOString();
    // Nobody else uses these accounts.
    const source: SourceConfig = { id, kind, name, zone: zone(), config: { ...config, startTime, budgetShare: 1 } };
    store.saveSource(source);
    opened(source);
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
