import type { StripRow } from '../../../shared/contract/index.ts';
import { formatCount, formatDuration, formatPercent, formatSpan, t, tKnown } from '../../ui/index.ts';

/** The line below the number: as few words as can be read from across the room. */
export function wallNote(row: StripRow): string {
  if (row.value === null) {
    if (row.reason !== null) return tKnown(row.reason) ?? t('wallboard.note.noData');
    return row.key === 'longest' ? t('wallboard.note.nobody') : t('wallboard.note.noData');
  }
  switch (row.key) {
    case 'serviceLevel':
      return [
        row.target === null ? null : t('wallboard.note.target', { target: formatPercent(row.target) }),
        row.thresholdSeconds === null ? null : t('wallboard.note.within', { span: formatSpan(row.thresholdSeconds) }),
      ]
        .filter((part) => part !== null)
        .join(' · ');
    case 'longest':
      return [row.target === null ? null : t('wallboard.note.limit', { limit: formatDuration(row.target) }), row.queue]
        .filter((part) => part !== null)
        .join(' · ');
    case 'waiting':
      return row.queue ?? '';
    case 'available':
      return row.denominator === null ? '' : t('wallboard.note.of', { total: formatCount(row.denominator) });
    case 'abandon':
    case 'volume':
      return row.numerator === null || row.denominator === null
        ? ''
        : t('wallboard.note.counts', { part: formatCount(row.numerator), total: formatCount(row.denominator) });
  }
}

/** Seconds of a wait as they were when the picture was last true: a number must not run on without its source. */
export function heldSeconds(since: number, asOf: number | null, at: number): number {
  return Math.max(0, ((asOf ?? at) - since) / 1000);
}
