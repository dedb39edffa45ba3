import type { ServerResponse } from 'node:http';

/** How the fake server can fail. */
export type Failure =
  | '429'
  | '429-date'
  | '429-silent'
  | 'html'
  | 'truncated'
  | 'empty'
  | 'silent'
  | 'dribble'
  | 'reset'
  | 'redirect'
  | '400'
  | '401'
  | '403'
  | '404'
  | '500'
  | '503';

export interface Planned {
  failure: Failure;
  /** Only requests whose path matches. */
  path: RegExp;
  times: number;
  retryAfterSeconds: number;
}

const CODES: Readonly<Record<string, readonly [code: string, message: string]>> = {
  '400': ['bad.request', 'The request could not be understood by the server due to malformed syntax.'],
  '401': ['bad.credentials', 'Invalid login credentials.'],
  '403': [
    'missing.permissions',
    'Unable to perform the requested action. You must have all of the following permissions.',
  ],
  '404': ['not.found', 'The requested resource was not found.'],
  '429': ['too.many.requests', 'Rate limit exceeded the maximum.'],
  '500': ['internal.server.error', 'The server encountered an unexpected condition.'],
  '503': ['service.unavailable', 'The server is currently unavailable.'],
};

/** An error body as the vendor writes them. */
export function errorBody(status: number): object {
  const [code, message] = CODES[String(status)] ?? ['error', 'Something went wrong.'];
  const limit =
    status === 429
      ? { limit: { key: 'client.credentials.token.rate.per.minute', namespace: 'platform.api', value: 300 } }
      : {};
  return {
    message,
    code,
    status,
    messageParams: {},
    contextId: '0a1b2c3d-0000-4000-8000-00000000ffff',
    details: [],
    errors: [],
    ...limit,
  };
}

/** Answers with a failure. @param now epoch ms UTC of the server's clock @returns the status sent, 0 where nothing whole was sent */
export function fail(planned: Planned, response: ServerResponse, now: number): number {
  const send = (status: number, type: string, body: string) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
    return status;
  };
  switch (planned.failure) {
    case '429':
      response.setHeader('retry-after', String(planned.retryAfterSeconds));
      return send(429, 'application/json', JSON.stringify(errorBody(429)));
    case '429-date':
      response.setHeader('retry-after', new Date(now + planned.retryAfterSeconds * 1000).toUTCString());
      return send(429, 'application/json', JSON.stringify(errorBody(429)));
    case '429-silent':
      return send(429, 'application/json', JSON.stringify(errorBody(429)));
    case 'html':
      return send(200, 'text/html; charset=utf-8', '<!doctype html><title>Sign in to Hotel WiFi</title>');
    case 'truncated':
      return send(200, 'application/json', '{"entities":[{"id":"1","nam');
    case 'empty':
      return send(200, 'application/json', '');
    case 'silent':
      return 0;
    case 'dribble': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
      return 0;
    }
    case 'reset':
      response.destroy();
      return 0;
    case 'redirect':
      response.setHeader('location', 'https://login.hotel.example/portal');
      return send(302, 'text/html', 'go there');
    default: {
      const status = Number(planned.failure);
      return send(status, 'application/json', JSON.stringify(errorBody(status)));
    }
  }
}
