import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Account, Row } from './fake-data.ts';
import { emptyAccount, ticket } from './fake-data.ts';

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
  | 'pagination-limit'
  | '400'
  | '401'
  | '403'
  | '404'
  | '500'
  | '503';

interface Planned {
  failure: Failure;
  /** Only requests whose path contains this. */
  path: string;
  times: number;
  retryAfterSeconds: number;
}

export interface Exchange {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  status: number;
  body: unknown;
}

/** A Zendesk account over real HTTP on loopback: its paging, its lag, and, when told to, its failures. */
export class FakeZendesk {
  account: Account = emptyAccount();
  readonly exchanges: Exchange[] = [];
  /** Rows of a page: of exports, and at most of lists. */
  exportPage = 1000;
  listPage = 100;
  /** The server's clock, epoch ms UTC. */
  now: () => number = () => Date.now();
  /** Offset paging (`next_page`) for ratings, and the last page it gives. */
  offsetLimit: number | null = null;
  /** Headers put on every reply. */
  headers: Record<string, string> = {};
  /** Called before a request is answered: where tests change the account during a read. */
  onRequest: (path: string) => void = () => {};
  token = 'token-of-the-account';
  /** The ticket export gives so many rows of the page before once more at the start of each page. */
  repeatRows = 0;
  /** The account holds so many tickets, made when a page of them is asked for; no exchange is kept then. */
  generated: number | null = null;

  #planned: Planned[] = [];
  /** Epoch seconds of the first generated ticket. */
  #generatedFrom = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.keepAliveTimeout = 500;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Makes the account one of so many tickets and nothing else, except its people and groups. */
  generate(count: number): void {
    const { users, groups } = this.account;
    this.account = { ...emptyAccount(), users, groups };
    this.#generatedFrom = Math.floor(this.now() / 1000) - 3600 - count;
    this.generated = count;
    this.exchanges.length = 0;
  }

  /** The next requests fail in this way. */
  failNext(failure: Failure, options: { path?: string; times?: number; retryAfterSeconds?: number } = {}): void {
    const { path = '', times = 1, retryAfterSeconds = 30 } = options;
    this.#planned.push({ failure, path, times, retryAfterSeconds });
  }

  heal(): void {
    this.#planned = [];
  }

