import type { Activity, AgentState } from '../../../shared/domain/records.ts';
import type { Impact } from '../../../shared/domain/adherence/types.ts';
import { t, tKnown } from '../../ui/index.ts';

/** A planned activity in words; null: nothing was planned. */
export function activityWord(activity: Activity | null): string {
  return activity === null ? t('adherence.nothingPlanned') : t(`words.activity.${activity}`);
}

/** A state in words; null: nobody knows. */
export function stateWord(state: AgentState | null): string {
  return state === null ? t('adherence.noState') : t(`words.state.${state}`);
}

/** The vendor's own word in brackets, where it says more than ours. */
export function withRaw(word: string, raw: string | null): string {
  if (raw === null || raw === '' || raw.toLowerCase() === word.toLowerCase()) return word;
  return `${word} (${raw.slice(0, 60)})`;
}

export function impactWord(impact: Impact): string {
  return t(`words.impact.${impact}`);
}

/** Why a deviation does not count: a rule in words, or the words somebody gave. */
export function excuseText(excused: string): string {
  return tKnown(`words.excuse.${excused}`) ?? excused;
}

/** Why the platforms contradict each other. @param conflict the engine's key, `conflict.<name>` */
export function conflictText(conflict: string): string {
  return tKnown(`words.${conflict}`) ?? t('adherence.conflict');
}
