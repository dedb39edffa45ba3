import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Derived } from './derived.ts';
import { Ordering } from './ordering.ts';
import type { OrderingRule } from './ordering.ts';
import type { PartStore } from './part.ts';

/** One row by key; the component re-renders when a patch touches this row only. Undefined when it is not there. */
export function useRow<Row extends { key: string }>(part: PartStore<Row>, key: string): Row | undefined {
  const subscribe = useCallback((listener: () => void) => part.subscribeKey(key, listener), [part, key]);
  return useSyncExternalStore(subscribe, () => part.get(key));
}

/** One row by key, or the last one known of it when it is gone (a frozen list still shows it). */
export function useLastRow<Row extends { key: string }>(
  part: PartStore<Row>,
  key: string,
): { row: Row | undefined; gone: boolean } {
  const row = useRow(part, key);
  return { row: row ?? part.last(key), gone: row === undefined };
}

/**
 * Something computed from all rows of a part (counts, totals). Recomputed when a frame touched the part, at most every `restMs`; the
 * component re-renders when the outcome differs.
 *
 * @param derive stable (module scope or useCallback)
 * @param restMs least real milliseconds between two computations: counts that flicker cannot be read
 */
export function useDerived<Row extends { key: string }, T>(
  part: PartStore<Row>,
  derive: (rows: Iterable<Row>) => T,
  restMs = 250,
): T {
  const derived = useMemo(() => new Derived(part, derive, restMs), [part, derive, restMs]);
  return useSyncExternalStore(derived.subscribe, derived.get);
}

/** As `useDerived`, of what hardly changes (names, how many there are): rows come and go, but the part may rest if nobody looks at it. */
export function useGlance<Row extends { key: string }, T>(
  part: PartStore<Row>,
  derive: (rows: Iterable<Row>) => T,
  restMs = 250,
): T {
  const derived = useMemo(() => new Derived(part, derive, restMs, true), [part, derive, restMs]);
  return useSyncExternalStore(derived.subscribe, derived.get);
}

/** Keeps a part from resting while rows of it are read without being listened to. */
export function useAwake(part: { subscribeAny(listener: () => void): () => void }): void {
  useEffect(() => part.subscribeAny(() => undefined), [part]);
}

/** Keys of a part in order: filtered, sorted, settled once a second, and still while `frozen`. See `Ordering`. */
export function useOrdering<Row extends { key: string }>(
  part: PartStore<Row>,
  rule: OrderingRule<Row>,
  frozen: boolean,
): readonly string[] {
  const [ordering] = useState(() => new Ordering(part, rule));
  const { filter, compare } = rule;
  useEffect(() => ordering.setRule({ filter, compare }), [ordering, filter, compare]);
  useEffect(() => ordering.setFrozen(frozen), [ordering, frozen]);
  return useSyncExternalStore(ordering.subscribe, ordering.get);
}
