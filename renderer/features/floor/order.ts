import type { AgentRow, QueueRow } from '../../../shared/contract/index.ts';
import type { GridColumn, GridSort } from '../../ui/index.ts';

/** Worst first, as the engine weighs it. */
export function worstFirst(a: QueueRow, b: QueueRow): number {
  return b.severity - a.severity || a.name.localeCompare(b.name);
}

const LEVEL_RANK: Readonly<Record<AgentRow['level'], number>> = { breach: 0, warning: 1, normal: 2, stale: 2 };

/**
 * Who needs a hand first, then everybody by name: a list that re-sorts with every change of state could not be read. Whoever is offline
 * comes last.
 */
export function needFirst(a: AgentRow, b: AgentRow): number {
  return agentRank(a) - agentRank(b) || a.name.localeCompare(b.name);
}

function agentRank(row: AgentRow): number {
  if (row.state === 'help') return -1;
  return row.state === 'offline' ? 3 : LEVEL_RANK[row.level];
}

/** The comparison of a chosen column, or the given one where none is chosen. */
export function comparator<Row>(
  columns: readonly GridColumn<Row>[],
  sort: GridSort | null,
  otherwise: (a: Row, b: Row) => number,
): (a: Row, b: Row) => number {
  const chosen = sort === null ? undefined : columns.find((column) => column.id === sort.id)?.sort;
  if (chosen === undefined || sort === null) return otherwise;
  return sort.descending ? (a, b) => chosen(b, a) : chosen;
}
