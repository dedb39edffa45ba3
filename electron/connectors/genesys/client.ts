import { z } from 'zod';
import { parsedJson, targetOf } from '../common/reply.ts';
import { HttpFault } from '../connector.ts';
import type { HttpRequest } from '../connector.ts';
import type { AuthContext, TokenKeeper } from './auth.ts';

/** Rate-limit buckets. The vendor counts all requests of a token together; each part of the work has its own share of them. */
export type Bucket = 'live' | 'platform' | 'analytics' | 'wfm' | 'quality' | 'push';

/** Path below the API's address, with its query. */
export type Target = string;

/** Sends requests to one account's API through the engine's gate. The token goes to the API's own host only. */
export class GenesysClient {
  readonly #base: URL;
  readonly #tokens: TokenKeeper;

  constructor(baseUrl: string, tokens: TokenKeeper) {
    this.#base = new URL(baseUrl);
    this.#tokens = tokens;
  }

  /** GETs JSON. A refused token is renewed once. @throws HttpFault with the vendor's own words; AppError source-auth */
  get(context: AuthContext, bucket: Bucket, target: Target): Promise<unknown> {
    return this.#authorised(context, { method: 'GET', url: this.#urlOf(target), bucket });
  }

  /** POSTs or PUTs JSON and takes JSON. As {@link get}. */
  send(context: AuthContext, bucket: Bucket, method: 'POST' | 'PUT', target: Target, body: unknown): Promise<unknown> {
    const request: HttpRequest = { method, url: this.#urlOf(target), bucket };
    if (body === undefined) return this.#authorised(context, request);
    return this.#authorised(context, { ...request, body: JSON.stringify(body) });
  }

  /** GETs a result that the vendor put aside under an address of its own, which is its own permission: no token goes there. */
  async download(context: AuthContext, bucket: Bucket, url: string): Promise<unknown> {
    const { value } = await context.http.json({ method: 'GET', url, bucket, headers: { accept: 'application/json' } });
    return value;
  }

  /** The target of a link that the vendor sent, null where there is none. See {@link targetOf}. */
  targetOf(link: string | null | undefined): Target | null {
    return targetOf(this.#base, link);
  }

  #urlOf(target: Target): string {
    return new URL(target, this.#base).href;
  }

  async #authorised(context: AuthContext, request: HttpRequest): Promise<unknown> {
    const token = await this.#tokens.token(context);
    try {
      return await this.#json(context, request, token);
    } catch (error) {
      if (!(error instanceof HttpFault) || error.kind !== 'auth') throw error;
      return this.#json(context, request, await this.#tokens.renew(context, token));
    }
  }

  async #json(context: AuthContext, request: HttpRequest, token: string): Promise<unknown> {
    const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${token}` };
    if (request.body !== undefined) headers['content-type'] = 'application/json';
    try {
      const { value } = await context.http.json({ ...request, headers });
      return value;
    } catch (error) {
      throw error instanceof HttpFault ? inPlainWords(error) : error;
    }
  }
}

const errorBody = z.looseObject({
  message: z.string().nullish(),
  code: z.string().nullish(),
  contextId: z.string().nullish(),
  limit: z
    .looseObject({ key: z.string().nullish(), namespace: z.string().nullish(), value: z.number().nullish() })
    .nullish()
    .catch(null),
});

const LONGEST_WORDS = 300;

/**
 * The fault with what the vendor's error body says: its own words, the limit that was reached, and the correlation id under which the vendor's
 * support finds the request.
 */
function inPlainWords(fault: HttpFault): HttpFault {
  const body = fault.body === null ? null : errorBody.safeParse(parsedJson(fault.body));
  if (body === null || !body.success) return fault;
  const { message, code, contextId, limit } = body.data;
  const parts = [fault.message];
  if (typeof message === 'string' && message !== '') parts.push(`It says: “${message.slice(0, LONGEST_WORDS)}”.`);
  if (limit !== null && limit !== undefined) {
    const name = [limit.namespace, limit.key].filter((part) => typeof part === 'string').join(' ');
    parts.push(`Limit: ${name} ${limit.value ?? ''}`.trimEnd() + '.');
  }
  const marks = [
    typeof code === 'string' ? `code ${code}` : null,
    typeof contextId === 'string' ? `correlation id ${contextId}` : null,
  ].filter((mark) => mark !== null);
  if (marks.length > 0) parts.push(`(${marks.join(', ')})`);
  if (parts.length === 1) return fault;
  return new HttpFault(fault.kind, parts.join(' '), fault.status, fault.body, fault.retryAfterMs);
}

/** A target with its query; repeated names as the vendor wants its lists (`expand=team&expand=skills`). */
export function withQuery(path: string, query: readonly (readonly [string, string | number])[]): Target {
  if (query.length === 0) return path;
  const text = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return `${path}?${text.join('&')}`;
}
