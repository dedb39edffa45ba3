import { AppError } from '../../shared/errors/index.ts';

/** Waiting, handed in so that tests can let hours pass in no time. */
export interface Timers {
  /** Resolves after the milliseconds; rejects with AppError `cancelled` when the signal aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after the milliseconds; the returned function calls it off. Does not keep the process alive. */
  after(ms: number, callback: () => void): () => void;
}

/** The longest wait that the host's timer takes in one piece (about 24 days); longer ones wake early and are asked for again. */
const LONGEST_MS = 2_147_483_647;

export function cancelled(): AppError {
  return new AppError({ code: 'cancelled', message: 'The read was stopped.' });
}

/** The host's own timers. */
export const systemTimers: Timers = {
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(cancelled());
        return;
      }
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
        Math.min(Math.max(0, ms), LONGEST_MS),
      );
      const stop = () => {
        clearTimeout(timer);
        reject(cancelled());
      };
      signal?.addEventListener('abort', stop, { once: true });
    });
  },
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
