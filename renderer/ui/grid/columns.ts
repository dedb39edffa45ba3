import type { GridColumn } from './types.ts';

/**
 * Which columns fit: all of priority 0, then by rising priority as long as there is room.
 *
 * @param width inner width in pixels; 0 (not measured yet) shows all
 * @returns visibility by column id
 */
export function fitColumns(
  columns: readonly Pick<GridColumn<never>, 'id' | 'width' | 'priority'>[],
  width: number,
): Record<string, boolean> {
  const visible: Record<string, boolean> = {};
  let needed = 0;
  for (const column of columns) needed += column.width;
  const droppable = columns
    .filter((column) => (column.priority ?? 0) > 0)
    .sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  const dropped = new Set<string>();
  for (const column of droppable) {
    if (width === 0 || needed <= width) break;
    dropped.add(column.id);
    needed -= column.width;
  }
  for (const column of columns) visible[column.id] = !dropped.has(column.id);
  return visible;
}

/** The `grid-template-columns` of rows and header. */
export function template(columns: readonly Pick<GridColumn<never>, 'width' | 'grow'>[]): string {
  return columns.map(({ width, grow = 0 }) => (grow > 0 ? `minmax(${width}px, ${grow}fr)` : `${width}px`)).join(' ');
}
