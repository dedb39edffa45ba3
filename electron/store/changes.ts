import type { Change } from './api.ts';

export type ChangeListener = (change: Change) => void;

/** Told by a listener that failed; the write it heard of stands. */
export type ListenerFault = (error: unknown) => void;

/** Hands each commit's change to the listeners, after the commit. A listener's fault is reported and touches nobody else. */
export class ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();
  readonly #fault: ListenerFault;

  constructor(fault: ListenerFault) {
    this.#fault = fault;
  }

  /** @returns the way to unsubscribe */
  subscribe(listener: ChangeListener): () => void {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const own: ChangeListener = (change) => listener(change);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  publish(change: Change): void {
    // A copy: a listener may unsubscribe itself or others while being told.
    for (const listener of Array.from(this.#listeners)) {
      try {
        listener(change);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }

  #report(error: unknown): void {
    try {
      this.#fault(error);
    } catch {
      // The reporter itself failed; the write is committed, and there is nobody left to tell.
    }
  }
}
