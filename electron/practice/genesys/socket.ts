import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { FaultDesk } from '../faults.ts';
import type { Channel } from './channels.ts';
import { EventFeed } from './events.ts';
import type { Event } from './events.ts';
import type { Organization } from './http.ts';

const TICK_MS = 250;
const HEARTBEAT_MS = 30_000;
/** Shortly before the vendor closes a socket of itself it says so. */
const CLOSING = 'v2.system.socket_closing';

/** The sockets of the notification channels: what happens goes to whoever subscribed to it, and a heartbeat every 30 seconds. */
export class LiveSockets {
  private readonly organization: Organization;
  private readonly faults: FaultDesk;
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  private readonly muted = new Set<WebSocket>();
  private readonly ticker: NodeJS.Timeout;
  private readonly heart: NodeJS.Timeout;
  private feed: EventFeed | null = null;
  private accepted = 0;
  private struck = false;
  private next = 1;

  constructor(server: Server, organization: Organization, faults: FaultDesk) {
    this.organization = organization;
    this.faults = faults;
    server.on('upgrade', (message, socket, head) => this.upgrade(message, socket, head));
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    this.heart = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.ticker.unref();
    this.heart.unref();
  }

  close(): void {
    clearInterval(this.ticker);
    clearInterval(this.heart);
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
  }

  private upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (this.faults.struck('source-outage') !== null) {
      socket.destroy();
      return;
    }
    const id = /^\/channels\/([\w-]+)$/u.exec(message.url ?? '')?.[1];
    const channel = id === undefined ? null : this.organization.channels.find(id);
    // Whoever holds the address holds the channel: browsers name where they come from, our own readers do not.
    if (channel === null || message.headers.origin !== undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(message, socket, head, (opened) => this.open(opened, channel));
  }

  private open(socket: WebSocket, channel: Channel): void {
    socket.on('error', () => socket.terminate());
    const outage = this.faults.struck('socket-outage');
    if (outage !== null) {
      this.accepted += 1;
      const silent = outage.factor === 2 || (outage.factor !== 1 && this.accepted % 2 === 0);
      if (silent) this.muted.add(socket);
      else {
        socket.close(1011, 'internal error');
        return;
      }
    }
    // One socket listens to a channel: the one before is let go.
    channel.listener?.end(1000, 'another socket');
    const listener = {
      say: (topic: string, body: unknown): void => this.send(socket, topic, body),
      end: (code: number, reason: string): void => socket.close(code, reason),
    };
    channel.listener = listener;
    socket.on('close', () => {
      this.muted.delete(socket);
      if (channel.listener === listener) channel.listener = null;
    });
    socket.on('message', (data) => {
      if (isPing(data.toString())) this.send(socket, 'channel.metadata', { message: 'pong' });
    });
    this.feed ??= new EventFeed(this.organization, this.now());
  }

  private tick(): void {
    if (this.faults.struck('source-outage') !== null) {
      for (const socket of this.sockets.clients) socket.terminate();
      this.feed = null;
      return;
    }
    this.outage(this.faults.struck('socket-outage') !== null);
    const channels = this.organization.channels.listening();
    if (channels.length === 0) {
      this.feed = null;
      return;
    }
    this.feed ??= new EventFeed(this.organization, this.now());
    const wanted = { has: (topic: string) => channels.some(({ topics }) => topics.has(topic)) };
    for (const event of this.feed.since(this.now(), wanted)) this.tell(channels, event);
  }

  /** As an outage begins all sockets are closed; as it ends those that stayed open in silence are, so that nobody trusts them. */
  private outage(struck: boolean): void {
    if (struck === this.struck) return;
    this.struck = struck;
    for (const socket of this.sockets.clients) {
      if (struck) this.send(socket, CLOSING, { message: 'The socket is closing.' });
      if (struck || this.muted.has(socket)) socket.close(1001, 'going away');
    }
  }

  private tell(channels: readonly Channel[], event: Event): void {
    for (const { topics, listener } of channels) if (topics.has(event.topic)) listener?.say(event.topic, event.body);
  }

  private beat(): void {
    for (const socket of this.sockets.clients)
      this.send(socket, 'channel.metadata', { message: 'WebSocket Heartbeat' });
  }

  private send(socket: WebSocket, topicName: string, eventBody: unknown): void {
    if (socket.readyState !== socket.OPEN || this.muted.has(socket)) return;
    const CorrelationId = this.organization.ids.of('correlation', this.next);
    this.next += 1;
    socket.send(JSON.stringify({ topicName, version: '2', eventBody, metadata: { CorrelationId } }));
  }

  private now(): number {
    return Math.floor(this.organization.session.now() / 1000);
  }
}

function isPing(text: string): boolean {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && Reflect.get(message, 'message') === 'ping';
  } catch {
    return false;
  }
}
