import { safeStorage } from 'electron';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Secrets of the sources: encrypted with the system keyring's key, or kept for this session only. There is no plaintext fallback:
 * where the system has no keyring, {@link SecretStore.keep} refuses unless the person chose "this session only".
 */
export class SecretStore {
  readonly #path: string;
  readonly #session = new Map<string, string>();

  /** @param path file of encrypted values (mode 600), made on the first save */
  constructor(path: string) {
    this.#path = path;
  }

  /** Whether the system has a keyring that keeps secrets across starts. */
  get durable(): boolean {
    if (!safeStorage.isEncryptionAvailable()) return false;
    // On Linux Chromium falls back to a fixed key that protects nothing.
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  }

  /** Keeps a secret under a name; `refused` where there is no keyring and the person did not choose this session only. */
  keep(ref: string, secret: string, sessionOnly: boolean): 'keyring' | 'session' | 'refused' {
    if (sessionOnly) {
      this.#session.set(ref, secret);
      return 'session';
    }
    if (!this.durable) return 'refused';
    const all = this.#read();
    all[ref] = safeStorage.encryptString(secret).toString('base64');
    this.#write(all);
    this.#session.delete(ref);
    return 'keyring';
  }

  /** Keeps a secret where the one of this name is kept already: a token that changes with every use. */
  replace(ref: string, secret: string): 'keyring' | 'session' | 'refused' {
    return this.keep(ref, secret, this.#session.has(ref));
  }

  /** Every secret that can be read now, by name. One that no longer decrypts (another keyring) is left out. */
  all(): Record<string, string> {
    const found: Record<string, string> = {};
    if (this.durable) {
      for (const [ref, sealed] of Object.entries(this.#read())) {
        try {
          found[ref] = safeStorage.decryptString(Buffer.from(sealed, 'base64'));
        } catch {
          continue;
        }
      }
    }
    for (const [ref, secret] of this.#session) found[ref] = secret;
    return found;
  }

  #read(): Record<string, string> {
    try {
      const kept: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      const entries = Object.entries(kept as object);
      // All or nothing: a file that is not ours is not half read, and not written over with half of it.
      return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
        ? Object.fromEntries(entries)
        : {};
    } catch {
      return {};
    }
  }

  #write(all: Record<string, string>): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.next`;
    writeFileSync(next, JSON.stringify(all), { mode: 0o600 });
    chmodSync(next, 0o600);
    renameSync(next, this.#path);
  }
}
