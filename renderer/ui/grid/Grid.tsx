import { columnVisibilityFeature, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import type { ColumnDef, SortingState } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FocusEvent, MouseEvent, ReactNode } from 'react';
import { fitColumns, template } from './columns.ts';
import { mountGrid, takeGrid } from './current.ts';
import { GridHead } from './GridHead.tsx';
import { GridRow } from './GridRow.tsx';
import { RowSlots } from './row-slots.ts';
import type { Anchor, GridColumn, GridSort, RowSource } from './types.ts';
import { useActiveCell } from './use-active-cell.ts';
import { useSize } from '../use-size.ts';
import './grid.css';

interface GridProps<Row extends { key: string }> {
  /** Name for screen readers. */
  label: string;
  columns: readonly GridColumn<Row>[];
  source: RowSource<Row>;
  /** Keys in the order to show. */
  keys: readonly string[];
  /** Height of a row in pixels, as the density says. */
  rowHeight: number;
  selectedKey?: string | null;
  /** Enter, double duty of a click outside an opening cell: the row's details. */
  onOpen(key: string): void;
  /** A click on, or Enter in, a cell of a column that `opens`. */
  onOpenCell?(key: string, columnId: string, anchor: Anchor): void;
  /** True while the pointer or the focus is inside: the owner freezes the order. */
  onEngaged?(engaged: boolean): void;
  sort?: GridSort | null;
  onSort?(sort: GridSort | null): void;
  rowAttributes?: (row: Row) => Readonly<Record<`data-${string}`, string>>;
  /** Instead of rows when there are none. */
  empty?: ReactNode;
}

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });
const NO_ROWS: { key: string }[] = [];
/** Rows kept above and below those in sight: each costs layout with every frame that touches it. */
const OVERSCAN = 5;

/**
 * A virtualised table of live rows: only the rows in sight exist, each follows its own key, and the order is the owner's. An ARIA grid
 * with one tab stop: arrows move, Enter opens. Columns give way by priority when the room is short.
 */
