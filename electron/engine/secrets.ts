import type { SecretReader } from '../connectors/connector.ts';
import type { Log } from './log.ts';

const PATIENCE_MS = 5000;

/** Secrets of the sources, in memory only: told by the main process, or taken from named environment variables on the command line. */
export class SecretBox {
  readonly #known = new Map<string, string>();
  readonly #waiting = new Map<string, Set<(secret: string | null) => void>>();
  readonly #ask: ((ref: string, source: string) => void) | null;
  readonly #env: NodeJS.ProcessEnv;
  readonly #log: Log;

  /** @param ask wants the secret of the main process; null where there is none to ask */
  constructor(ask: ((ref: string, source: string) => void) | null, env: NodeJS.ProcessEnv, log: Log) {
    this.#ask = ask;
    this.#env = env;
    this.#log = log;
  }

  /** Takes a secret in, or forgets it (null). */
  put(ref: string, secret: string | null): void {
    if (secret === null) this.#known.delete(ref);
    else {
      this.#known.set(ref, secret);
      this.#log.forget(secret);
    }
    for (const answer of this.#waiting.get(ref) ?? []) answer(secret);
    this.#waiting.delete(ref);
  }

  /** How a source's connector asks for its secret. */
  readerFor(source: string): SecretReader {
    return async (name, { fresh }) => {
      const known = this.#known.get(name);
      if (known !== undefined && (!fresh || this.#ask === null)) return known;
      const fromEnvironment = this.#env[name];
      if (fromEnvironment !== undefined && this.#ask === null) return fromEnvironment;
      return this.#ask === null ? null : this.#wait(name, source, known ?? null);
    };
  }

  #wait(name: string, source: string, otherwise: string | null): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => answer(otherwise), PATIENCE_MS);
      const answer = (secret: string | null): void => {
        clearTimeout(timer);
        resolve(secret);
      };
      const waiting = this.#waiting.get(name) ?? new Set();
      waiting.add(answer);
      this.#waiting.set(name, waiting);
      this.#ask?.(name, source);
    });
  }
}
