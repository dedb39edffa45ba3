import { useCallback, useMemo, useState } from 'react';

/** The cell that arrows move: it belongs to a row's key, so that it goes along when the order changes. */
export function useActiveCell(keys: readonly string[], columnCount: number) {
  const [state, setState] = useState<{ key: string | null; column: number }>({ key: null, column: 0 });
  const activeIndex = useMemo(() => (state.key === null ? -1 : keys.indexOf(state.key)), [keys, state.key]);
  const column = Math.min(state.column, Math.max(0, columnCount - 1));
  const activate = useCallback((key: string, at: number) => setState({ key, column: at }), []);
  const moveRows = useCallback(
    (rows: number): number => {
      if (keys.length === 0) return -1;
      const from = activeIndex < 0 ? (rows > 0 ? -1 : keys.length) : activeIndex;
      const index = Math.min(keys.length - 1, Math.max(0, from + rows));
      setState((was) => ({ ...was, key: keys[index] ?? null }));
      return index;
    },
    [keys, activeIndex],
  );
  const moveColumns = useCallback(
    (by: number) => setState((was) => ({ ...was, column: Math.min(columnCount - 1, Math.max(0, was.column + by)) })),
    [columnCount],
  );
  return useMemo(
    () => ({ key: activeIndex < 0 ? null : state.key, activeIndex, column, activate, moveRows, moveColumns }),
    [state.key, activeIndex, column, activate, moveRows, moveColumns],
  );
}
