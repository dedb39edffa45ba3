import { useEffect, useState } from 'react';

/** Real milliseconds: while somebody scrolls, people are asked for a few times a second and not with every row. */
const REST_MS = 150;
/** Rows asked for beyond those in sight. */
const AROUND = 8;

/**
 * The people in sight and a few around them, changed with some patience.
 *
 * @param keys everybody in order @param first @param last places of the rows in sight; last is -1 where none is
 */
export function useVisiblePeople(keys: readonly string[], first: number, last: number): string[] {
  const from = Math.max(0, Math.floor((first - AROUND) / AROUND) * AROUND);
  const to = Math.ceil((last + 1 + AROUND) / AROUND) * AROUND;
  const wanted = last < 0 ? '' : keys.slice(from, to).toSorted().join('\n');
  const [shown, setShown] = useState(wanted);
  useEffect(() => {
    if (wanted === shown) return undefined;
    const timer = setTimeout(() => setShown(wanted), shown === '' ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [wanted, shown]);
  return shown === '' ? [] : shown.split('\n');
}
