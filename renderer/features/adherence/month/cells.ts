import { adherence, sumAdherence } from '../../../../shared/domain/adherence/counts.ts';
import type { AdherenceCounts } from '../../../../shared/domain/adherence/types.ts';
import type { CallOutput } from '../../../api/index.ts';
import { formatPercent, t } from '../../../ui/index.ts';
import { hoursText } from '../hours.ts';

export type Month = CallOutput<'adherenceMonth'>;
export type Counted = 'all' | 'productive';
export type Tone = 'good' | 'near' | 'low' | 'bad';

/** What one cell says: the share, or why there is none. */
export interface Cell {
  /** Whole per cent without its sign; null: no data. */
  text: string | null;
  tone: Tone | null;
  /** All of it in words; the reason where there is no share. */
  words: string;
}

/** How far below the target a share may lie for a tone, in shares. */
const NEAR = 0.05;
const LOW = 0.15;

/** The hue of a share against the target; the number stands in the cell. */
export function toneOf(value: number, target: number): Tone {
  if (value >= target) return 'good';
  if (value >= target - NEAR) return 'near';
  return value >= target - LOW ? 'low' : 'bad';
}

/**
 * A person's day, a person's month or everybody's day, with its counts in words.
 *
 * @param counts null: nothing was planned and nothing done
 * @param future the day has not begun
 * @param counting days of the past without counts may still get theirs
 */
export function cellOf(
  counts: AdherenceCounts | null,
  counted: Counted,
  target: number,
  future = false,
  counting = false,
): Cell {
  if (counts === null) {
    if (future) return dash(t('adherence-month.reason.future'));
    return dash(t(counting ? 'adherence-month.reason.counting' : 'adherence-month.reason.nothing'));
  }
  const { value, numerator, denominator } = adherence(counts, counted);
  if (value === null) return dash(future ? t('adherence-month.reason.future') : reasonOf(counts, counted));
  const excused = counted === 'all' ? counts.excused : counts.productiveExcused;
  const unknown = counted === 'all' ? counts.unknown : counts.productiveUnknown;
  const parts = [
    t('adherence-month.cell.adherence', {
      value: formatPercent(value, 1),
      part: hoursText(numerator),
      total: hoursText(denominator),
    }),
  ];
  if (excused > 0) parts.push(t('adherence-month.cell.excused', { part: hoursText(excused) }));
  const out = Math.max(0, denominator - numerator);
  if (out > 0) parts.push(t('adherence-month.cell.out', { time: hoursText(out) }));
  if (counted === 'all' && counts.negative > 0) {
    parts.push(t('adherence-month.cell.hurts', { time: hoursText(counts.negative) }));
  }
  if (unknown > 0) parts.push(t('adherence-month.cell.unknown', { time: hoursText(unknown) }));
  parts.push(t('adherence-month.cell.worked', { time: hoursText(counts.worked) }));
  return {
    text: shareText(value),
    tone: toneOf(value, target),
    words: parts.join(' · '),
  };
}

/** Everybody's counts of each day of the month: sums, of which the share is made. */
export function dayTotals(month: Month): (AdherenceCounts | null)[] {
  return month.days.map((_, index) => {
    const counts = month.people.flatMap(({ days }) => days[index] ?? []);
    return counts.length === 0 ? null : sumAdherence(counts);
  });
}

function reasonOf(counts: AdherenceCounts, counted: Counted): string {
  const scheduled = counted === 'all' ? counts.scheduled : counts.productiveScheduled;
  const unknown = counted === 'all' ? counts.unknown : counts.productiveUnknown;
  if (scheduled > 0 && unknown > 0) return t('adherence-month.reason.unknown');
  if (counts.scheduled > 0) return t('adherence-month.reason.noProductive');
  if (counts.worked > 0) return t('adherence-month.reason.unplanned', { time: hoursText(counts.worked) });
  return t('adherence-month.reason.noTime');
}

/** Whole per cent; a hundred only where nothing is missing, none only where nothing is there. */
function shareText(value: number): string {
  const rounded = Math.round(value * 100);
  return String(value < 1 && rounded >= 100 ? 99 : value > 0 && rounded === 0 ? 1 : rounded);
}

function dash(words: string): Cell {
  return { text: null, tone: null, words };
}
