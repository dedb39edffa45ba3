import { AppError } from '../../shared/errors/index.ts';
import type { SecretWriter } from '../connectors/connector.ts';
import type { EngineToMain, MainToEngine } from './messages.ts';
import type { SecretBox } from './secrets.ts';

/** The main process answers at once; a keyring that asks the person for a password may take a while. */
const PATIENCE_MS = 60_000;

export type Kept = 'keyring' | 'session' | 'refused';
/** Where a secret is to be kept; `as-before`: where the one of this name is kept already. */
export type KeepWhere = 'keyring' | 'session' | 'as-before';

/** What the engine asks of the main process and waits for: pages in the person's browser, secrets in the keyring. */
export class MainDesk {
  readonly #tell: ((message: EngineToMain) => void) | null;
  readonly #secrets: SecretBox;
  readonly #waiting = new Map<number, (answer: boolean | Kept) => void>();
  #last = 0;

  /** @param tell null where there is no main process: nothing can be shown then, and secrets live as long as this process */
  constructor(tell: ((message: EngineToMain) => void) | null, secrets: SecretBox) {
    this.#tell = tell;
    this.#secrets = secrets;
  }

  /** Shows an address in the person's own browser. @returns whether it was shown */
  async open(url: string): Promise<boolean> {
    if (this.#tell === null) return false;
    return (await this.#ask((id) => ({ type: 'openOutside', id, url }), false)) === true;
  }

  /** Keeps a secret, and knows it from then on. `refused`: there is no keyring, and nothing was kept. */
  async keep(ref: string, secret: string, where: KeepWhere): Promise<Kept> {
    const kept =
      this.#tell === null
        ? 'session'
        : await this.#ask((id) => ({ type: 'keepSecret', id, ref, secret, where }), 'refused');
    if (kept !== 'keyring' && kept !== 'session') return 'refused';
    this.#secrets.put(ref, secret);
    return kept;
  }

  /** How a connector keeps a token that changes with every use. Rejects where it could not be kept. */
  readonly writer: SecretWriter = async (name, value) => {
    if ((await this.keep(name, value, 'as-before')) !== 'refused') return;
    throw new AppError({
      code: 'source-auth',
      message: 'The new token of the sign-in could not be kept. Sign in again.',
    });
  };

  hear(message: Extract<MainToEngine, { type: 'opened' | 'kept' }>): void {
    const answer = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    answer?.(message.type === 'opened' ? message.ok : message.kept);
  }

  #ask(message: (id: number) => EngineToMain, otherwise: boolean | Kept): Promise<boolean | Kept> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        resolve(otherwise);
      }, PATIENCE_MS);
      timer.unref();
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#tell?.(message(id));
    });
  }
}
