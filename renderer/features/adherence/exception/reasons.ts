import type { AgentState } from '../../../../shared/domain/records.ts';
import { t } from '../../../ui/index.ts';
import type { Option } from '../../../ui/index.ts';

export const REASONS = ['system', 'contact', 'swap', 'meeting', 'unwell', 'plan'] as const;
export type Reason = (typeof REASONS)[number];

/** A reason of the list, or `own` words. */
export interface ReasonDraft {
  choice: Reason | 'own' | null;
  own: string;
}

/** The words that are kept; empty while there are none. */
export function reasonText({ choice, own }: ReasonDraft): string {
  if (choice === null) return '';
  return choice === 'own' ? own.trim() : t(`adherence.reason.${choice}`);
}

export function reasonOptions(): Option<Reason | 'own'>[] {
  return [
    ...REASONS.map((id) => ({ id, label: t(`adherence.reason.${id}`) })),
    { id: 'own', label: t('adherence.exception.own') },
  ];
}

/** The likeliest reason of a deviation, for a person to confirm. */
export function likelyReason(actual: AgentState | null): Reason {
  switch (actual) {
    case 'on-contact':
    case 'wrap':
      return 'contact';
    case 'meeting':
    case 'training':
    case 'coaching':
      return 'meeting';
    case 'break':
    case 'lunch':
      return 'swap';
    case null:
    case 'offline':
      return 'system';
    default:
      return 'plan';
  }
}
