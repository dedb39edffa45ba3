import type { ReactNode } from 'react';
import { SlideOver } from '../../ui/index.ts';
import { Freshness, Unknown } from './parts.tsx';
import './details.css';

interface DetailsFrameProps<Row> {
  /** The row, also when it has left the board; undefined where it never was on it. */
  last: { row: Row | undefined; gone: boolean };
  /** Title while the row is not known. */
  fallback: string;
  icon(row: Row): ReactNode;
  onClose(): void;
  children(row: Row): ReactNode;
}

/** The panel around the details of a row: its mark and name, what is to be said of its freshness, or that it is not on the board. */
export function DetailsFrame<Row extends { name: string; stale: boolean; asOf: number | null }>({
  last: { row, gone },
  fallback,
  icon,
  onClose,
  children,
}: DetailsFrameProps<Row>) {
  if (row === undefined) {
    return (
      <SlideOver title={fallback} onClose={onClose}>
        <Unknown />
      </SlideOver>
    );
  }
  const title = (
    <span className="wf-details-title">
      {icon(row)}
      <span className="wf-clip" dir="auto" title={row.name.slice(0, 500)}>
        {row.name}
      </span>
    </span>
  );
  return (
    <SlideOver title={title} onClose={onClose}>
      <div className="wf-details">
        <Freshness gone={gone} stale={row.stale} asOf={row.asOf} />
        {children(row)}
      </div>
    </SlideOver>
  );
}
