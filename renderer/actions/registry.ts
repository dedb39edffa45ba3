import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { Action } from './types.ts';

const registered: Action[] = [];
const listeners = new Set<() => void>();
let snapshot: readonly Action[] = [];

function changed(): void {
  // Where two components offer the same action the one that came last is in front of the person.
  const byName = new Map(registered.map((action) => [action.name, action]));
  snapshot = [...byName.values()];
  for (const listener of listeners) listener();
}

/** Offers actions for as long as the program runs, or until the returned function is called. */
export function registerActions(actions: readonly Action[]): () => void {
  registered.push(...actions);
  changed();
  return () => {
    for (const action of actions) {
      const index = registered.lastIndexOf(action);
      if (index >= 0) registered.splice(index, 1);
    }
    changed();
  };
}

/** Offers actions while the component is mounted; `perform` and `when` may close over its newest state. */
export function useActions(actions: readonly Action[]): void {
  const latest = useRef(actions);
  useLayoutEffect(() => {
    latest.current = actions;
  });
  const names = actions.map((action) => `${action.name}=${action.keys ?? ''}`).join('|');
  useEffect(() => {
    const find = (name: string) => latest.current.find((action) => action.name === name);
    return registerActions(
      latest.current.map((action) => ({
        ...action,
        when: () => find(action.name)?.when?.() ?? true,
        perform: () => find(action.name)?.perform(),
      })),
    );
  }, [names]);
}

/** Every action offered now, by name once. */
export function allActions(): readonly Action[] {
  return snapshot;
}

export function useAllActions(): readonly Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Does it if it is offered and can be done. @returns whether it was done */
export function performAction(name: string): boolean {
  const action = snapshot.find((candidate) => candidate.name === name);
  if (action === undefined || action.when?.() === false) return false;
  action.perform();
  return true;
}
