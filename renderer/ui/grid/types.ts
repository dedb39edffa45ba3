import type { ReactNode } from 'react';

/** Where a grid finds its rows; each row component listens to its own key. */
export interface RowSource<Row extends { key: string }> {
  get(key: string): Row | undefined;
  /** The row, or the last one known of it when it is gone. */
  last(key: string): Row | undefined;
  subscribeKey(key: string, listener: () => void): () => void;
}

/** One column. Define columns at module scope or in a memo: a new list redraws everything. */
export interface GridColumn<Row> {
  id: string;
  /** Short word in the header. */
  header: string;
  /** The whole of it, for the tooltip and screen readers; the header when left out. */
  title?: string;
  /** Least width in pixels. */
  width: number;
  /** Share of the room left over; 0 (default) keeps the width. */
  grow?: number;
  align?: 'start' | 'end';
  /** 0 always shown; when the room is short the highest number goes first. */
  priority?: number;
  cell(row: Row): ReactNode;
  /** The value can be opened ("why this number"). */
  opens?: boolean;
  /** Ascending order; a column without it cannot be sorted by. */
  sort?: (a: Row, b: Row) => number;
  /** The column that names the row, for screen readers. */
  rowHeader?: boolean;
  /** The cell holds more than one thing: icon and text, text and mark. Plain text needs fewer boxes without. */
  flex?: boolean;
}

export interface GridSort {
  id: string;
  descending: boolean;
}

/** Where something was opened from, in window pixels. */
export interface Anchor {
  x: number;
  y: number;
  width: number;
  height: number;
}