  requestsTo(path: string): Exchange[] {
    return this.exchanges.filter((exchange) => exchange.path === path);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.baseUrl);
    const exchange: Exchange = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      status: 200,
      body: null,
    };
    if (this.generated === null) this.exchanges.push(exchange);
    response.setHeader('date', new Date(this.now()).toUTCString());
    for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
    this.onRequest(url.pathname);
    const planned = this.#planned.find(({ path, times }) => times > 0 && url.pathname.includes(path));
    if (planned !== undefined) {
      planned.times -= 1;
      exchange.status = fail(planned, response, this.now());
      return;
    }
    const expected = `Basic ${Buffer.from(`reader@example.test/token:${this.token}`).toString('base64')}`;
    const bearer = `Bearer ${this.token}`;
    const allowed = request.headers.authorization === expected || request.headers.authorization === bearer;
    const outcome = allowed ? this.#route(url) : { status: 401, body: { error: "Couldn't authenticate you" } };
    exchange.status = outcome.status;
    exchange.body = outcome.body;
    response.writeHead(outcome.status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(outcome.body));
  }

  #route(url: URL): { status: number; body: unknown } {
    const { account } = this;
    const stats = '/api/v2/channels/voice/stats';
    const audits = /^\/api\/v2\/tickets\/(\d+)\/audits$/.exec(url.pathname)?.[1];
    if (audits !== undefined) {
      const rows = account.audits[audits];
      return rows === undefined ? notFound() : ok({ audits: rows, count: rows.length, next_page: null });
    }
    switch (url.pathname) {
      case '/api/v2/users/me':
        return ok({ user: { id: 1, name: 'Reader', role: 'admin' } });
      case '/api/v2/users': {
        const roles = url.searchParams.getAll('role[]');
        return this.#list(
          url,
          'users',
          account.users.filter(({ role }) => roles.includes(String(role))),
        );
      }
      case '/api/v2/groups':
        return this.#list(url, 'groups', account.groups);
      case '/api/v2/group_memberships':
        return this.#list(url, 'group_memberships', account.memberships);
      case '/api/v2/channels/voice/phone_numbers':
        return ok({ phone_numbers: account.lines, next_page: null, previous_page: null, count: account.lines.length });
      case '/api/v2/chat/agents': {
        const since = Number(url.searchParams.get('since_id') ?? '0');
        const limit = Number(url.searchParams.get('limit') ?? '100');
        return ok(account.chatAgents.filter(({ id }) => Number(id) > since).slice(0, limit));
      }
      case '/api/v2/incremental/tickets/cursor':
        return this.#tickets(url);
      case '/api/v2/incremental/ticket_metric_events':
        return this.#timed(url, 'ticket_metric_events', account.metricEvents, 'time');
      case `${stats}/incremental/calls`:
        return this.#timed(url, 'calls', account.calls, 'updated_at');
      case `${stats}/incremental/legs`:
        return this.#timed(url, 'legs', account.legs, 'updated_at');
      case '/api/v2/satisfaction_ratings': {
        const from = Number(url.searchParams.get('start_time') ?? '0');
        const rows = account.ratings.filter(({ created_at: at }) => seconds(at) >= from);
        return this.offsetLimit === null
          ? this.#list(url, 'satisfaction_ratings', rows)
          : this.#offset(url, 'satisfaction_ratings', rows, this.offsetLimit);
      }
      case `${stats}/current_queue_activity`:
        return ok({ current_queue_activity: { current_timestamp: this.#seconds(), ...account.queueActivity } });
      case `${stats}/agents_activity`:
        return ok({
          agents_activity: account.agentsActivity,
          next_page: null,
          previous_page: null,
          count: account.agentsActivity.length,
        });
      case `${stats}/account_overview`:
        return ok({ account_overview: { current_timestamp: this.#seconds(), ...account.accountOverview } });
      default:
        return notFound();
    }
  }

  #seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Cursor export: ordered by (generated_timestamp, id), the last minute withheld, the cursor the last row's place. */
  #tickets(url: URL): { status: number; body: unknown } {
    const cursor = url.searchParams.get('cursor');
    const start = url.searchParams.get('start_time');
    const withheld = this.#seconds() - 60;
    let from: [number, number];
    if (cursor !== null) {
      const match = /^(\d+)\|(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
      if (match === null)
        return { status: 400, body: { errors: [{ code: 'InvalidCursor', title: 'Invalid cursor' }] } };
      from = [Number(match[1]), Number(match[2])];
    } else {
      if (start === null || Number(start) > withheld) {
        return { status: 400, body: { error: 'StartTimeTooRecent', description: 'Too recent start_time.' } };
      }
      from = [Number(start) - 1, Number.MAX_SAFE_INTEGER];
    }
    if (this.generated !== null) return this.#generatedTickets(this.generated, cursor === null ? 0 : from[1]);
    const place = (row: Row): [number, number] => [Number(row['generated_timestamp']), Number(row['id'])];
    const after = (row: Row) => place(row)[0] > from[0] || (place(row)[0] === from[0] && place(row)[1] > from[1]);
    const size = Math.min(this.exportPage, Number(url.searchParams.get('per_page') ?? '1000'));
    const rows = this.account.tickets
      .filter((row) => after(row) && place(row)[0] <= withheld)
      .sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1]);
    const again = this.account.tickets
      .filter((row) => cursor !== null && !after(row))
      .sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1])
      .slice(-this.repeatRows);
    const page = [...(this.repeatRows === 0 ? [] : again), ...rows.slice(0, size)];
    const last = rows.slice(0, size).at(-1);
    const next = Buffer.from((last === undefined ? from : place(last)).join('|')).toString('base64');
    return ok({
      tickets: page,
      after_cursor: next,
      after_url: `https://example.zendesk.com/api/v2/incremental/tickets/cursor.json?cursor=${next}`,
      before_cursor: null,
      before_url: null,
      end_of_stream: rows.length <= size,
    });
  }

  /** Tickets 1..count, one a second, up to an hour ago. @param after id of the last one that was given */
  #generatedTickets(count: number, after: number): { status: number; body: unknown } {
    const first = this.#generatedFrom;
    const last = Math.min(count, after + this.exportPage);
    const tickets = Array.from({ length: last - after }, (_, i) => {
      const id = after + i + 1;
      const ended = id % 3 === 0 ? { status: 'solved' } : {};
      return ticket(id, first + id, { group_id: 11 + (id % 3), assignee_id: 1001 + (id % 5), ...ended });
    });
    const next = Buffer.from(`${first + last}|${last}`).toString('base64');
    return ok({ tickets, after_cursor: next, after_url: null, before_cursor: null, end_of_stream: last === count });
  }

  /** Time export: from `start_time` on, inclusive; a page grows until the last second on it is complete. */
  #timed(url: URL, key: string, all: readonly Row[], stamp: string): { status: number; body: unknown } {
    const start = Number(url.searchParams.get('start_time') ?? Number.NaN);
    const withheld = this.#seconds() - 60;
    if (!(start <= withheld)) return { status: 400, body: { error: 'StartTimeTooRecent', description: 'Too recent.' } };
    const rows = all
      .filter((row) => seconds(row[stamp]) >= start && seconds(row[stamp]) <= withheld)
      .sort((a, b) => seconds(a[stamp]) - seconds(b[stamp]) || Number(a['id']) - Number(b['id']));
    let size = Math.min(this.exportPage, rows.length);
    while (size > 0 && size < rows.length && seconds(rows[size]?.[stamp]) === seconds(rows[size - 1]?.[stamp]))
      size += 1;
    const page = rows.slice(0, size);
    const end = page.length === 0 ? start : seconds(page.at(-1)?.[stamp]);
    const next = `https://example.zendesk.com${url.pathname}.json?start_time=${end}`;
    return ok({ [key]: page, count: page.length, end_time: end, next_page: next });
  }

  #list(url: URL, key: string, rows: readonly Row[]): { status: number; body: unknown } {
    const size = Math.min(this.listPage, Number(url.searchParams.get('page[size]') ?? '100'));
    const from = Number(url.searchParams.get('page[after]') ?? '0');
    const next = new URL(url);
    next.searchParams.set('page[after]', String(from + size));
    const more = from + size < rows.length;
    return ok({
      [key]: rows.slice(from, from + size),
      meta: { has_more: more, after_cursor: String(from + size), before_cursor: String(from) },
      links: { next: more ? `https://example.zendesk.com${next.pathname}${next.search}` : null, prev: null },
    });
  }

  #offset(url: URL, key: string, rows: readonly Row[], lastPage: number): { status: number; body: unknown } {
    const page = Number(url.searchParams.get('page') ?? '1');
    if (page > lastPage) return { status: 429, body: { error: 'Pagination limit reached for offset model' } };
    const from = (page - 1) * this.listPage;
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    const more = from + this.listPage < rows.length;
    const link = more ? `https://example.zendesk.com${next.pathname}${next.search}` : null;
    return ok({
      [key]: rows.slice(from, from + this.listPage),
      next_page: link,
      previous_page: null,
      count: rows.length,
    });
  }
}

