import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemTimers } from '../../../electron/sync/timers.ts';
import { createTransport, DEFAULT_LIMITS } from '../../../electron/sync/transport.ts';
import { systemClock } from '../../../shared/time/clock.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const limits = {
  ...DEFAULT_LIMITS,
  idleMs: 150,
  totalMs: 5000,
  slowAfterMs: 60,
  minBytesPerSecond: 1000,
  maxBytes: 1000,
};

function get(url: string, signal = new AbortController().signal) {
  const transport = createTransport(systemClock, systemTimers, limits);
  return transport({ method: 'GET', url, bucket: 'b', headers: { authorization: 'Basic c2VjcmV0' } }, signal);
}

describe('transport', () => {
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it.each([
    'http://example.test/api',
    'http://10.0.0.1/',
    'http://127.0.0.1.example.test/',
    'ftp://127.0.0.1/',
    'nonsense',
  ])('refuses %s before anything is sent', async (url) => {
    await expect(get(url)).rejects.toMatchObject({ kind: 'bad-request' });
  });

  it('follows a redirect within the host, with its credentials', async () => {
    const seen: (string | undefined)[] = [];
    const base = await serve((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === '/old') response.writeHead(301, { location: '/new' }).end();
      else response.end('{"here":true}');
    });
    await expect(get(`${base}/old`)).resolves.toMatchObject({ status: 200, text: '{"here":true}' });
    expect(seen).toEqual(['Basic c2VjcmV0', 'Basic c2VjcmV0']);
  });

  it('sends nothing to another host, not even another port of this one', async () => {
    const asked: string[] = [];
    const other = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    const base = await serve((_request, response) => response.writeHead(302, { location: `${other}/portal` }).end());
    await expect(get(`${base}/x`)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(asked).toEqual([]);
  });

  it('does not go round in circles', async () => {
    const base = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
    await expect(get(`${base}/again`)).rejects.toMatchObject({ kind: 'bad-reply' });
  });

  it('gives up on a server that never answers', async () => {
    const base = await serve(() => {});
    await expect(get(base)).rejects.toMatchObject({ kind: 'timeout', message: expect.stringContaining('silent') });
  });

  it('gives up on a server that drips', async () => {
    const base = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(get(base)).rejects.toMatchObject({ kind: 'timeout', message: expect.stringContaining('slowly') });
  });

  it('takes no more than it may', async () => {
    const base = await serve((_request, response) => response.end('x'.repeat(5000)));
    await expect(get(base)).rejects.toMatchObject({ kind: 'bad-reply' });
  });

  it('says in a word why a host cannot be reached', async () => {
    const base = await serve(() => {});
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await expect(get(base)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('stops at once when the read is stopped', async () => {
    const base = await serve(() => {});
    const controller = new AbortController();
    const pending = get(base, controller.signal);
    controller.abort();
    await expect(pending).rejects.toMatchObject({ code: 'cancelled' });
  });
});
