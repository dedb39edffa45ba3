import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FaultDesk } from '../faults.ts';
import type { PracticeSession } from '../session.ts';
import { answering, listen, parsed, readText, sendReply, shut } from '../wire.ts';
import type { World } from '../world.ts';
import { fault, NOT_FOUND } from './http.ts';
import type { Account, Product, Reply, Request, Route } from './http.ts';
import { RequestLimits } from './limits.ts';
import { practiceReply } from './practice-routes.ts';
import { chatRoutes } from './routes-chat.ts';
import { supportRoutes } from './routes-support.ts';
import { talkRoutes } from './routes-talk.ts';
import { openStreams } from './streams.ts';

export interface VendorOptions {
  world: World;
  session: PracticeSession;
  token: string;
  port: number;
  without: readonly Product[];
  /** Whether the phones ring in this account; else they ring elsewhere, and their queues are not in it. */
  phones: boolean;
  /** Budget of each export bucket at speed 1. */
  exportsPerMinute: number;
}

const ROUTES: readonly Route[] = [...supportRoutes, ...talkRoutes, ...chatRoutes];

/**
 * Serves the floor as a Zendesk account on the loopback interface: authentication, budgets and faults first, then the routes.
 *
 * @returns the address and how to stop
 */
export async function serveAccount(options: VendorOptions): Promise<{ baseUrl: string; close: () => Promise<void> }> {
  const { world, session } = options;
  const stopping = new AbortController();
  let baseUrl = '';
  const account: Account = {
    world,
    streams: openStreams(world),
    baseUrl: () => baseUrl,
    without: new Set(options.phones ? options.without : [...options.without, 'talk']),
    phones: options.phones,
  };
  const limits = new RequestLimits(session.base, () => session.speed, options.exportsPerMinute);
  const vendor = new Vendor(options, account, limits, stopping.signal);
  const server = answering(
    stopping.signal,
    (message, response) => vendor.answer(message, response),
    (response, words) => sendReply(response, fault(500, 'InternalError', words), session.now()),
  );
  baseUrl = `http://127.0.0.1:${await listen(server, options.port)}`;
  return {
    baseUrl,
    close: async () => {
      stopping.abort();
      await shut(server);
    },
  };
}

class Vendor {
  private readonly options: VendorOptions;
  private readonly account: Account;
  private readonly limits: RequestLimits;
  private readonly faults: FaultDesk;

  constructor(options: VendorOptions, account: Account, limits: RequestLimits, stopping: AbortSignal) {
    this.options = options;
    this.account = account;
    this.limits = limits;
    this.faults = new FaultDesk(options.session, 'zendesk', stopping);
  }

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const path = url.pathname.replace(/\.json$/u, '').replace(/(?<=.)\/$/u, '');
    const body = message.method === 'POST' ? parsed(await readText(message)) : null;
    const request: Request = {
      method: message.method ?? 'GET',
      path,
      query: url.searchParams,
      body,
      params: [],
      now: Math.floor(this.options.session.now() / 1000),
    };
    if (path.startsWith('/practice/')) {
      // A web page must not reach the side door: browsers name where they come from, our own readers do not.
      const reply =
        message.headers.origin === undefined
          ? await practiceReply(request, this.options)
          : fault(403, 'Forbidden', 'Not for web pages');
      sendReply(response, reply, this.options.session.now());
      return;
    }
    if (await this.faults.intercept(response)) return;
    this.faults.send(response, await this.routed(request, message));
  }

  private async routed(request: Request, message: IncomingMessage): Promise<Reply> {
    if (this.faults.struck('expired-token') !== null || !this.authorised(message.headers.authorization)) {
      return {
        status: 401,
        body: { error: "Couldn't authenticate you" },
        headers: { 'www-authenticate': 'Basic realm="Web Password"' },
      };
    }
    const wait = this.faults.limited();
    if (wait !== null) {
      return {
        status: 429,
        text: 'Number of allowed API requests per minute exceeded',
        headers: {
          'retry-after': wait,
          'x-rate-limit-remaining': '0',
          'ratelimit-remaining': '0',
          'ratelimit-reset': wait,
        },
      };
    }
    for (const route of ROUTES) {
      const match = route.pattern.exec(request.path);
      if (match === null || route.method !== request.method) continue;
      const spent = this.limits.spend(route.bucket);
      if (!spent.allowed) return { status: 429, text: spent.text, headers: spent.headers };
      const reply =
        route.product !== undefined && this.account.without.has(route.product)
          ? { status: 403, body: { error: { title: 'Forbidden', message: 'You do not have access to this page.' } } }
          : await route.handle({ ...request, params: match.slice(1) }, this.account);
      return { ...reply, headers: { ...spent.headers, ...reply.headers } };
    }
    return NOT_FOUND;
  }

  private authorised(header: string | undefined): boolean {
    const match = /^Basic\s+([\w+/=-]+)$/u.exec(header ?? '');
    if (match === null) return false;
    const [, user = '', token = ''] =
      /^([^:]*):(.*)$/su.exec(Buffer.from(match[1] ?? '', 'base64').toString('utf8')) ?? [];
    return /^[^/\s]+@[^/\s]+\/token$/u.test(user) && token === this.options.token;
  }
}
