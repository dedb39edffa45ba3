import { z } from 'zod';
import { AppError } from '../../../shared/errors/index.ts';
import { HttpFault } from '../../connectors/connector.ts';
import type { Timers } from '../timers.ts';
import type { Transport } from '../transport.ts';
import { isLoopback } from '../transport.ts';
import { authorizeUrl, createPkce, createState } from './pkce.ts';
import { listenForRedirect } from './redirect-listener.ts';

export interface SignInRequest {
  /** Address of the vendor's sign-in, for example `https://login.mypurecloud.ie`. */
  loginUrl: string;
  /** Id of an OAuth client with the grant "code with PKCE"; no secret. */
  clientId: string;
  /** Port of the redirect address where the vendor wants it registered; null: any that is free. */
  port: number | null;
}

export interface SignInParts {
  transport: Transport;
  timers: Timers;
  /** Shows an address in the person's own browser. @returns whether it was shown */
  open: (url: string) => Promise<boolean>;
}

/** What signing in brings: a token that outlives the session. Access tokens are asked for with it when they are needed. */
export interface SignedIn {
  refreshToken: string;
}

/** Somebody who does not come back from the browser within this has gone elsewhere. */
export const SIGN_IN_MS = 5 * 60_000;

const tokenReply = z.looseObject({ refresh_token: z.string().min(1).nullish() });
const refusedReply = z.looseObject({ error: z.string() });

/**
 * Signs a person in with their own browser: OAuth 2.0 code grant with PKCE over a loopback redirect (RFC 8252, RFC 7636). No password passes through
 * this program.
 *
 * @throws AppError invalid-input, source-auth, source-unreachable, refused (no browser, port taken), time-limit, cancelled
 */
export async function signIn(request: SignInRequest, parts: SignInParts, signal: AbortSignal): Promise<SignedIn> {
  const login = safeUrl(request.loginUrl);
  const state = createState();
  const pkce = createPkce();
  const listener = await listenForRedirect(state, request.port ?? 0);
  const { redirectUri } = listener;
  try {
    const ask = { clientId: request.clientId, redirectUri, challenge: pkce.challenge, state };
    const shown = await parts.open(authorizeUrl(login, ask));
    if (!shown) throw new AppError({ code: 'refused', message: 'The system’s browser could not be opened.' });
    const { code } = await withPatience(listener.answer, parts.timers, signal);
    listener.close();
    return await redeem(login, { ...request, code, redirectUri, verifier: pkce.verifier }, parts.transport, signal);
  } finally {
    listener.close();
  }
}

/** HTTPS anywhere, plain HTTP to this machine only. */
function safeUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === null || !safe || url.username !== '' || url.password !== '') {
    throw new AppError({ code: 'invalid-input', message: 'The address of the sign-in has to begin with https://.' });
  }
  return url.origin;
}

function withPatience<T>(answer: Promise<T>, timers: Timers, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => settle(() => reject(new AppError({ code: 'cancelled', message: 'The sign-in was stopped.' })));
    const off = timers.after(SIGN_IN_MS, () => {
      const message = 'Nobody came back from the browser within five minutes. Begin the sign-in again.';
      settle(() => reject(new AppError({ code: 'time-limit', message })));
    });
    const settle = (finish: () => void) => {
      off();
      signal.removeEventListener('abort', stop);
      finish();
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    answer.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

interface Redemption {
  clientId: string;
  code: string;
  redirectUri: string;
  verifier: string;
}

/** Trades the code for tokens. A code is good once: no second try. */
async function redeem(login: string, what: Redemption, transport: Transport, signal: AbortSignal): Promise<SignedIn> {
  const form = {
    grant_type: 'authorization_code',
    code: what.code,
    redirect_uri: what.redirectUri,
    client_id: what.clientId,
    code_verifier: what.verifier,
  };
  const { host } = new URL(login);
  const reply = await transport(
    {
      method: 'POST',
      url: new URL('/oauth/token', login).href,
      bucket: 'auth',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    },
    signal,
  ).catch((error: unknown) => {
    if (!(error instanceof HttpFault)) throw error;
    throw new AppError({ code: 'source-unreachable', message: error.message, cause: error });
  });
  const value = parsed(reply.text);
  if (reply.status >= 500) {
    throw new AppError({ code: 'source-unreachable', message: `${host} has a fault of its own (${reply.status}).` });
  }
  if (reply.status !== 200) {
    const { data } = refusedReply.safeParse(value);
    const reason = data === undefined ? '' : ` (${data.error.slice(0, 60)})`;
    throw new AppError({ code: 'source-auth', message: `${host} did not take the sign-in${reason}. Try again.` });
  }
  const token = tokenReply.safeParse(value);
  if (!token.success) throw new AppError({ code: 'source-unreachable', message: `${host} sent no token.` });
  const { refresh_token: refreshToken } = token.data;
  if (refreshToken === undefined || refreshToken === null) {
    throw new AppError({
      code: 'source-auth',
      message: `${host} gave a sign-in that ends with the hour. Let the OAuth client give refresh tokens, or use client credentials.`,
    });
  }
  return { refreshToken };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
