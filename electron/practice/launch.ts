import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError, fromWire } from '../../shared/errors/index.ts';
import type { PracticePhones } from './index.ts';
import type { PracticeOptions } from './session.ts';

type Ready = Pick<LaunchedPractice, 'baseUrl' | 'email' | 'token' | 'genesys'> & { type: string; error: unknown };

/** A practice floor in a thread of its own. */
export interface LaunchedPractice {
  baseUrl: string;
  email: string;
  token: string;
  /** As {@link PracticeFloor}. */
  genesys: PracticePhones | null;
  /** Settles when the thread has ended: with null after `close`, else with what ended it. */
  ended: Promise<AppError | null>;
  close(): Promise<void>;
}

/**
 * Where the thread's code lies: `worker.ts` beside this file in a checkout, `practice.js` beside the bundle in a built program.
 *
 * @throws AppError not-found
 */
export function practiceEntry(beside: string = dirname(fileURLToPath(import.meta.url))): string {
  const found = ['worker.ts', 'practice.js'].map((name) => join(beside, name)).find((path) => existsSync(path));
  if (found === undefined) {
    throw new AppError({ code: 'not-found', message: 'The practice floor is missing from this installation.' });
  }
  return found;
}

/**
 * Starts a practice floor in a worker thread. To restart it after `ended`, call this again with the same `dataDirectory` (and the same port,
 * if readers must not notice): it goes on with the same history.
 *
 * @param options as for `startPractice`, without a clock of its own
 * @throws AppError as `startPractice`
 */
export function launchPractice(
  options: Omit<PracticeOptions, 'clock'>,
  entry: string = practiceEntry(),
): Promise<LaunchedPractice> {
  const worker = new Worker(entry, { workerData: options });
  let closing = false;
  let fault: AppError | null = null;
  const ended = new Promise<AppError | null>((resolve) => {
    worker.once('error', (error) => {
      fault = new AppError({ code: 'internal', message: 'The practice floor broke down.', cause: error });
    });
    worker.once('exit', (code) => {
      resolve(
        closing ? null : (fault ?? new AppError({ code: 'internal', message: `The practice floor ended (${code}).` })),
      );
    });
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Ready) => {
      if (message.type === 'failed') reject(fromWire(message.error));
      else if (message.type === 'ready') {
        resolve({
          baseUrl: message.baseUrl,
          email: message.email,
          token: message.token,
          genesys: message.genesys,
          ended,
          close: async () => {
            closing = true;
            worker.postMessage({ type: 'close' });
            await ended;
          },
        });
      }
    });
    void ended.then((error) =>
      reject(error ?? new AppError({ code: 'cancelled', message: 'Closed before it began.' })),
    );
  });
}
