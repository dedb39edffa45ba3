import { randomBytes } from 'node:crypto';
import { systemClock } from '../../shared/time/clock.ts';
import { AppError } from '../../shared/errors/index.ts';
import { signIn } from '../sync/sign-in/sign-in.ts';
import { systemTimers } from '../sync/timers.ts';
import { createTransport } from '../sync/transport.ts';
import type { Transport } from '../sync/transport.ts';
import type { Commands, OutputOf, ParsedOf } from '../../shared/contract/index.ts';
import type { Log } from './log.ts';
import type { MainDesk } from './main-desk.ts';

export interface SignInDeps {
  desk: MainDesk;
  log: Log;
  transport?: Transport;
}

/** Sign-ins with the system's browser, one at a time: a second one takes the place of the first. */
export class SignIns {
  readonly #desk: MainDesk;
  readonly #log: Log;
  readonly #transport: Transport;
  #running: AbortController | null = null;

  constructor({ desk, log, transport }: SignInDeps) {
    this.#desk = desk;
    this.#log = log;
    this.#transport = transport ?? createTransport(systemClock, systemTimers);
  }

  /**
   * Signs a person in and keeps the token that outlives the session.
   *
   * @returns the name under which it is kept. @throws AppError as `signIn`, and refused where it can be kept nowhere
   */
  async begin(input: ParsedOf<Commands['signIn']>): Promise<OutputOf<Commands['signIn']>> {
    this.cancel();
    const running = new AbortController();
    this.#running = running;
    const { loginUrl, clientId, port } = input;
    try {
      const parts = { transport: this.#transport, timers: systemTimers, open: (url: string) => this.#desk.open(url) };
      const { refreshToken } = await signIn({ loginUrl, clientId, port }, parts, running.signal);
      this.#log.forget(refreshToken);
      const secretRef = `${input.kind}-${randomBytes(6).toString('hex')}`;
      const kept = await this.#desk.keep(secretRef, refreshToken, input.sessionOnly ? 'session' : 'keyring');
      if (kept === 'refused') {
        const message =
          'This system has no keyring to keep the sign-in in. Choose “this session only”, and sign in again.';
        throw new AppError({ code: 'refused', message });
      }
      this.#log.info('signed in', { kind: input.kind, kept });
      return { secretRef, kept };
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = null;
  }
}