function ok(body: unknown): { status: number; body: unknown } {
  return { status: 200, body };
}

function notFound(): { status: number; body: unknown } {
  return { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };
}

function seconds(instant: unknown): number {
  return Math.floor(Date.parse(String(instant)) / 1000);
}

/** Answers with a failure. @returns the status sent, 0 where nothing whole was sent */
function fail(planned: Planned, response: ServerResponse, now: number): number {
  const send = (status: number, type: string, body: string) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
    return status;
  };
  switch (planned.failure) {
    case '429':
      response.setHeader('retry-after', String(planned.retryAfterSeconds));
      return send(429, 'text/plain', 'API rate limit exceeded');
    case '429-date':
      response.setHeader('retry-after', new Date(now + planned.retryAfterSeconds * 1000).toUTCString());
      return send(429, 'text/plain', 'API rate limit exceeded');
    case '429-silent':
      return send(429, 'application/json', '{"error":"TooManyRequests"}');
    case 'pagination-limit':
      return send(429, 'application/json', '{"error":"Pagination limit reached for offset model"}');
    case 'html':
      return send(200, 'text/html; charset=utf-8', '<!doctype html><title>Sign in to Hotel WiFi</title>');
    case 'truncated':
      return send(200, 'application/json', '{"tickets":[{"id":1,"created_');
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
    case '401':
      return send(401, 'application/json', '{"error":"Couldn\'t authenticate you"}');
    case '403':
      return send(403, 'application/json', '{"error":{"title":"Forbidden","message":"No access"}}');
    case '404':
      return send(404, 'application/json', '{"error":"InvalidEndpoint","description":"Not found"}');
    default:
      return send(Number(planned.failure), 'application/json', '{"error":"unavailable","description":"try later"}');
  }
}
