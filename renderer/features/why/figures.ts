import type { CallOutput } from '../../api/index.ts';
import {
  DASH,
  formatCount,
  formatDecimal,
  formatDelta,
  formatDuration,
  formatPercent,
  formatSpan,
  formatTime,
  t,
  tKnown,
} from '../../ui/index.ts';
import type { Figure } from '../../../shared/contract/index.ts';

export type Explanation = CallOutput<'explain'>;

/** Anything later than this is an instant, not a duration: seconds of 300 years. */
const INSTANT_FROM = 1e10;

/** The value of a figure in its own unit; a dash where there is none. @param at the moment shown, epoch ms UTC */
export function valueText(figure: Figure, value: number | null, at: number): string {
  if (value === null) return DASH;
  switch (figure) {
    case 'serviceLevel':
    case 'abandon':
    case 'occupancy':
    case 'adherence':
    case 'conformance':
    case 'shrinkage':
      return formatPercent(value, 1);
    case 'volume':
      return `${formatDelta(value - 1)} %`;
    case 'asa':
    case 'hurting':
      return formatSpan(value);
    case 'longest':
      return formatDuration(value > INSTANT_FROM ? (at - value) / 1000 : value);
    case 'expected':
      return formatDecimal(value, Number.isInteger(value) ? 0 : 1);
    case 'waiting':
    case 'available':
    case 'outOfAdherence':
      return formatCount(value);
  }
}

/** A count of the formula: seconds as a time, instants as a clock time, the rest as a number. */
export function countText(name: string, value: number | null, zone: string): string {
  if (value === null) return DASH;
  if (name.endsWith('Seconds')) return value > 86_400 ? formatSpan(value) : formatDuration(value);
  if (value > INSTANT_FROM) return formatTime(value, zone, true);
  return Number.isInteger(value) ? formatCount(value) : formatDecimal(value, 1);
}

/** Time lost under a reason somebody gave: `cause.exception:<reason>.Seconds`. */
const EXCEPTION = /^cause\.exception:(.*)\.Seconds$/s;

export function countName(name: string): string {
  const reason = EXCEPTION.exec(name)?.[1];
  if (reason !== undefined) return t('why.count.cause.exception', { reason: reason.slice(0, 120) });
  return tKnown(`why.count.${name}`) ?? name;
}

export function caveatText(caveat: string): string {
  return tKnown(`why.caveat.${caveat.replace(/^(why\.)?caveat\./, '')}`) ?? caveat;
}

/** How the number is counted, in words; the rule's own times are filled in. */
export function formulaText({ figure, formula, rule }: Pick<Explanation, 'figure' | 'formula' | 'rule'>): string[] {
  const values =
    rule === null ? {} : { threshold: formatSpan(rule.thresholdSeconds), short: formatSpan(rule.shortAbandonSeconds) };
  const own =
    figure === 'serviceLevel' && rule !== null ? `why.formula.serviceLevel.${rule.variant}` : `why.formula.${figure}`;
  const words = tKnown(own, values) ?? tKnown(formula, values) ?? formula;
  if (figure !== 'serviceLevel' || rule === null) return [words];
  return [words, t(`why.formula.comparator.${rule.comparator}`, values)];
}
