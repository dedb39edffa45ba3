import { ChevronDown, ChevronUp } from 'lucide-react';
import { cx } from '../cx.ts';
import type { GridColumn, GridSort } from './types.ts';

interface GridHeadProps<Row> {
  columns: readonly GridColumn<Row>[];
  sort: GridSort | null;
  onSort: ((columnId: string) => void) | undefined;
}

/** The header row; a sortable column's header is a button. */
export function GridHead<Row>({ columns, sort, onSort }: GridHeadProps<Row>) {
  return (
    <thead className="wf-grid-thead">
      <tr className="wf-grid-head" aria-rowindex={1}>
        {columns.map((column, position) => {
          const sorted = sort !== null && sort.id === column.id;
          const Arrow = sorted && sort.descending ? ChevronDown : ChevronUp;
          return (
            <th
              key={column.id}
              scope="col"
              aria-colindex={position + 1}
              aria-label={column.title ?? column.header}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
              className={cx('wf-grid-cell', column.align === 'end' && 'wf-grid-end')}
              data-tip={column.title}
            >
              {column.sort !== undefined && onSort !== undefined ? (
                <button type="button" tabIndex={-1} className="wf-grid-sort" onClick={() => onSort(column.id)}>
                  <span className="wf-clip">{column.header}</span>
                  {sorted && <Arrow aria-hidden />}
                </button>
              ) : (
                <span className="wf-clip">{column.header}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
