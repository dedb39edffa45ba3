import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../shared/errors/index.ts';
import { sameText } from './pkce.ts';

/** What came back from the sign-in page. */
export interface Redirected {
  code: string;
}

export interface RedirectListener {
  /** Address for the vendor to send the browser to. */
  readonly redirectUri: string;
  /** Resolves with the code, once. Rejects with AppError source-auth where the person or the vendor refused. */
  readonly answer: Promise<Redirected>;
  close(): void;
}

const PATH = '/callback';
/** An address with a code is a few hundred characters long. */
const LONGEST_TARGET = 8192;

/**
 * Listens on the loopback address for the browser to come back from the vendor's sign-in page (RFC 8252 section 7.3). Only an answer that carries our
 * `state` counts, and only the first; anything else on the machine that knocks is sent away and changes nothing.
 *
 * @param port 0: a free one. @throws AppError refused where the port is taken
 */
export async function listenForRedirect(state: string, port: number): Promise<RedirectListener> {
  let settle: { resolve: (value: Redirected) => void; reject: (error: AppError) => void } | null = null;
  const answer = new Promise<Redirected>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Nobody may be waiting yet, or any more.
  answer.catch(() => undefined);
  let used = false;
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 }, (request, response) => {
    const url = targetOf(request);
    if (url === null || used) {
      page(response, 404, 'There is nothing here.');
      return;
    }
    const params = url.searchParams;
    if (!sameText(params.get('state') ?? '', state)) {
      page(response, 400, 'This answer does not belong to a sign-in that Watchfloor asked for.');
      return;
    }
    used = true;
    const code = params.get('code');
    if (code === null || code === '') {
      page(response, 200, 'Watchfloor was not signed in. You can close this page.');
      settle?.reject(refusalOf(params));
    } else {
      page(response, 200, 'Watchfloor has its answer. You can close this page.');
      settle?.resolve({ code });
    }
  });
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    redirectUri: `http://127.0.0.1:${taken}${PATH}`,
    answer,
    close: () => {
      used = true;
      server.close();
      // The page that is being sent may still arrive; idle connections of the browser must not hold the port.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const message = `Watchfloor could not listen for the sign-in on this machine${port === 0 ? '' : ` (port ${port} is taken)`}.`;
      reject(new AppError({ code: 'refused', message, cause: error }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** The address asked for, null where it is none of ours. */
function targetOf(request: IncomingMessage): URL | null {
  const target = request.url ?? '';
  if (request.method !== 'GET' || target.length > LONGEST_TARGET) return null;
  // A name that resolves to this machine is not this machine's name: a page elsewhere may not reach us by rebinding its own.
  if (!/^127\.0\.0\.1:\d+$/.test(request.headers.host ?? '')) return null;
  const base = 'http://127.0.0.1';
  if (!URL.canParse(target, base)) return null;
  const url = new URL(target, base);
  return url.pathname === PATH ? url : null;
}

/** The vendor's reasons (RFC 6749 section 4.1.2.1) in words. Its own description is not shown: it comes from outside. */
function refusalOf(params: URLSearchParams): AppError {
  const error = params.get('error') ?? '';
  const words: Record<string, string> = {
    access_denied: 'The sign-in was refused in the browser.',
    unauthorized_client:
      'The vendor does not let this client sign people in. Check the client’s id and its grant type (code with PKCE).',
    invalid_request: 'The vendor did not take the question. Check the client’s id and its list of redirect addresses.',
    temporarily_unavailable: 'The vendor’s sign-in is not available at the moment. Try again later.',
    server_error: 'The vendor’s sign-in had a fault of its own. Try again later.',
  };
  return new AppError({ code: 'source-auth', message: words[error] ?? 'The vendor’s sign-in gave no code.' });
}

function page(response: ServerResponse, status: number, words: string): void {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Watchfloor</title><style>body{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:32rem;padding:0 1rem;color-scheme:light dark}</style><p>${words}</p></html>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(html);
}
