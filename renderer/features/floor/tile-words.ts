import type { StripRow } from '../../../shared/contract/index.ts';
import {
  formatCount,
  formatDelta,
  formatDuration,
  formatPercent,
  formatPercentNumber,
  formatSpan,
  t,
  tKnown,
} from '../../ui/index.ts';

export interface Away {
  onBreak: number;
  help: number;
}

/** Heading of a tile; the threshold belongs to the name of a service level. */
export function tileTitle(row: StripRow): string {
  if (row.key === 'serviceLevel' && row.thresholdSeconds !== null) {
    return t('floor.tile.serviceLevelWithin', { threshold: formatSpan(row.thresholdSeconds) });
  }
  return t(`floor.tile.${row.key}`);
}

/** The number without its unit; null where there is none, and where it ticks. */
export function tileValue(row: StripRow): string | null {
  if (row.value === null || row.unit === 'since') return null;
  if (row.key === 'volume') return formatDelta(row.value - 1);
  return row.unit === 'ratio' ? formatPercentNumber(row.value) : formatCount(row.value);
}

/** What stands small beside the number. */
export function tileUnit(row: StripRow): string {
  if (row.value === null) return '';
  if (row.unit === 'ratio') return '%';
  if (row.key === 'available' && row.denominator !== null) return t('floor.tile.of', { total: row.denominator });
  return '';
}

/** The line below the number: target, counts, the queue that makes it, or why there is none. */
export function tileNote(row: StripRow, away: Away): string {
  if (row.value === null) {
    if (row.reason !== null) return tKnown(row.reason) ?? t('floor.tile.none');
    return t(row.key === 'longest' ? 'floor.tile.nobodyWaits' : 'floor.tile.none');
  }
  return parts(row, away).join(' · ');
}

function parts(row: StripRow, away: Away): string[] {
  const said: string[] = [];
  switch (row.key) {
    case 'serviceLevel':
      if (row.target !== null) said.push(t('floor.tile.target', { target: formatPercentNumber(row.target, 0) }));
      if (row.variant !== null) said.push(t(`words.variant.${row.variant}`));
      if (row.mixed !== null && row.mixed > 0) said.push(t('floor.tile.mixed', { count: row.mixed }));
      break;
    case 'waiting':
      if (row.queue !== null && row.value !== 0) said.push(t('floor.tile.most', { queue: row.queue }));
      break;
    case 'longest':
      if (row.queue !== null) said.push(row.queue);
      if (row.target !== null) said.push(t('floor.tile.limit', { limit: formatDuration(row.target) }));
      break;
    case 'available':
      said.push(t('floor.tile.onBreak', { count: away.onBreak }));
      if (away.help > 0) said.push(t('floor.tile.help', { count: away.help }));
      break;
    case 'abandon':
      said.push(...counts(row));
      if (row.low !== null && row.high !== null) {
        said.push(t('floor.tile.interval', { low: formatPercentNumber(row.low), high: formatPercent(row.high, 1) }));
      }
      break;
    case 'volume':
      if (row.numerator !== null && row.denominator !== null) {
        said.push(t('floor.tile.ofExpected', { offered: row.numerator, expected: formatCount(row.denominator) }));
      }
  }
  return said;
}

function counts(row: StripRow): string[] {
  if (row.numerator === null || row.denominator === null) return [];
  return [t('floor.tile.counts', { part: row.numerator, total: row.denominator })];
}
