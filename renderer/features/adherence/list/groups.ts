import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import { bucketOf, BUCKETS, isExcused, outSeconds } from '../order.ts';

export const GROUPS = ['out', ...BUCKETS, 'excused', 'conflict', 'all'] as const;
export type Group = (typeof GROUPS)[number];

/** Which rows a chip shows. @param now epoch ms UTC */
export function groupFilter(group: Group, now: number): ((row: AdherenceRow) => boolean) | null {
  switch (group) {
    case 'all':
      return null;
    case 'excused':
      return isExcused;
    case 'conflict':
      return (row) => row.conflict !== null;
    case 'out':
      return (row) => outSeconds(row, now) !== null;
    default:
      return (row) => {
        const seconds = outSeconds(row, now);
        return seconds !== null && bucketOf(seconds) === group;
      };
  }
}

/** How many rows each chip would show. */
export function countGroups(rows: Iterable<AdherenceRow>, now: number): Record<Group, number> {
  const counts: Record<Group, number> = { out: 0, under1: 0, from1: 0, over5: 0, excused: 0, conflict: 0, all: 0 };
  for (const row of rows) {
    counts.all += 1;
    if (row.conflict !== null) counts.conflict += 1;
    if (isExcused(row)) counts.excused += 1;
    const seconds = outSeconds(row, now);
    if (seconds === null) continue;
    counts.out += 1;
    counts[bucketOf(seconds)] += 1;
  }
  return counts;
}

export function readGroup(value: unknown): Group | null {
  return GROUPS.find((group) => group === value) ?? null;
}
