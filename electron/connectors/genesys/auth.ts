import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { AppError, isAppError } from '../../../shared/errors/index.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { HttpFault } from '../connector.ts';
import type { HttpGate, SecretReader, SecretWriter } from '../connector.ts';
import type { GenesysConfig } from './config.ts';

/** What a request for a token needs of its surroundings. */
export interface AuthContext {
  http: HttpGate;
  clock: Clock;
  signal: AbortSignal;
}

const tokenReply = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).nullish(),
});

/** A token is renewed this long before it ends, or at nine tenths of a short life: a request under way must not outlive it. */
const EARLY_MS = 60_000;

/**
 * Keeps the access token of one source in memory, and nothing else of it anywhere. However many streams need a token at once, one is asked for.
 * A refresh token that the vendor rotates is safely kept before the access token that came with it is used: a crash in between must not lose it.
 */
export class TokenKeeper {
  readonly #config: GenesysConfig;
  readonly #secret: SecretReader;
  readonly #keep: SecretWriter | null;
  #token: { value: string; goodUntil: number } | null = null;
  #fetching: Promise<string> | null = null;
  /** The vendor refused what we have: the next reading of the secrets must not come from memory. */
  #refused = false;

  constructor(config: GenesysConfig, secret: SecretReader, keep: SecretWriter | null) {
    this.#config = config;
    this.#secret = secret;
    this.#keep = keep;
  }

  /**
   * A token that is good now.
   *
   * @throws AppError source-auth when the vendor wants a new sign-in; HttpFault when it cannot be asked
   */
  async token(context: AuthContext): Promise<string> {
    const { clock } = context;
    if (this.#token !== null && clock.now() < this.#token.goodUntil) return this.#token.value;
    return this.#shared(context);
  }

  /** A token other than the one that was refused: another stream may have brought it already. */
  async renew(context: AuthContext, refused: string): Promise<string> {
    if (this.#token?.value === refused) {
      this.#token = null;
      this.#refused = true;
    }
    return this.token(context);
  }

  /** Forgets the token: the vendor says that it was revoked. */
  forget(): void {
    this.#token = null;
  }

  async #shared(context: AuthContext): Promise<string> {
    for (;;) {
      const mine = this.#fetching === null;
      this.#fetching ??= this.#fetch(context).finally(() => {
        this.#fetching = null;
      });
      try {
        return await this.#fetching;
      } catch (error) {
        // Asked for by a stream that was called off: that is no answer for this one.
        if (mine || !isAppError(error, 'cancelled') || context.signal.aborted) throw error;
      }
    }
  }

  async #fetch(context: AuthContext): Promise<string> {
    const fresh = this.#refused;
    const request = await this.#grant(fresh);
    const { value } = await this.#ask(context, request);
    const parsed = tokenReply.safeParse(value);
    if (!parsed.success) throw new HttpFault('bad-reply', `${this.#host()} sent no token.`);
    const { access_token: token, expires_in: seconds, refresh_token: rotated } = parsed.data;
    if ('refreshTokenRef' in this.#config && typeof rotated === 'string') {
      await this.#keepRotated(this.#config.refreshTokenRef, rotated);
    }
    const lifeMs = seconds * 1000;
    this.#token = { value: token, goodUntil: context.clock.now() + lifeMs - Math.min(EARLY_MS, lifeMs / 10) };
    this.#refused = false;
    return token;
  }

  async #ask(context: AuthContext, request: Grant): Promise<{ value: unknown }> {
    try {
      return await context.http.json({
        method: 'POST',
        url: new URL('/oauth/token', this.#config.loginUrl).href,
        bucket: 'auth',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          ...(request.authorization === null ? {} : { authorization: request.authorization }),
        },
        body: new URLSearchParams(request.form).toString(),
      });
    } catch (error) {
      if (!(error instanceof HttpFault)) throw error;
      const refused = error.kind === 'auth' || error.kind === 'forbidden' || error.kind === 'bad-request';
      if (!refused) throw error;
      this.#refused = true;
      throw new AppError({ code: 'source-auth', message: this.#refusalOf(error) });
    }
  }

  async #grant(fresh: boolean): Promise<Grant> {
    const config = this.#config;
    const clientId = config.clientId ?? (await this.#named(config.clientIdEnv ?? '', fresh));
    if ('refreshTokenRef' in config) {
      const refreshToken = await this.#named(config.refreshTokenRef, fresh);
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId };
      return { form, authorization: null };
    }
    const clientSecret = await this.#named(config.clientSecretEnv, fresh);
    const basic = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
    return { form: { grant_type: 'client_credentials' }, authorization: `Basic ${basic}` };
  }

  async #named(name: string, fresh: boolean): Promise<string> {
    const secret = name === '' ? null : await this.#secret(name, { fresh });
    if (secret !== null && secret !== '') return secret;
    throw new AppError({
      code: 'source-auth',
      message: `There is no secret under the name ${name}. Sign in, or set it.`,
    });
  }

  async #keepRotated(name: string, token: string): Promise<void> {
    if (this.#keep !== null) return this.#keep(name, token);
    throw new AppError({
      code: 'source-auth',
      message:
        'This sign-in changes its token with every use, and there is no place to keep it. Use client credentials here.',
    });
  }

  #host(): string {
    return new URL(this.#config.loginUrl).host;
  }

  #refusalOf(fault: HttpFault): string {
    const expired = /invalid_grant/.test(fault.body ?? '');
    const what = expired ? 'the sign-in has ended' : 'the client’s id or secret is refused';
    return `${this.#host()} gives no token: ${what}. Sign in again.`;
  }
}

interface Grant {
  form: Record<string, string>;
  authorization: string | null;
}
