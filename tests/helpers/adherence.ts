import type { AdherenceRules } from '../../electron/live/adherence-day.ts';
import type { FloorDeps } from '../../electron/live/running.ts';
import type { Store } from '../../electron/store/api.ts';

/** What a floor needs to reckon adherence by, with small tolerances and what a test changes. */
export function adherenceOf(
  store: Pick<Store, 'reads' | 'notebook'> & Partial<Pick<Store, 'saveStaffing'>>,
  zone: string,
  change: Partial<AdherenceRules> = {},
): FloorDeps['adherence'] {
  const rules: AdherenceRules = {
    zone,
    toleranceSeconds: { work: 60, break: 60, lunch: 60 },
    count: 'all',
    target: 0.9,
    warningSeconds: 60,
    breachSeconds: 300,
    platformOrder: [],
    ...change,
  };
  const { reads, notebook } = store;
  return { reader: { reads, notebook }, rules: () => rules, keep: (page) => store.saveStaffing?.(page) };
}
