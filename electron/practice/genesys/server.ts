import type { IncomingMessage, ServerResponse } from 'node:http';
import { FaultDesk } from '../faults.ts';
import type { PracticeSession } from '../session.ts';
import { answering, listen, parsed, readText, shut } from '../wire.ts';
import type { Reply } from '../wire.ts';
import type { World } from '../world.ts';
import { CallBook } from './calls.ts';
import { Channels } from './channels.ts';
import { fault, NOT_FOUND } from './http.ts';
import type { Organization, Route } from './http.ts';
import { Ids } from './ids.ts';
import { Jobs } from './jobs.ts';
import { PER_MINUTE, RequestLimits } from './limits.ts';
import { oauthFault, SignIn } from './oauth.ts';
import { analyticsRoutes } from './routes-analytics.ts';
import { notificationRoutes } from './routes-notifications.ts';
import { peopleRoutes } from './routes-people.ts';
import { qualityRoutes } from './routes-quality.ts';
import { wfmRoutes } from './routes-wfm.ts';
import { LiveSockets } from './socket.ts';
import { StateBook } from './states.ts';

export interface OrganizationOptions {
  world: World;
  session: PracticeSession;
  clientId: string;
  clientSecret: string;
  port: number;
}

/**
 * Serves the floor as a Genesys Cloud organisation on the loopback interface, sign-in and socket included.
 *
 * @returns the address and how to stop
 */
export async function serveOrganization(
  options: OrganizationOptions,
): Promise<{ baseUrl: string; close: () => Promise<void> }> {
  const { world, session } = options;
  const stopping = new AbortController();
  let baseUrl = '';
  const organization = organizationOf(options, () => baseUrl);
  const faults = new FaultDesk(session, 'genesys', stopping.signal);
  const desk = new Desk(options, organization, faults, [
    ...peopleRoutes,
    ...analyticsRoutes(new CallBook(world)),
    ...wfmRoutes,
    ...qualityRoutes(world),
    ...notificationRoutes,
  ]);
  const server = answering(
    stopping.signal,
    (message, response) => desk.answer(message, response),
    (response, words) => desk.send(response, fault(500, 'internal.server.error', words)),
  );
  const sockets = new LiveSockets(server, organization, faults);
  baseUrl = `http://127.0.0.1:${await listen(server, options.port)}`;
  return {
    baseUrl,
    close: async () => {
      stopping.abort();
      sockets.close();
      await shut(server);
    },
  };
}

function organizationOf({ world, session }: OrganizationOptions, baseUrl: () => string): Organization {
  const ids = new Ids(world.floor.parameters.seed);
  const queues = world.floor.queues.filter(({ medium }) => medium === 'phone');
  const agents = new Map(world.floor.agents.map((agent) => [ids.of('user', agent.index), agent]));
  const queuesById = new Map(queues.map((queue) => [ids.of('queue', queue.index), queue]));
  return {
    world,
    session,
    ids,
    queues,
    states: new StateBook(world),
    jobs: new Jobs(ids, session.base),
    channels: new Channels(ids, session.base),
    agent: (id) => agents.get(id) ?? null,
    queue: (id) => queuesById.get(id) ?? null,
    baseUrl,
  };
}

class Desk {
  private readonly organization: Organization;
  private readonly faults: FaultDesk;
  private readonly routes: readonly Route[];
  private readonly limits: RequestLimits;
  private readonly signIn: SignIn;
  private next = 1;

  constructor(options: OrganizationOptions, organization: Organization, faults: FaultDesk, routes: readonly Route[]) {
    const { session } = options;
    this.organization = organization;
    this.faults = faults;
    this.routes = routes;
    this.limits = new RequestLimits(session.base, () => session.speed);
    this.signIn = new SignIn(options.clientId, options.clientSecret, session.base);
  }

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await this.faults.intercept(response)) return;
    this.send(response, await this.reply(message));
  }

  /** Sends with a correlation id in the headers, and in the body of a fault. */
  send(response: ServerResponse, reply: Reply): void {
    const id = this.organization.ids.of('correlation', this.next);
    this.next += 1;
    const { body } = reply;
    const isFault = reply.status >= 400 && typeof body === 'object' && body !== null && 'code' in body;
    this.faults.send(response, {
      ...reply,
      ...(isFault ? { body: { ...body, contextId: id } } : {}),
      headers: { 'inin-correlation-id': id, ...reply.headers },
    });
  }

  private async reply(message: IncomingMessage): Promise<Reply> {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const path = url.pathname.replace(/(?<=.)\/$/u, '');
    const method = message.method ?? 'GET';
    const expired = this.faults.struck('expired-token') !== null;
    const text = method === 'GET' ? null : await readText(message);
    if (path === '/oauth/token' && method === 'POST') {
      if (expired) return oauthFault(401, 'invalid_client', 'The client is no longer authorised.');
      return this.signIn.token(text, message.headers.authorization);
    }
    const token = this.signIn.tokenOf(message.headers.authorization);
    if (expired) this.signIn.revoke();
    if (token === null || expired) return fault(401, 'bad.credentials', 'Invalid login credentials.');
    const wait = this.faults.limited();
    if (wait !== null) return limited(Number(wait), {});
    const spent = this.limits.spend(token);
    if (!spent.allowed) return limited(spent.resets, spent.headers);
    const body = text === null || text === '' ? null : parsed(text);
    if (body === null && text !== null && text !== '') return fault(400, 'invalid.json', 'The body is no JSON');
    const now = Math.floor(this.organization.session.now() / 1000);
    for (const { method: own, pattern, handle } of this.routes) {
      const match = own === method ? pattern.exec(path) : null;
      if (match === null) continue;
      const params = match.slice(1).map(decodeURIComponent);
      const reply = handle({ method, path, query: url.searchParams, body, params, now }, this.organization);
      return { ...reply, headers: { ...spent.headers, ...reply.headers } };
    }
    return NOT_FOUND;
  }
}

function limited(seconds: number, headers: Record<string, string>): Reply {
  const limit = { key: 'token.rate.per.minute', namespace: 'platform.api', value: PER_MINUTE };
  const message = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`;
  return {
    ...fault(429, 'too.many.requests', message, limit),
    headers: { ...headers, 'retry-after': String(seconds) },
  };
}
