import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { inForce } from '../incidents.ts';
import type { Incident } from '../incidents.ts';
import type { PracticeSession } from '../session.ts';
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
  /** Budget of each export bucket at speed 1. */
  exportsPerMinute: number;
}

const ROUTES: readonly Route[] = [...supportRoutes, ...talkRoutes, ...chatRoutes];
const BODY_LIMIT = 64 * 1024;

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
    without: new Set(options.without),
    incidents: () => session.incidents(),
  };
  const limits = new RequestLimits(session.base, () => session.speed, options.exportsPerMinute);
  const vendor = new Vendor(options, account, limits, stopping.signal);
  const server = createServer((message, response) => {
    vendor.answer(message, response).catch((error: unknown) => {
      if (stopping.signal.aborted || response.headersSent) {
        response.destroy();
        return;
      }
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ error: 'InternalError', description: error instanceof Error ? error.message : 'Unknown' }),
      );
    });
  });
  await listen(server, options.port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The practice floor has no address.');
  baseUrl = `http://127.0.0.1:${address.port}`;
  return {
    baseUrl,
    close: async () => {
      stopping.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

class Vendor {
  private readonly options: VendorOptions;
  private readonly account: Account;
  private readonly limits: RequestLimits;
  private readonly stopping: AbortSignal;
  private outages = 0;

  constructor(options: VendorOptions, account: Account, limits: RequestLimits, stopping: AbortSignal) {
    this.options = options;
    this.account = account;
    this.limits = limits;
    this.stopping = stopping;
  }

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const path = url.pathname.replace(/\.json$/u, '').replace(/(?<=.)\/$/u, '');
    const body = message.method === 'POST' ? await readJson(message) : null;
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
      this.send(response, reply, null);
      return;
    }
    await this.vendorReply(request, message, response);
  }

  private async vendorReply(request: Request, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = this.options.session.now();
    const struck = (kind: Incident['kind']): Incident | null => inForce(this.options.session.incidents(), kind, at);
    if (struck('source-outage') !== null) {
      this.outages += 1;
      // Real outages come in both kinds: a connection that breaks and a balancer that apologises.
      if (this.outages % 2 === 1) response.destroy();
      else
        this.send(
          response,
          { status: 503, text: 'Service Unavailable', headers: { 'retry-after': '5' } },
          struck('clock-skew'),
        );
      return;
    }
    const slow = struck('slow');
    if (slow !== null) await sleep(slow.factor * 1000, undefined, { signal: this.stopping, ref: false });
    if (struck('html-200') !== null) {
      this.send(response, SIGN_IN_PAGE, struck('clock-skew'));
      return;
    }
    const reply = await this.routed(request, message, struck);
    this.send(response, reply, struck('clock-skew'), struck('truncated-json') !== null && reply.status === 200);
  }

  private async routed(
    request: Request,
    message: IncomingMessage,
    struck: (kind: Incident['kind']) => Incident | null,
  ): Promise<Reply> {
    if (struck('expired-token') !== null || !this.authorised(message.headers.authorization)) {
      return {
        status: 401,
        body: { error: "Couldn't authenticate you" },
        headers: { 'www-authenticate': 'Basic realm="Web Password"' },
      };
    }
    const limited = struck('rate-limit');
    if (limited !== null) {
      const left = (limited.endAt - this.options.session.now()) / 1000 / this.options.session.speed;
      const wait = String(Math.min(60, Math.max(1, Math.ceil(left))));
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

  private send(response: ServerResponse, reply: Reply, skew: Incident | null, cut = false): void {
    const text = reply.text ?? JSON.stringify(reply.body);
    const whole = Buffer.from(text, 'utf8');
    const bytes = cut ? whole.subarray(0, Math.floor(whole.length / 2)) : whole;
    const at = this.options.session.now() + (skew === null ? 0 : skew.factor * 60_000);
    response.sendDate = false;
    response.writeHead(reply.status, {
      date: new Date(at).toUTCString(),
      'content-type': reply.text === undefined ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
      'content-length': bytes.length,
      'cache-control': 'no-store',
      ...reply.headers,
    });
    response.end(bytes);
  }
}

const SIGN_IN_PAGE: Reply = {
  status: 200,
  text: '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Accept the terms to go on</h1></body></html>',
  headers: { 'content-type': 'text/html; charset=utf-8' },
};

async function readJson(message: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT) return null;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
