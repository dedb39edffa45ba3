import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PartStore } from '../../../renderer/api/index.ts';
import { Grid } from '../../../renderer/ui/index.ts';
import type { GridColumn, GridSort } from '../../../renderer/ui/index.ts';
import { fitColumns } from '../../../renderer/ui/grid/columns.ts';
import { giveSize } from '../helpers.tsx';

interface Row {
  key: string;
  name: string;
  count: number;
}

const drawn = vi.fn();
const columns: GridColumn<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 100,
    grow: 1,
    rowHeader: true,
    cell: (row) => {
      drawn(row.key);
      return <span>{row.name}</span>;
    },
  },
  {
    id: 'count',
    header: 'Count',
    title: 'How many there are',
    width: 60,
    align: 'end',
    opens: true,
    sort: (a, b) => a.count - b.count,
    cell: (row) => <span>{row.count}</span>,
  },
];

const opened = vi.fn();
const openedCell = vi.fn();
const engaged = vi.fn();
const sorted = vi.fn<(sort: GridSort | null) => void>();

function show(count = 2000) {
  const part = new PartStore<Row>();
  const put = (...rows: Row[]) => {
    part.apply(rows, [], false);
    part.flush();
  };
  put(...Array.from({ length: count }, (_, index) => ({ key: `k${index}`, name: `Name ${index}`, count: index })));
  const grid = (keys: readonly string[]) => (
    <Grid
      label="Things"
      columns={columns}
      source={part}
      keys={keys}
      rowHeight={30}
      onOpen={opened}
      onOpenCell={openedCell}
      onEngaged={engaged}
      onSort={sorted}
      sort={null}
      empty={<p>Nothing here</p>}
    />
  );
  const view = render(grid(part.keys()));
  return { part, put, view, grid };
}

const active = () => {
  const id = screen.getByRole('grid').getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.textContent;
};

describe('the grid', () => {
  beforeEach(() => {
    giveSize(600, 300);
    vi.clearAllMocks();
  });

  it('draws the rows in sight only and tells screen readers of all', () => {
    show();
    expect(screen.getByRole('grid', { name: 'Things' }).getAttribute('aria-rowcount')).toBe('2001');
    expect(screen.getAllByRole('row').length).toBeLessThan(40);
    expect(screen.getByRole('rowheader', { name: 'Name 0' })).toBeTruthy();
    expect(screen.getByRole('columnheader', { name: 'How many there are' })).toBeTruthy();
  });

  it('draws a row again only when that row changed', () => {
    const { put } = show();
    drawn.mockClear();
    act(() => put({ key: 'k3', name: 'Name 3', count: 99 }, { key: 'k1999', name: 'Far away', count: 1 }));
    expect(drawn.mock.calls).toEqual([['k3']]);
    expect(screen.getByText('99')).toBeTruthy();
  });

  it('does not draw rows again when only their order changed', () => {
    const { part, view, grid } = show(5);
    drawn.mockClear();
    view.rerender(grid([...part.keys()].reverse()));
    const order = screen.getAllByRole('rowheader').map((cell) => cell.textContent);
    expect(order).toHaveLength(5);
    expect(screen.getByRole('rowheader', { name: 'Name 4' }).closest('tr')?.style.top).toBe('0px');
  });

  it('goes on showing a row that is gone while its key is listed', () => {
    const { part } = show(3);
    act(() => {
      part.apply([], ['k1'], false);
      part.flush();
    });
    expect(screen.getByRole('rowheader', { name: 'Name 1' }).closest('tr')?.hasAttribute('data-gone')).toBe(true);
  });

  it('moves by arrows, pages and ends, from cell to cell', () => {
    show();
    const grid = screen.getByRole('grid');
    const key = (name: string) => fireEvent.keyDown(grid, { key: name });
    key('ArrowDown');
    expect(active()).toBe('Name 0');
    key('ArrowDown');
    key('ArrowRight');
    expect(active()).toBe('1');
    key('ArrowUp');
    expect(active()).toBe('0');
    key('PageDown');
    expect(active()).toBe('9');
    key('End');
    expect(active()).toBe('1999');
    key('Home');
    expect(active()).toBe('0');
  });

  it('opens the row, or the number under the cursor', () => {
    show();
    const grid = screen.getByRole('grid');
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(opened).toHaveBeenCalledWith('k0');
    fireEvent.keyDown(grid, { key: 'ArrowRight' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(openedCell).toHaveBeenCalledWith('k0', 'count', expect.objectContaining({ width: expect.any(Number) }));
    fireEvent.click(screen.getByText('5'));
    expect(openedCell).toHaveBeenLastCalledWith('k5', 'count', expect.anything());
    fireEvent.click(screen.getByText('Name 6'));
    expect(opened).toHaveBeenLastCalledWith('k6');
  });

  it('keeps the active row when the order changes under it', () => {
    const { part, view, grid } = show(5);
    fireEvent.click(screen.getByText('Name 3'));
    view.rerender(grid([...part.keys()].reverse()));
    expect(active()).toBe('Name 3');
  });

  it('says when the pointer or the focus is inside', () => {
    show();
    const grid = screen.getByRole('grid');
    const frame = grid.parentElement as HTMLElement;
    fireEvent.pointerMove(frame);
    expect(engaged).toHaveBeenLastCalledWith(true);
    act(() => grid.focus());
    fireEvent.pointerLeave(frame);
    expect(engaged).toHaveBeenLastCalledWith(true);
    act(() => grid.blur());
    expect(engaged).toHaveBeenLastCalledWith(false);
  });

  it('sorts by a header: worst first, then the other way, then as it was', () => {
    show(3);
    fireEvent.click(screen.getByRole('button', { name: 'Count' }));
    expect(sorted).toHaveBeenLastCalledWith({ id: 'count', descending: true });
  });

  it('says why it is empty', () => {
    show(0);
    expect(screen.getByText('Nothing here')).toBeTruthy();
  });

  it('lets columns go by priority when the room is short', () => {
    const list = [
      { id: 'a', width: 100 },
      { id: 'b', width: 100, priority: 2 },
      { id: 'c', width: 100, priority: 1 },
    ];
    expect(fitColumns(list, 300)).toEqual({ a: true, b: true, c: true });
    expect(fitColumns(list, 299)).toEqual({ a: true, b: false, c: true });
    expect(fitColumns(list, 50)).toEqual({ a: true, b: false, c: false });
  });
});
