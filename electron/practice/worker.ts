import { parentPort, workerData } from 'node:worker_threads';
import { toWire } from '../../shared/errors/index.ts';
import { startPractice } from './index.ts';
import type { PracticeFloor, PracticeOptions } from './index.ts';

/**
 * The practice floor in a thread or a process of its own. It is given its options (`workerData`, or the first message of a forked process),
 * says `{type: 'ready', baseUrl, email, token, genesys}` or `{type: 'failed', error}`, and ends on `{type: 'close'}`.
 */
interface Parent {
  say(message: unknown): void;
  hear(listener: (message: unknown) => void): void;
  leave(): void;
}

const parent = parentOf();
let floor: PracticeFloor | null = null;

async function open(options: PracticeOptions): Promise<void> {
  try {
    floor = await startPractice(options);
    const { baseUrl, email, token, genesys } = floor;
    parent?.say({ type: 'ready', baseUrl, email, token, genesys });
  } catch (error) {
    parent?.say({ type: 'failed', error: toWire(error) });
    parent?.leave();
  }
}

async function close(): Promise<void> {
  await floor?.close();
  parent?.leave();
}

function parentOf(): Parent | null {
  const port = parentPort;
  if (port !== null) {
    return {
      say: (message) => port.postMessage(message),
      hear: (listener) => port.on('message', listener),
      leave: () => port.close(),
    };
  }
  if (process.send === undefined) return null;
  return {
    say: (message) => process.send?.(message),
    hear: (listener) => process.on('message', listener),
    leave: () => process.disconnect(),
  };
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null ? (message as { type?: unknown }).type : undefined;
}

parent?.hear((message) => {
  if (typeOf(message) === 'open') void open((message as { options: PracticeOptions }).options);
  else if (typeOf(message) === 'close') void close();
});
if (parentPort !== null) void open((workerData ?? {}) as PracticeOptions);
