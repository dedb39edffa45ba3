import { create } from 'zustand';
import type { ContactView } from '../../../shared/contract/index.ts';

/** Which contacts are looked at: the filter of the number that was opened. */
export interface RowsRequest {
  /** What they are the rows of, for the heading. */
  title: string;
  /** Epoch ms UTC, `to` exclusive. */
  from: number;
  to: number;
  /** `source/id`; empty: all. */
  queues: readonly string[];
  /** Empty: all. */
  outcomes: readonly ContactView['outcome'][];
  /** `source/id`; null: all. */
  agent: string | null;
}

export const useRowsBehind = create<{ request: RowsRequest | null }>(() => ({ request: null }));

/** Opens the list of contacts behind a number, with its filter kept. */
export function openRows(request: RowsRequest): void {
  useRowsBehind.setState({ request });
}

export function closeRows(): void {
  useRowsBehind.setState({ request: null });
}
