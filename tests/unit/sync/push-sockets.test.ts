import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { Opened } from './push-bench.ts';
import { PushBench, PushVendor, tellOn } from './push-bench.ts';
import { SocketServer, until } from './sockets.ts';

const MINUTE = 60_000;

/** The push over real sockets: what the vendor does with them, and what is made of it. */
describe('live push over sockets', () => {
  let bench: PushBench;
  let vendor: PushVendor;
  let server: SocketServer;
  /** Settled opens: what the machine does between two steps of the test's time. */
  let settled = 0;

  beforeEach(async () => {
    bench = new PushBench();
    server = new SocketServer();
    await server.start();
    vendor = new PushVendor(bench.clock);
    vendor.set('q1', 'one', 1);
    settled = 0;
    vendor.onOpen = async (channel) => {
      try {
        await connect(channel);
      } finally {
        settled += 1;
      }
    };
  });

  afterEach(async () => {
    await bench.close();
    await server.stop();
  });

  async function connect(channel: Opened): Promise<void> {
    const socket = await channel.context.sockets.connect(server.url);
    socket.onClose((code) => {
      settled += 1;
      if (!channel.closed) channel.sink.ended(`The live connection was closed (${code}).`);
    });
    socket.onText((text) => {
      const { id, value, version } = JSON.parse(text) as { id?: string; value?: string; version?: number };
      if (id === undefined) channel.sink.alive();
      else tellOn(channel, { ...vendor.set(id, value ?? '', version ?? 0) });
    });
  }

  const send = (socket: WebSocket | undefined, message: object) => socket?.send(JSON.stringify(message));

  /** Lets time pass in steps, and after each the machine's sockets do what they have to. */
  async function pass(ms: number, stepMs = 1_000): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await bench.timers.advance(Math.min(stepMs, left));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  it('brings what is told over the socket', async () => {
    bench.start(vendor);
    await pass(3_000);
    await until(() => server.open() === 1, 'the socket');
    send(server.sockets[0], { id: 'q1', value: 'two', version: 2 });
    await until(() => {
      void bench.timers.advance(5);
      return bench.figures()['q1'] === 'two';
    }, 'the event in the store');
    expect(bench.line('push')).toMatchObject({ state: 'ok', rows: 1 });
  });

  it('is not drawn into a storm by a server that accepts and closes at once', async () => {
    server.onSocket = (socket) => socket.close(1013, 'try again later');
    bench.start(vendor);
    let seen = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      await pass(MINUTE, 10_000);
      expect(vendor.mostAtOnce).toBe(1);
      seen = server.sockets.length;
    }
    // 1, 2, 4 … 128, then every 150 seconds; each step of the test's time adds to a wait, none takes from it.
    expect(seen).toBeGreaterThan(10);
    expect(seen).toBeLessThanOrEqual(31);
    expect(vendor.reads.length).toBeGreaterThan(300);
    expect(bench.figures()).toEqual({ q1: 'one' });
    expect(bench.status.state).toBe('degraded');
  });

  it('comes back from a socket that was dropped, with what it missed, and tells one event once', async () => {
    bench.start(vendor);
    await pass(3_000);
    await until(() => server.open() === 1, 'the socket');
    vendor.set('q1', 'changed in the gap', 5);
    server.sockets[0]?.terminate();
    await until(() => settled >= 2, 'the close');
    await pass(5_000);
    await until(() => server.open() === 1, 'the second socket');
    await pass(2_000);
    expect(bench.figures()).toEqual({ q1: 'changed in the gap' });
    expect(bench.status.state).toBe('ok');
    expect(vendor.living()).toBe(1);
  });

  it('notices a socket over which nothing comes any more, however open it looks', async () => {
    bench.start(vendor);
    await pass(3_000);
    await until(() => server.open() === 1, 'the socket');
    // Half a minute of signs of life, then nothing: the other side is gone without a packet.
    for (let n = 0; n < 6; n += 1) {
      send(server.sockets[0], { heartbeat: true });
      await pass(5_000);
    }
    expect(vendor.channels).toHaveLength(1);
    bench.told.length = 0;
    await pass(50_000);
    expect(bench.told.some(({ state, fault }) => state === 'stale' && fault?.includes('silent') === true)).toBe(true);
    await until(() => server.sockets.length === 2 && server.open() === 1, 'the second socket');
    await pass(2_000);
    expect(bench.status.state).toBe('ok');
  });

  it('leaves no socket behind', async () => {
    bench.start(vendor);
    await pass(3_000);
    await until(() => server.open() === 1, 'the socket');
    await bench.sync?.close();
    await until(() => server.open() === 0, 'the end');
    expect(vendor.living()).toBe(0);
  });
});
