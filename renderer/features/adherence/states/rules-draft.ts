import type { AdherenceSettings } from '../../../../shared/contract/index.ts';
import { ACTIVITIES } from '../../../../shared/domain/records.ts';
import type { Activity } from '../../../../shared/domain/records.ts';

/** Activities at whose edges a person may be off. */
export const TOLERATED = ACTIVITIES.filter((activity) => activity !== 'off');

/** The settings as they stand in the fields: minutes and per cent, as text. */
export interface RulesDraft {
  tolerance: Partial<Record<Activity, string>>;
  count: AdherenceSettings['count'];
  target: string;
  warning: string;
  breach: string;
}

export type RulesProblem = `tolerance.${Activity}` | 'target' | 'warning' | 'breach' | 'order';

export function draftOf(settings: AdherenceSettings): RulesDraft {
  const tolerance: RulesDraft['tolerance'] = {};
  for (const activity of TOLERATED) tolerance[activity] = text((settings.toleranceSeconds[activity] ?? 0) / 60);
  return {
    tolerance,
    count: settings.count,
    target: text(settings.target * 100),
    warning: text(settings.warningSeconds / 60),
    breach: text(settings.breachSeconds / 60),
  };
}

/** What the fields say, or which of them say nothing that can be kept. @param was what is not in the fields stays as it was */
export function readRules(
  draft: RulesDraft,
  was: AdherenceSettings,
): { settings: AdherenceSettings } | { problems: ReadonlySet<RulesProblem> } {
  const problems = new Set<RulesProblem>();
  const toleranceSeconds: AdherenceSettings['toleranceSeconds'] = { ...was.toleranceSeconds };
  for (const activity of TOLERATED) {
    const minutes = number(draft.tolerance[activity] ?? '0');
    if (minutes === null || minutes > 60) problems.add(`tolerance.${activity}`);
    else toleranceSeconds[activity] = Math.round(minutes * 60);
  }
  const target = number(draft.target);
  if (target === null || target < 1 || target > 100) problems.add('target');
  const warning = number(draft.warning);
  if (warning === null) problems.add('warning');
  const breach = number(draft.breach);
  if (breach === null) problems.add('breach');
  if (warning !== null && breach !== null && breach < warning) problems.add('order');
  if (problems.size > 0 || target === null || warning === null || breach === null) return { problems };
  return {
    settings: {
      ...was,
      toleranceSeconds,
      count: draft.count,
      target: Math.round(target * 100) / 10_000,
      warningSeconds: Math.round(warning * 60),
      breachSeconds: Math.round(breach * 60),
    },
  };
}

/** A number that is not negative, with a point or a comma; null where the text is none. */
function number(value: string): number | null {
  const trimmed = value.trim().replace(',', '.');
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}

function text(value: number): string {
  return String(Math.round(value * 100) / 100);
}
