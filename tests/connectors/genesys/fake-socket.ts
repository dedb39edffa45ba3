import type { Server } from 'node:http';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Row } from './fake-data.ts';
import { iso } from './fake-data.ts';

interface Channel {
  id: string;
  topics: Set<string>;
  sockets: Set<WebSocket>;
}

/** The notification channels of the fake account: over real sockets, with the vendor's limits. */
export class FakeChannels {
  /** Topics that the account is refused, with the permission that is missing. */
  refusals: { topic: RegExp; permission: string }[] = [];
  /** How a socket is met: as usual, closed as soon as it is open, or turned away. */
  manner: 'well' | 'close-at-once' | 'refuse' = 'well';
  /** Life of a channel, ms. */
  lifeMs = 86_400_000;
  /** Address given in place of the server's own. */
  uri: string | null = null;
  readonly sent: { topic: string; body: Row }[] = [];
  readonly received: string[] = [];
  opened = 0;
  readonly channels = new Map<string, Channel>();
  readonly #server: WebSocketServer;
  readonly #heartbeat: ReturnType<typeof setInterval>;
  #next = 1;
  #last: { topic: string; body: Row } | null = null;

  /** @param heartbeatMs of the machine's time: the test's own time may go much faster */
  constructor(http: Server, heartbeatMs = 40) {
    this.#server = new WebSocketServer({ noServer: true });
    http.on('upgrade', (request, socket, head) => {
      const channel = this.channels.get((request.url ?? '').split('/').at(-1) ?? '');
      if (channel === undefined || this.manner === 'refuse') {
        socket.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.#server.handleUpgrade(request, socket, head, (client) => this.#connected(channel, client));
    });
    this.#heartbeat = setInterval(() => this.heartbeat(), heartbeatMs);
    this.#heartbeat.unref();
  }

  create(now: number, baseUrl: string): Row {
    const id = `channel-${this.#next}`;
    this.#next += 1;
    this.channels.set(id, { id, topics: new Set(), sockets: new Set() });
    const [oldest] = this.channels.keys();
    if (this.channels.size > 20 && oldest !== undefined) {
      for (const socket of this.channels.get(oldest)?.sockets ?? []) socket.close(1000);
      this.channels.delete(oldest);
    }
    return {
      id,
      connectUri: this.uri ?? `${baseUrl.replace('http', 'ws')}/channels/${id}`,
      expires: iso(now + this.lifeMs),
    };
  }

  /** @returns null where there is no such channel, or where it is asked to carry too much */
  subscribe(id: string, topics: readonly string[]): Row | null {
    const channel = this.channels.get(id);
    if (channel === undefined || topics.length > 1000) return null;
    channel.topics.clear();
    const entities = topics.map((topic) => {
      const refusal = this.refusals.find(({ topic: pattern }) => pattern.test(topic));
      if (refusal !== undefined)
        return {
          id: topic,
          state: 'Rejected',
          rejectionReason: 'missing permissions',
          missingPermissions: [refusal.permission],
        };
      channel.topics.add(topic);
      return { id: topic, state: 'Permitted' };
    });
    return { entities };
  }

  get open(): number {
    return [...this.channels.values()].filter(({ sockets }) => sockets.size > 0).length;
  }

  heartbeat(): void {
    this.broadcast('channel.metadata', { message: 'WebSocket Heartbeat' });
  }

  /** To whoever is subscribed to the topic. */
  publish(topic: string, body: Row): void {
    this.#last = { topic, body };
    this.#send(topic, body);
  }

  repeatLast(): void {
    if (this.#last !== null) this.#send(this.#last.topic, this.#last.body);
  }

  /** To every socket, whatever it is subscribed to: the vendor's messages about the channel itself. */
  broadcast(topicName: string, eventBody: Row): void {
    const text = JSON.stringify({ topicName, version: '2', eventBody, metadata: {} });
    for (const { sockets } of this.channels.values()) for (const socket of sockets) socket.send(text);
  }

  raw(text: string): void {
    for (const { sockets } of this.channels.values()) for (const socket of sockets) socket.send(text);
  }

  /** Ends every socket without a word. */
  drop(): void {
    for (const { sockets } of this.channels.values()) for (const socket of sockets) socket.terminate();
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    this.drop();
    this.#server.close();
  }

  #send(topic: string, body: Row): void {
    this.sent.push({ topic, body });
    const text = JSON.stringify({ topicName: topic, version: '2', eventBody: body, metadata: { CorrelationId: 'c' } });
    for (const { topics, sockets } of this.channels.values()) {
      if (topics.has(topic)) for (const socket of sockets) socket.send(text);
    }
  }

  #connected(channel: Channel, socket: WebSocket): void {
    this.opened += 1;
    channel.sockets.add(socket);
    socket.on('close', () => channel.sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const text = String(data as Buffer);
      this.received.push(text);
      if (text.includes('ping'))
        socket.send(JSON.stringify({ topicName: 'channel.metadata', eventBody: { message: 'pong' } }));
    });
    if (this.manner === 'close-at-once') socket.close(1000);
  }
}
