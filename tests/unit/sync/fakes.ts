import { HttpFault } from '../../../electron/connectors/connector.ts';
import type { HttpReply, HttpRequest } from '../../../electron/connectors/connector.ts';
import type { Timers } from '../../../electron/sync/timers.ts';
import { cancelled } from '../../../electron/sync/timers.ts';
import type { Transport } from '../../../electron/sync/transport.ts';
import type { ManualClock } from '../../../shared/time/clock.ts';

/** Timers whose waits pass at once and move the clock on; for work that does one thing after the other. */
export class InstantTimers implements Timers {
  readonly clock: ManualClock;
  readonly slept: number[] = [];

  constructor(clock: ManualClock) {
    this.clock = clock;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) throw cancelled();
    this.slept.push(ms);
    this.clock.advance(Math.max(0, ms));
    await Promise.resolve();
  }

  after(): () => void {
    return () => {};
  }
}

interface Waiter {
  at: number;
  wake: () => void;
}

/** Timers that stand still until the test moves the clock; for what runs side by side. */
export class ManualTimers implements Timers {
  readonly clock: ManualClock;
  #waiters: Waiter[] = [];

  constructor(clock: ManualClock) {
    this.clock = clock;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(cancelled());
        return;
      }
      const waiter: Waiter = { at: this.clock.monotonic() + ms, wake: resolve };
      this.#waiters.push(waiter);
      signal?.addEventListener(
        'abort',
        () => {
          this.#waiters = this.#waiters.filter((other) => other !== waiter);
          reject(cancelled());
        },
        { once: true },
      );
    });
  }

  after(ms: number, callback: () => void): () => void {
    const waiter: Waiter = { at: this.clock.monotonic() + ms, wake: callback };
    this.#waiters.push(waiter);
    return () => {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
    };
  }

  /** Moves the clock on step by step, waking who is due, and lets each finish what it began. */
  async advance(ms: number): Promise<void> {
    const end = this.clock.monotonic() + ms;
    await settle();
    for (;;) {
      const next = this.#waiters.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#waiters = this.#waiters.filter((other) => other !== next);
      this.clock.advance(Math.max(0, next.at - this.clock.monotonic()));
      next.wake();
      await settle();
    }
    this.clock.advance(end - this.clock.monotonic());
    await settle();
  }
}

/** Lets every promise that can go on do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export type Answer = { status?: number; body?: string; headers?: Record<string, string> } | HttpFault;

/** A transport that gives the prepared answers one after the other, the last one for ever. */
export function scripted(answers: Answer[], clock: ManualClock): { transport: Transport; seen: HttpRequest[] } {
  const seen: HttpRequest[] = [];
  const transport: Transport = async (request, signal) => {
    if (signal.aborted) throw cancelled();
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push(request);
    if (answer instanceof HttpFault) throw answer;
    const reply: HttpReply = {
      status: answer?.status ?? 200,
      headers: new Headers({ 'content-type': 'application/json', ...answer?.headers }),
      text: answer?.body ?? '{}',
      receivedAt: clock.now(),
    };
    return reply;
  };
  return { transport, seen };
}
