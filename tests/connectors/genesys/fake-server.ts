import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeAnalytics, ok } from './fake-analytics.ts';
import type { Reply } from './fake-analytics.ts';
import type { Account, Row, StateLog } from './fake-data.ts';
import { emptyAccount, iso } from './fake-data.ts';
import { FakeChannels } from './fake-socket.ts';
import { errorBody, fail } from './failures.ts';
import type { Failure, Planned } from './failures.ts';

export interface Exchange {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  sent: unknown;
  status: number;
  body: unknown;
}

/** A Genesys Cloud account over real HTTP and sockets on loopback: sign-in, API and notifications, and, when told to, their failures. */
export class FakeGenesys {
  account: Account = emptyAccount();
  readonly exchanges: Exchange[] = [];
  /** Requests for tokens. */
  readonly grants: { form: URLSearchParams; authorization: string | undefined }[] = [];
  /** Rows of a list's page at most. */
  listPage = 100;
  now: () => number = () => Date.now();
  onRequest: (path: string) => void = () => {};
  /** Before a token is given: a gate that tests can close. */
  beforeGrant: () => Promise<void> = async () => {};
  clientId = 'client-of-the-account';
  clientSecret = 'secret-of-the-client';
  /** The refresh token that is good now; it changes with every use. */
  refreshToken = 'refresh-0';
  /** Life of a token, seconds. */
  tokenSeconds = 86_400;
  /** Every token ever given. */
  readonly tokens: string[] = [];
  /** Fields that an expansion leaves out. */
  unexpanded: Set<string> = new Set();
  /** The listing of evaluations gives totals that are wrong. */
  wrongTotals = true;
  /** Schedules of a whole unit are too much for one answer. */
  slowSchedules = false;
  /** Schedules do not say whose they are. */
  namelessSchedules = false;
  /** Given in place of the units' adherence. */
  adherenceReply: unknown = null;
  readonly analytics = new FakeAnalytics(
    () => this.account,
    () => this.now(),
  );
  readonly channels: FakeChannels;
  /** Keep no list of exchanges: for accounts that are larger than memory. */
  forgetful = false;
  #planned: Planned[] = [];
  readonly #valid = new Set<string>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.keepAliveTimeout = 500;
    this.channels = new FakeChannels(this.#server);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.channels.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next requests of the API (never those for tokens) fail in this way. */
  failNext(failure: Failure, options: { path?: RegExp; times?: number; retryAfterSeconds?: number } = {}): void {
    const { path = /^/, times = 1, retryAfterSeconds = 30 } = options;
    this.#planned.push({ failure, path, times, retryAfterSeconds });
  }

  heal(): void {
    this.#planned = [];
  }

  /** The tokens given so far are good no longer. */
  revokeTokens(): void {
    this.#valid.clear();
  }

  requestsTo(path: string | RegExp): Exchange[] {
    return this.exchanges.filter((exchange) =>
      typeof path === 'string' ? exchange.path === path : path.test(exchange.path),
    );
  }

  /** An agent's routing status changes now: in the snapshot, in the history, and over the socket. */
  setRouting(user: string, status: string): void {
    const log = this.#logOf(user);
    const at = Math.max(this.now(), (log.routing.at(-1)?.at ?? 0) + 1);
    log.routing.push({ at, status });
    this.channels.publish(`v2.users.${user}.routingStatus`, {
      id: user,
      routingStatus: { userId: user, status, startTime: iso(at) },
    });
  }

  setPresence(user: string, system: string, definition: string): void {
    const log = this.#logOf(user);
    const at = Math.max(this.now(), (log.presence.at(-1)?.at ?? 0) + 1);
    log.presence.push({ at, system, definition });
    this.channels.publish(`v2.users.${user}.presence`, presenceOf(log) ?? {});
  }

  #logOf(user: string): StateLog {
    return (this.account.states[user] ??= { routing: [], presence: [] });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const url = new URL(request.url ?? '/', this.baseUrl);
    response.setHeader('date', new Date(this.now()).toUTCString());
    if (url.pathname === '/oauth/token') {
      await this.#grant(request, response, text);
      return;
    }
    const exchange: Exchange = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      sent: text === '' ? null : (JSON.parse(text) as unknown),
      status: 200,
      body: null,
    };
    if (!this.forgetful) this.exchanges.push(exchange);
    response.setHeader('inin-correlation-id', '0a1b2c3d-0000-4000-8000-00000000ffff');
    this.onRequest(url.pathname);
    const planned = this.#planned.find(({ path, times }) => times > 0 && path.test(url.pathname));
    if (planned !== undefined) {
      planned.times -= 1;
      exchange.status = fail(planned, response, this.now());
      return;
    }
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const outcome = this.#valid.has(token) ? this.#route(exchange, url) : { status: 401, body: errorBody(401) };
    exchange.status = outcome.status;
    if (!this.forgetful) exchange.body = outcome.body;
    response.writeHead(outcome.status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(outcome.body));
  }

  async #grant(request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
    const form = new URLSearchParams(text);
    const { authorization } = request.headers;
    this.grants.push({ form, authorization });
    await this.beforeGrant();
    const basic = `Basic ${Buffer.from(`${this.clientId}:${this.clientSecret}`).toString('base64')}`;
    const byClient = form.get('grant_type') === 'client_credentials' && authorization === basic;
    const byRefresh = form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === this.refreshToken;
    if (!byClient && !byRefresh) {
      response.writeHead(byClient ? 401 : 400, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          error: form.get('grant_type') === 'refresh_token' ? 'invalid_grant' : 'invalid_client',
          description: 'no',
        }),
      );
      return;
    }
    const token = `token-${this.tokens.length + 1}-${'x'.repeat(40)}`;
    this.tokens.push(token);
    this.#valid.add(token);
    if (byRefresh) this.refreshToken = `refresh-${this.tokens.length}`;
    response.writeHead(200, { 'content-type': 'application/json' });
    const rotated = byRefresh ? { refresh_token: this.refreshToken } : {};
    response.end(
      JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: this.tokenSeconds, ...rotated }),
    );
  }

  #route(exchange: Exchange, url: URL): Reply {
    const { method, sent } = exchange;
    const { account } = this;
    const path = url.pathname;
    const analytics = this.analytics.route(method, url, sent);
    if (analytics !== null) return analytics;
    const part = (pattern: RegExp) => decodeURIComponent(pattern.exec(path)?.[1] ?? '');
    if (/^\/api\/v2\/routing\/queues\/[^/]+\/members$/.test(path)) {
      const members = account.members[part(/queues\/([^/]+)/)] ?? [];
      return this.#list(
        url,
        members.map((id) => ({ id, joined: true, memberBy: 'user' })),
        false,
      );
    }
    if (/^\/api\/v2\/users\/[^/]+\/routingstatus$/.test(path)) {
      return ok(routingOf(part(/users\/([^/]+)/), account.states[part(/users\/([^/]+)/)]) ?? {});
    }
    if (/\/businessunits\/[^/]+\/activitycodes$/.test(path)) return ok({ entities: account.activityCodes });
    if (/\/managementunits\/[^/]+\/users$/.test(path)) {
      return ok({ entities: (account.unitUsers[part(/managementunits\/([^/]+)/)] ?? []).map((id) => ({ id })) });
    }
    if (/\/managementunits\/[^/]+\/adherence$/.test(path))
      return ok(this.adherenceReply ?? { entities: this.#adherence(part(/managementunits\/([^/]+)/)) });
    if (/\/managementunits\/[^/]+\/agentschedules\/search$/.test(path)) {
      return this.#schedules(part(/managementunits\/([^/]+)/), sent as Row);
    }
    if (/^\/api\/v2\/notifications\/channels\/[^/]+\/subscriptions$/.test(path)) {
      const listing = this.channels.subscribe(
        part(/channels\/([^/]+)/),
        (sent as { id: string }[]).map(({ id }) => id),
      );
      return listing === null ? { status: 400, body: errorBody(400) } : ok(listing);
    }
    switch (path) {
      case '/api/v2/organizations/me':
        return ok({ id: 'org', name: 'Example', version: 1 });
      case '/api/v2/users':
        return this.#list(url, this.#users(url));
      case '/api/v2/users/presences/purecloud/bulk':
        return ok(
          url.searchParams.getAll('id').flatMap((id) => {
            const presence = presenceOf(account.states[id]);
            return presence === null ? [] : [{ userId: id, ...presence }];
          }),
        );
      case '/api/v2/routing/queues':
        return this.#list(url, account.queues);
      case '/api/v2/routing/wrapupcodes':
        return this.#list(url, account.wrapUpCodes);
      case '/api/v2/teams':
        return ok({ entities: account.teams });
      case '/api/v2/groups':
        return this.#list(url, account.groups);
      case '/api/v2/presence/definitions':
        return ok({ entities: account.definitions, total: account.definitions.length });
      case '/api/v2/analytics/queues/observations/query':
        return this.#observations(sent as Row);
      case '/api/v2/workforcemanagement/businessunits':
        return ok({ entities: account.businessUnits });
      case '/api/v2/workforcemanagement/managementunits':
        return ok({ entities: account.units });
      case '/api/v2/quality/evaluations/query':
        return this.#evaluations(url);
      case '/api/v2/notifications/channels':
        return ok(this.channels.create(this.now(), this.baseUrl));
      default:
        return { status: 404, body: errorBody(404) };
    }
  }

  #users(url: URL): Row[] {
    const state = url.searchParams.get('state') ?? 'active';
    const expand = new Set(url.searchParams.getAll('expand').filter((name) => !this.unexpanded.has(name)));
    const expandable = ['team', 'groups', 'skills', 'languages'];
    return this.account.users
      .filter((user) => state === 'any' || user['state'] === state)
      .map((user) => {
        const id = String(user['id']);
        const row: Row = Object.fromEntries(
          Object.entries(user).filter(([key]) => !expandable.includes(key) || expand.has(key)),
        );
        const presence = presenceOf(this.account.states[id]);
        const routing = routingOf(id, this.account.states[id]);
        if (expand.has('presence') && presence !== null) row['presence'] = presence;
        if (expand.has('routingStatus') && routing !== null) row['routingStatus'] = routing;
        return row;
      });
  }

  #observations(sent: Row): Reply {
    const { predicates } = sent['filter'] as { predicates: { value: string }[] };
    const asked = predicates.map(({ value }) => value);
    const results = asked.flatMap((queueId) => {
      const waiting = this.account.waiting[queueId];
      if (waiting === undefined) return [];
      const observations = waiting.since.map((at) => ({ observationDate: iso(at) }));
      return [
        {
          group: { queueId, mediaType: 'voice' },
          data: [{ metric: 'oWaiting', stats: { count: waiting.since.length }, observations }],
        },
        { group: { queueId }, data: [{ metric: 'oOnQueueUsers', qualifier: 'IDLE', stats: { count: waiting.idle } }] },
      ];
    });
    return ok({ results });
  }

  #schedules(unit: string, sent: Row): Reply {
    const [from, to] = [Date.parse(String(sent['startDate'])), Date.parse(String(sent['endDate']))];
    const only = sent['userIds'] as string[] | undefined;
    if (this.slowSchedules && only === undefined) return ok({ status: 'Processing', operationId: 'op' });
    const users = (this.account.unitUsers[unit] ?? []).filter((id) => only === undefined || only.includes(id));
    const agentSchedules = users.flatMap((id) => {
      const schedule = this.account.schedules[id];
      if (schedule === undefined) return [];
      const shifts = schedule.shifts.filter((row) => {
        const start = Date.parse(String(row['startDate']));
        return start < to && start + Number(row['lengthMinutes']) * 60_000 > from;
      });
      const fullDayTimeOffMarkers = schedule.fullDayTimeOffMarkers.filter((row) => {
        const day = Date.parse(`${String(row['businessUnitDate'])}T00:00:00Z`);
        return day < to && day + 2 * 86_400_000 > from;
      });
      return [{ ...(this.namelessSchedules ? {} : { user: { id } }), shifts, fullDayTimeOffMarkers }];
    });
    return ok({
      status: 'Complete',
      result: { agentSchedules, businessUnitTimeZone: this.account.zone, publishedSchedules: [] },
    });
  }

  #adherence(unit: string): Row[] {
    return (this.account.unitUsers[unit] ?? []).map((id, index) => ({
      user: { id },
      scheduledActivityCategory: 'OnQueueWork',
      actualActivityCategory: index === 0 ? 'Break' : 'OnQueueWork',
      adherenceState: index === 0 ? 'OutOfAdherence' : 'InAdherence',
      impact: index === 0 ? 'Negative' : 'Neutral',
      timeOfAdherenceChange: iso(this.now() - 300_000),
    }));
  }

  #evaluations(url: URL): Reply {
    const agent = url.searchParams.get('agentUserId');
    const rows = this.account.evaluations.filter((row) => (row['agent'] as Row)['id'] === agent);
    const reply = this.#list(url, rows, false);
    if (this.wrongTotals) Object.assign(reply.body as Row, { total: 1, pageCount: 1 });
    return reply;
  }

  /** A page of a listing, with a link to the next one. */
  #list(url: URL, rows: readonly Row[], counted = true): Reply {
    const size = Math.min(this.listPage, Number(url.searchParams.get('pageSize') ?? '25'));
    const number = Number(url.searchParams.get('pageNumber') ?? '1');
    const next = new URL(url);
    next.searchParams.set('pageNumber', String(number + 1));
    const pages = Math.ceil(rows.length / size);
    return ok({
      entities: rows.slice((number - 1) * size, number * size),
      pageSize: size,
      pageNumber: number,
      ...(number < pages ? { nextUri: next.pathname + next.search } : {}),
      ...(counted ? { total: rows.length, pageCount: pages } : {}),
    });
  }
}

function routingOf(user: string, log: StateLog | undefined): Row | null {
  const last = log?.routing.at(-1);
  return last === undefined ? null : { userId: user, status: last.status, startTime: iso(last.at) };
}

function presenceOf(log: StateLog | undefined): Row | null {
  const last = log?.presence.at(-1);
  if (last === undefined) return null;
  return {
    source: 'PURECLOUD',
    presenceDefinition: { id: last.definition, systemPresence: last.system },
    modifiedDate: iso(last.at),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

export type { Failure };
