import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** A real WebSocket server on loopback, misbehaving as told. */
export class SocketServer {
  readonly sockets: WebSocket[] = [];
  readonly handshakes: IncomingMessage[] = [];
  /** Answers the handshake with plain HTTP instead; null: takes the socket. */
  refuse: ((response: Duplex) => void) | null = null;
  onSocket: (socket: WebSocket) => void = () => {};
  readonly #http: Server;
  readonly #streams: Duplex[] = [];
  readonly #ws = new WebSocketServer({ noServer: true, perMessageDeflate: true });

  constructor(plain: (request: IncomingMessage, response: ServerResponse) => void = (_q, r) => r.writeHead(404).end()) {
    this.#http = createServer(plain);
    this.#http.on('upgrade', (request, duplex, head) => {
      this.handshakes.push(request);
      this.#streams.push(duplex);
      if (this.refuse !== null) {
        this.refuse(duplex);
        return;
      }
      this.#ws.handleUpgrade(request, duplex, head, (socket) => {
        this.sockets.push(socket);
        socket.on('error', () => {});
        this.onSocket(socket);
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/`;
  }

  /** Sockets that are open on this side. */
  open(): number {
    return this.sockets.filter(({ readyState }) => readyState === 1).length;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    for (const stream of this.#streams) stream.destroy();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}

/** Answers a handshake as plain HTTP. */
export function httpAnswer(status: string, headers: Record<string, string> = {}): (response: Duplex) => void {
  const lines = Object.entries({ 'content-length': '0', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return (response) => response.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
}

/** Waits for a fact, however busy the machine is. */
export async function until(fact: () => boolean, what = 'the fact'): Promise<void> {
  const patience = performance.now() + 20_000;
  while (!fact()) {
    if (performance.now() > patience) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
