import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSocketGate, DEFAULT_SOCKET_LIMITS } from '../../../electron/sync/socket-gate.ts';
import { httpAnswer, SocketServer, until } from './sockets.ts';

describe('socket gate', () => {
  let server: SocketServer;
  let life: AbortController;

  beforeEach(async () => {
    life = new AbortController();
    server = new SocketServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    );
    await server.start();
  });

  afterEach(async () => {
    life.abort();
    await server.stop();
  });

  const gate = (limits: Partial<typeof DEFAULT_SOCKET_LIMITS> = {}) =>
    createSocketGate(life.signal, { limits: { ...DEFAULT_SOCKET_LIMITS, ...limits } });

  it('carries text both ways', async () => {
    server.onSocket = (socket) => socket.on('message', (data) => socket.send(`heard ${String(data)}`));
    const socket = await gate().connect(server.url, { headers: { authorization: 'Bearer x' } });
    const heard: string[] = [];
    socket.onText((text) => heard.push(text));
    socket.send('hello');
    await until(() => heard.length === 1, 'the echo');
    expect(heard).toEqual(['heard hello']);
    expect(server.handshakes[0]?.headers.authorization).toBe('Bearer x');
  });

  it('keeps what comes before somebody listens, the close too', async () => {
    server.onSocket = (socket) => {
      socket.send('early');
      socket.close(4001, 'and gone');
    };
    const socket = await gate().connect(server.url);
    await until(() => server.open() === 0, 'the close');
    const heard: unknown[] = [];
    socket.onText((text) => heard.push(text));
    socket.onClose((code, reason) => heard.push(code, reason));
    await until(() => heard.length === 3, 'both');
    expect(heard).toEqual(['early', 4001, 'and gone']);
  });

  it.each(['ws://example.test/', 'http://127.0.0.1/', 'ws://localhost.example.test/', 'nonsense'])(
    'opens no unencrypted socket to another machine: %s',
    async (url) => {
      await expect(gate().connect(url)).rejects.toMatchObject({ kind: 'bad-request' });
    },
  );

  it('offers no compression, so that a small packet cannot unfold', async () => {
    await gate().connect(server.url);
    expect(server.handshakes[0]?.headers['sec-websocket-extensions']).toBeUndefined();
  });

  it('ends a socket that sends more than a message may hold', async () => {
    server.onSocket = (socket) => socket.send('x'.repeat(5000));
    const socket = await gate({ maxMessageBytes: 4096 }).connect(server.url);
    const heard: string[] = [];
    let code = 0;
    socket.onText((text) => heard.push(text));
    socket.onClose((with_) => {
      code = with_;
    });
    await until(() => code !== 0, 'the end');
    expect(heard).toEqual([]);
    expect(code).toBe(1006);
  });

  it('takes no bytes for text', async () => {
    server.onSocket = (socket) => socket.send(Buffer.from([1, 2, 3]));
    const socket = await gate().connect(server.url);
    let closed = false;
    socket.onClose(() => {
      closed = true;
    });
    await until(() => closed, 'the end');
    expect(server.open()).toBe(0);
  });

  it('gives a handshake up that is never answered', async () => {
    server.refuse = () => {};
    await expect(gate({ handshakeMs: 150 }).connect(server.url)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it.each([
    ['401 Unauthorized', 'auth'],
    ['403 Forbidden', 'forbidden'],
    ['404 Not Found', 'not-found'],
    ['503 Service Unavailable', 'server'],
    ['302 Found', 'unreachable'],
    ['200 OK', 'bad-reply'],
  ])('tells what a refusal means: %s', async (status, kind) => {
    server.refuse = httpAnswer(status, { location: 'ws://127.0.0.1:9/' });
    await expect(gate().connect(server.url)).rejects.toMatchObject({ kind, status: Number(status.slice(0, 3)) });
    expect(server.handshakes).toHaveLength(1);
  });

  it('hands on how long a 429 asks to wait', async () => {
    server.refuse = httpAnswer('429 Too Many Requests', { 'retry-after': '7' });
    await expect(gate().connect(server.url)).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 7000 });
  });

  it('says that nobody is there', async () => {
    const { url } = server;
    await server.stop();
    await expect(gate().connect(url)).rejects.toMatchObject({ kind: 'unreachable' });
    await server.start();
  });

  it('ends with its signal, while opening and after', async () => {
    const socket = await gate().connect(server.url);
    let closed = false;
    socket.onClose(() => {
      closed = true;
    });
    server.refuse = () => {};
    const opening = gate().connect(server.url);
    const refused = opening.catch((error: unknown) => error);
    life.abort();
    expect(await refused).toMatchObject({ code: 'cancelled' });
    await until(() => closed && server.open() === 0, 'the end');
    await expect(gate().connect(server.url)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('closes where a message cannot be borne, and takes nothing else down', async () => {
    server.onSocket = (socket) => socket.send('{');
    const socket = await gate().connect(server.url);
    let code = 0;
    socket.onClose((with_) => {
      code = with_;
    });
    socket.onText((text) => JSON.parse(text));
    await until(() => code !== 0, 'the end');
    expect(server.open()).toBe(0);
  });

  it('says goodbye, and cuts off a server that does not answer it', async () => {
    const socket = await gate({ closeMs: 50 }).connect(server.url);
    await until(() => server.sockets.length === 1, 'the socket');
    server.sockets[0]?.pause();
    let code = 0;
    socket.onClose((with_) => {
      code = with_;
    });
    socket.close();
    await until(() => code !== 0, 'the end');
    expect(code).toBe(1006);
  });
});