export function Grid<Row extends { key: string }>(props: GridProps<Row>) {
  const {
    label,
    columns,
    source,
    keys,
    rowHeight,
    selectedKey = null,
    onOpen,
    onOpenCell,
    onEngaged,
    sort = null,
    onSort,
  } = props;
  const gridId = useId();
  const scroller = useRef<HTMLTableElement>(null);
  const { width } = useSize(scroller);
  const visible = useVisibleColumns(columns, width, sort, onSort);
  const cell = useActiveCell(keys, visible.columns.length);
  const { activeIndex } = cell;
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    // The active row stays mounted while it is scrolled out of sight: screen readers point at it by id.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (activeIndex < 0 || indexes.includes(activeIndex)) return indexes;
      return [...indexes, activeIndex].sort((a, b) => a - b);
    },
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const [slots] = useState(() => new RowSlots());
  const rows = slots.arrange(
    virtual.getVirtualIndexes(),
    Math.ceil((virtual.scrollRect?.height ?? 0) / rowHeight) + 1 + 2 * OVERSCAN,
    !virtual.isScrolling,
  );
  const activeSlot = rows.find(({ index }) => index === activeIndex)?.slot;

  const openActive = useCallback(() => {
    const column = visible.columns[cell.column];
    if (cell.key === null) return;
    const element = document.getElementById(`${gridId}-${activeSlot}-${column?.id ?? ''}`);
    if (column?.opens === true && onOpenCell !== undefined && element !== null) {
      onOpenCell(cell.key, column.id, anchorOf(element));
    } else onOpen(cell.key);
  }, [visible.columns, cell.column, cell.key, gridId, activeSlot, onOpen, onOpenCell]);

  const move = useCallback(
    (rows: number) => {
      const index = cell.moveRows(rows);
      if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
      if (document.activeElement !== scroller.current) scroller.current?.focus({ preventScroll: true });
    },
    [cell, virtual],
  );

  const latest = useRef({ move, openActive, key: cell.key });
  useLayoutEffect(() => {
    latest.current = { move, openActive, key: cell.key };
  });
  const handle = useMemo(
    () => ({
      move: (rows: number) => latest.current.move(rows),
      open: () => latest.current.openActive(),
      activeKey: () => latest.current.key,
    }),
    [],
  );
  useEffect(() => mountGrid(handle), [handle]);

  const engaged = useRef({ pointer: false, focus: false });
  const engage = (what: 'pointer' | 'focus', value: boolean) => {
    if (engaged.current[what] === value) return;
    engaged.current[what] = value;
    onEngaged?.(engaged.current.pointer || engaged.current.focus);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -keys.length,
      End: keys.length,
    };
    const step = steps[event.key];
    if (event.altKey || event.metaKey || (event.ctrlKey && step === undefined)) return;
    if (step !== undefined) move(step);
    else if (event.key === 'ArrowRight') cell.moveColumns(1);
    else if (event.key === 'ArrowLeft') cell.moveColumns(-1);
    else if (event.key === 'Enter') openActive();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const key = event.target.closest('[data-key]')?.getAttribute('data-key');
    if (key === undefined || key === null) return;
    const element = event.target.closest('[data-column]');
    const column = visible.columns.findIndex((entry) => entry.id === element?.getAttribute('data-column'));
    cell.activate(key, Math.max(0, column));
    // The dotted figure itself opens; the rest of its cell belongs to the row.
    const opened = visible.columns[column];
    if (element !== null && opened?.opens === true && event.target !== element && onOpenCell !== undefined) {
      onOpenCell(key, opened.id, anchorOf(event.target));
    } else onOpen(key);
  };

  const activeColumn = visible.columns[cell.column];
  return (
    <div
      className="wf-grid"
      // Moved, not merely there: a table that appears under a resting pointer is not being read.
      onPointerMove={() => engage('pointer', true)}
      onPointerLeave={() => engage('pointer', false)}
      onFocus={() => {
        takeGrid(handle);
        engage('focus', true);
      }}
      onBlur={(event: FocusEvent<HTMLDivElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) engage('focus', false);
      }}
    >
      <table
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={keys.length + 1}
        aria-colcount={visible.columns.length}
        aria-activedescendant={
          activeSlot === undefined || activeColumn === undefined
            ? undefined
            : `${gridId}-${activeSlot}-${activeColumn.id}`
        }
        className="wf-grid-scroll"
        style={{
          ['--columns' as string]: visible.template,
          ['--least-width' as string]: `${visible.leastWidth}px`,
          ['--row-height' as string]: `${rowHeight}px`,
        }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <GridHead
          columns={visible.columns}
          sort={sort}
          onSort={onSort === undefined ? undefined : visible.toggleSort}
        />
        <tbody className="wf-grid-body" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, slot }) => {
            const key = keys[index];
            if (key === undefined) return null;
            return (
              <GridRow
                key={slot}
                id={`${gridId}-${slot}`}
                source={source}
                rowKey={key}
                index={index}
                top={index * rowHeight}
                columns={visible.columns}
                active={key === cell.key ? cell.column : -1}
                selected={key === selectedKey}
                rowAttributes={props.rowAttributes}
              />
            );
          })}
        </tbody>
      </table>
      {keys.length === 0 && props.empty}
    </div>
  );
}

function useVisibleColumns<Row extends { key: string }>(
  columns: readonly GridColumn<Row>[],
  width: number,
  sort: GridSort | null,
  onSort: ((sort: GridSort | null) => void) | undefined,
) {
  const definitions = useMemo(
    (): ColumnDef<typeof features, { key: string }>[] =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row) => row.key,
        enableSorting: column.sort !== undefined,
        sortDescFirst: true,
      })),
    [columns],
  );
  const columnVisibility = useMemo(() => fitColumns(columns, width), [columns, width]);
  const sorting: SortingState = useMemo(() => (sort === null ? [] : [{ id: sort.id, desc: sort.descending }]), [sort]);
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS,
    manualSorting: true,
    state: { columnVisibility, sorting },
    onSortingChange: (update) => {
      const next = (typeof update === 'function' ? update(sorting) : update)[0];
      onSort?.(next === undefined ? null : { id: next.id, descending: next.desc });
    },
  });
  const ids = table
    .getVisibleLeafColumns()
    .map((column) => column.id)
    .join(' ');
  return useMemo(() => {
    const shown = new Set(ids.split(' '));
    const list = columns.filter((column) => shown.has(column.id));
    return {
      columns: list,
      template: template(list),
      leastWidth: list.reduce((sum, column) => sum + column.width, 0),
      toggleSort: (id: string) => table.getColumn(id)?.toggleSorting(),
    };
  }, [ids, columns, table]);
}

function anchorOf(element: Element): Anchor {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}
