/** A line to an engine in this process, as a window has one. */
import type { MessagePort } from 'node:worker_threads';
import type { FromEngine } from '../../../shared/contract/index.ts';

export type Progress = Extract<FromEngine, { type: 'progress' }>;

export class Line {
  readonly #port: MessagePort;
  readonly #open = new Map<number, (message: Extract<FromEngine, { type: 'answer' | 'fault' }>) => void>();
  readonly #progress = new Set<(message: Progress) => void>();
  #id = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (message: FromEngine) => {
      if (message.type === 'answer' || message.type === 'fault') {
        this.#open.get(message.id)?.(message);
        this.#open.delete(message.id);
      } else if (message.type === 'progress') {
        for (const listener of this.#progress) listener(message);
      }
    });
  }

  /** Asks a query or gives a command. @throws Error with the engine's words */
  async call(name: string, input: unknown): Promise<unknown> {
    const id = (this.#id += 1);
    const told = await new Promise<Extract<FromEngine, { type: 'answer' | 'fault' }>>((done) => {
      this.#open.set(id, done);
      this.#port.postMessage({ type: 'call', id, name, input });
    });
    if (told.type === 'answer') return told.value;
    throw new Error(`${name}: ${told.error.message}`);
  }

  /** @returns a way to stop listening */
  onProgress(listener: (message: Progress) => void): () => void {
    this.#progress.add(listener);
    return () => this.#progress.delete(listener);
  }

  close(): void {
    this.#port.close();
  }
}
