import type { ServiceLevelRule } from '../../../shared/contract/index.ts';
import { t } from '../../ui/index.ts';

/** The rule as it is typed. */
export interface RuleDraft {
  variant: ServiceLevelRule['variant'];
  comparator: ServiceLevelRule['comparator'];
  threshold: string;
  short: string;
  /** Per cent. */
  target: string;
}

export type RuleProblems = Partial<Record<'threshold' | 'short' | 'target', string>>;

const WEEK_SECONDS = 7 * 86_400;
const HOUR_SECONDS = 3600;

export function draftOf(rule: ServiceLevelRule): RuleDraft {
  return {
    variant: rule.variant,
    comparator: rule.comparator,
    threshold: String(rule.thresholdSeconds),
    short: String(rule.shortAbandonSeconds),
    target: String(Math.round(rule.target * 1000) / 10),
  };
}

/** The rule that was typed, or what is wrong with it by field. */
export function readRule(draft: RuleDraft): { rule: ServiceLevelRule } | { problems: RuleProblems } {
  const problems: RuleProblems = {};
  const threshold = numberOf(draft.threshold);
  const short = numberOf(draft.short);
  const target = numberOf(draft.target);
  if (threshold === null || threshold <= 0 || threshold > WEEK_SECONDS)
    problems.threshold = t('details.rule.threshold.bad');
  if (short === null || short < 0 || short > HOUR_SECONDS) problems.short = t('details.rule.short.bad');
  if (target === null || target < 0 || target > 100) problems.target = t('details.rule.target.bad');
  if (threshold === null || short === null || target === null || Object.keys(problems).length > 0) return { problems };
  return {
    rule: {
      variant: draft.variant,
      comparator: draft.comparator,
      thresholdSeconds: threshold,
      shortAbandonSeconds: short,
      target: target / 100,
    },
  };
}

function numberOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
