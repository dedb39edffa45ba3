import { parseLocalDate } from '../../../../shared/time/local.ts';
import { t } from '../../../ui/index.ts';
import { readAddress } from './address.ts';

/** What the wizard has asked so far. The token lives here and nowhere else until it is kept. */
export interface Draft {
  address: string;
  email: string;
  token: string;
  name: string;
  /** Local date, `2026-01-31`. */
  start: string;
}

export type Problems = Partial<Record<keyof Draft, string>>;

/** What is wrong with the draft, by field, in words. @param now epoch ms UTC */
export function problemsOf(draft: Draft, zone: string, now: number): Problems {
  const problems: Problems = {};
  const address = readAddress(draft.address);
  if (!address.ok) problems.address = t(`sources.connect.address.${address.problem}`);
  const email = draft.email.trim();
  if (email === '') problems.email = t('sources.connect.email.empty');
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) problems.email = t('sources.connect.email.bad');
  if (draft.token.trim() === '') problems.token = t('sources.connect.token.empty');
  const start = startOf(draft.start, zone);
  if (start === null || start > now) problems.start = t('sources.connect.start.bad');
  return problems;
}

/** Epoch ms UTC of the local date; null when it is none. */
export function startOf(date: string, zone: string): number | null {
  try {
    return parseLocalDate(date, zone);
  } catch {
    return null;
  }
}

/** The name that a person gave, else the first word of the host. */
export function nameOf(draft: Draft): string {
  const own = draft.name.trim();
  if (own !== '') return own;
  const address = readAddress(draft.address);
  if (!address.ok) return 'Zendesk';
  const first = address.host.split('.')[0] ?? '';
  return /^[a-z]/i.test(first) ? `Zendesk ${first}` : 'Zendesk';
}
