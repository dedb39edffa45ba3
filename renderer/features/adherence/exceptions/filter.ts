import type { ExceptionRow } from '../../../../shared/contract/index.ts';

/** What of the days is shown. Empty texts mean all. */
export interface LogFilter {
  /** Words in the name, the team, the reason or the note. */
  words: string;
  approver: string;
  reason: string;
  removed: boolean;
}

export const NO_FILTER: LogFilter = { words: '', approver: '', reason: '', removed: true };

/** Rows that fit, newest first. */
export function filtered(rows: readonly ExceptionRow[], filter: LogFilter): ExceptionRow[] {
  const words = folded(filter.words).split(/\s+/).filter(Boolean);
  return rows
    .filter((row) => {
      if (!filter.removed && row.removedAt !== null) return false;
      if (filter.approver !== '' && row.approver !== filter.approver) return false;
      if (filter.reason !== '' && row.reason !== filter.reason) return false;
      const text = folded([row.name, row.team, row.reason, row.note, row.approver].join(' '));
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => b.from - a.from || b.at - a.at || (a.id < b.id ? -1 : 1));
}

/** Seconds that do not count for these exceptions; those taken back count. */
export function secondsOf(rows: readonly ExceptionRow[]): number {
  return rows.reduce((sum, { from, to, removedAt }) => sum + (removedAt === null ? (to - from) / 1000 : 0), 0);
}

/** Whether it was written when the minutes had passed. */
export function isAfterwards(row: Pick<ExceptionRow, 'at' | 'to'>): boolean {
  return row.at > row.to;
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
