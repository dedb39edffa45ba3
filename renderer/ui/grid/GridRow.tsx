import { memo, useCallback, useSyncExternalStore } from 'react';
import { cx } from '../cx.ts';
import type { GridColumn, RowSource } from './types.ts';

interface GridRowProps<Row extends { key: string }> {
  /** Of the element, whichever row it shows; its cells add their column. */
  id: string;
  source: RowSource<Row>;
  rowKey: string;
  index: number;
  top: number;
  columns: readonly GridColumn<Row>[];
  /** Index of the active column when this row is the active one, else -1. */
  active: number;
  selected: boolean;
  rowAttributes: ((row: Row) => Readonly<Record<`data-${string}`, string>>) | undefined;
}

function Row<R extends { key: string }>(props: GridRowProps<R>) {
  const { id, source, rowKey, index, top, columns, active, selected, rowAttributes } = props;
  const subscribe = useCallback((listener: () => void) => source.subscribeKey(rowKey, listener), [source, rowKey]);
  const live = useSyncExternalStore(subscribe, () => source.get(rowKey));
  // A frozen list keeps the place of a row that is gone: it is shown as it was last known.
  const row = live ?? source.last(rowKey);
  if (row === undefined) return null;
  return (
    <tr
      className={cx('wf-grid-row', active >= 0 && 'wf-grid-active')}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-key={rowKey}
      data-gone={live === undefined ? '' : undefined}
      style={{ top }}
      {...rowAttributes?.(row)}
    >
      {columns.map((column, position) => {
        const Cell = column.rowHeader === true ? 'th' : 'td';
        return (
          <Cell
            key={column.id}
            id={`${id}-${column.id}`}
            scope={column.rowHeader === true ? 'row' : undefined}
            aria-colindex={position + 1}
            data-column={column.id}
            data-active={active === position ? '' : undefined}
            className={cx(
              'wf-grid-cell',
              column.align === 'end' && 'wf-grid-end',
              column.flex === true && 'wf-grid-flex',
              column.opens === true && 'wf-grid-opens',
            )}
          >
            {column.cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}

/** A row that re-renders for its own changes only. */
export const GridRow = memo(Row) as typeof Row;
