import { onTestFinished } from 'vitest';
import { startEngineInNode } from '../../electron/engine/node.ts';
import type { NodeEngine, NodeEngineOptions } from '../../electron/engine/node.ts';
import type { Frame, FromEngine, ToEngine } from '../../shared/contract/index.ts';
import type { MessagePort } from 'node:worker_threads';
import type { WireError } from '../../shared/errors/index.ts';
import { temporaryFolder, until } from './helpers.ts';

export type Parts = Map<string, Map<string, Record<string, unknown>>>;

/** What a window does with its port: calls, subscriptions, frames put together. */
export class TestWindow {
  readonly frames = new Map<number, Frame[]>();
  readonly parts = new Map<number, Parts>();
  readonly faults = new Map<number, WireError>();
  readonly progress: FromEngine[] = [];
  down: WireError | null = null;
  /** Whether frames are acknowledged as painted. */
  paints = true;
  readonly #port: MessagePort;
  readonly #answers = new Map<number, (message: FromEngine) => void>();
  #id = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (message: FromEngine) => this.#hear(message));
  }

  send(message: ToEngine): void {
    this.#port.postMessage(message);
  }

  /** Anything at all, for messages that no window would send. */
  sendRaw(message: unknown): void {
    this.#port.postMessage(message);
  }

  /** The answer's value; throws the fault's wire error. */
  async call<T = unknown>(name: string, input: unknown): Promise<T> {
    this.#id += 1;
    const id = this.#id;
    const message = await new Promise<FromEngine>((resolve) => {
      this.#answers.set(id, resolve);
      this.send({ type: 'call', id, name, input });
    });
    if (message.type === 'answer') return message.value as T;
    throw Object.assign(new Error('fault'), { wire: (message as { error: WireError }).error });
  }

  /** The fault of a call that must fail. */
  async fault(name: string, input: unknown): Promise<WireError> {
    try {
      await this.call(name, input);
    } catch (error) {
      return (error as { wire: WireError }).wire;
    }
    throw new Error(`${name} was expected to be refused`);
  }

  subscribe(view: string, input: unknown): number {
    this.#id += 1;
    this.frames.set(this.#id, []);
    this.send({ type: 'subscribe', id: this.#id, view, input });
    return this.#id;
  }

  /** Rows of a part as the frames so far make them. */
  rows(id: number, part: string): Map<string, Record<string, unknown>> {
    return this.parts.get(id)?.get(part) ?? new Map();
  }

  row(id: number, part: string, key: string): Record<string, unknown> | undefined {
    return this.rows(id, part).get(key);
  }

  async first(id: number): Promise<Frame> {
    await until(() => (this.frames.get(id)?.length ?? 0) > 0, 'the first frame');
    return this.frames.get(id)?.[0] as Frame;
  }

  painted(id: number): void {
    const last = this.frames.get(id)?.at(-1);
    if (last !== undefined) this.send({ type: 'painted', id, seq: last.seq });
  }

  close(): void {
    this.#port.close();
  }

  #hear(message: FromEngine): void {
    switch (message.type) {
      case 'answer':
      case 'fault':
        if (message.type === 'fault') this.faults.set(message.id, message.error);
        this.#answers.get(message.id)?.(message);
        this.#answers.delete(message.id);
        return;
      case 'frame':
        this.frames.get(message.id)?.push(message.frame);
        this.#apply(message.id, message.frame);
        if (this.paints) this.send({ type: 'painted', id: message.id, seq: message.frame.seq });
        return;
      case 'progress':
        this.progress.push(message);
        return;
      case 'down':
        this.down = message.error;
    }
  }

  #apply(id: number, frame: Frame): void {
    let parts = this.parts.get(id);
    if (parts === undefined || frame.kind === 'snapshot') this.parts.set(id, (parts = new Map()));
    for (const [part, patch] of Object.entries(frame.parts)) {
      const rows = parts.get(part) ?? new Map<string, Record<string, unknown>>();
      parts.set(part, rows);
      for (const key of patch.remove) rows.delete(key);
      for (const row of patch.upsert) rows.set(row.key, row as Record<string, unknown> & { key: string });
    }
  }
}

/** A zone in which it is about noon now: what happened minutes ago happened today, whenever the test runs. */
function noonZone(): string {
  const hours = 12 - new Date().getUTCHours();
  return hours === 0 ? 'UTC' : `UTC${hours > 0 ? '+' : '-'}${Math.abs(hours)}`;
}

export interface TestEngine extends NodeEngine {
  open(): TestWindow;
  directory: string;
}

/** An engine on a folder of its own, closed after the test. */
export async function testEngine(options: Partial<NodeEngineOptions> = {}): Promise<TestEngine> {
  const directory = options.directory ?? temporaryFolder();
  const engine = await startEngineInNode({ directory, systemZone: noonZone(), actor: 'tester', ...options });
  onTestFinished(() => engine.close());
  return { ...engine, directory, open: () => new TestWindow(engine.connect()) };
}
