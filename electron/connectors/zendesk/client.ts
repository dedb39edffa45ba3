import { Buffer } from 'node:buffer';
import { AppError } from '../../../shared/errors/index.ts';
import { targetOf } from '../common/reply.ts';
import { HttpFault } from '../connector.ts';
import type { HttpGate, HttpReply, SecretReader } from '../connector.ts';
import type { ZendeskConfig } from './config.ts';

/** Rate-limit buckets of an account. Incremental exports and Talk's exports each have their own, small one. */
export type Bucket = 'support' | 'incremental' | 'talk-export' | 'talk-live' | 'chat';

/** Path below the account's address, with its query. */
export type Target = string;

/** Builds requests for one account and sends them through the engine's gate. Credentials go to the account's own host only. */
export class ZendeskClient {
  readonly #base: URL;
  readonly #config: ZendeskConfig;
  readonly #secret: SecretReader;
  #authorization: string | null = null;
  #refreshing: Promise<void> | null = null;

  constructor(config: ZendeskConfig, secret: SecretReader) {
    this.#base = new URL(config.baseUrl);
    this.#config = config;
    this.#secret = secret;
  }

  /**
   * GETs JSON. A refused credential is read anew once (it may have been renewed while we slept) before it counts.
   *
   * @throws HttpFault, `auth` when the credential is refused twice; AppError source-auth when there is none
   */
  async get(
    http: HttpGate,
    bucket: Bucket,
    target: Target,
    options: { timeoutTries?: number } = {},
  ): Promise<{ value: unknown; reply: HttpReply }> {
    const url = this.#urlOf(target);
    const send = () =>
      http.json({
        method: 'GET',
        url,
        bucket,
        headers: { accept: 'application/json', authorization: this.#authorization ?? '' },
        ...options,
      });
    if (this.#authorization === null) await this.#refresh(false);
    const used = this.#authorization;
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof HttpFault) || error.kind !== 'auth') throw error;
      // Another stream may have renewed it meanwhile: then one more try with theirs is enough.
      if (this.#authorization === used) await this.#refresh(true);
      return send();
    }
  }

  /** The target of a link that the vendor sent, null where there is none. See {@link targetOf}. */
  targetOf(link: string | null | undefined): Target | null {
    return targetOf(this.#base, link);
  }

  #urlOf(target: Target): string {
    return new URL(target, this.#base).href;
  }

  /** One reading of the secret at a time, however many streams are refused at once. */
  #refresh(fresh: boolean): Promise<void> {
    this.#refreshing ??= (async () => {
      try {
        const secret = await this.#secret(this.#config.tokenEnv, { fresh });
        if (secret === null || secret === '') {
          throw new AppError({
            code: 'source-auth',
            message: `There is no secret under the name ${this.#config.tokenEnv}. Sign in, or set it.`,
          });
        }
        this.#authorization = authorizationOf(this.#config.email, secret);
      } finally {
        this.#refreshing = null;
      }
    })();
    return this.#refreshing;
  }
}

function authorizationOf(email: string | undefined, secret: string): string {
  if (email === undefined) return `Bearer ${secret}`;
  return `Basic ${Buffer.from(`${email}/token:${secret}`, 'utf8').toString('base64')}`;
}

/** A query with repeated and bracketed names as Zendesk writes them (`role[]=agent&page[size]=100`). */
export function withQuery(path: string, query: readonly (readonly [string, string | number])[]): Target {
  if (query.length === 0) return path;
  const text = query.map(([name, value]) => `${encodeName(name)}=${encodeURIComponent(String(value))}`).join('&');
  return `${path}?${text}`;
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll('%5B', '[').replaceAll('%5D', ']');
}
