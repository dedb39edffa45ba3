import type { Activity } from '../../shared/domain/records.ts';
import type { Impact } from '../../shared/domain/adherence/types.ts';
import type { Ratio } from '../../shared/contract/rows.ts';

/** How one person stands to the plan, as the floor's row shows it. */
export interface PersonAdherence {
  /** Of the day so far. */
  adherence: Ratio;
  /** Planned now, null where nothing is. */
  scheduled: Activity | null;
  /** The deviation that lasts and counts; null while in adherence, excused, or without a plan. */
  deviation: { since: number; impact: Impact } | null;
}

/** What the floor wants of adherence. */
export interface AdherenceFacts {
  /** Seconds out of adherence, where that hurts, at which a person is in warning and in breach. */
  readonly limits: { readonly warningSeconds: number; readonly breachSeconds: number };
  /** Null where nobody planned the person's day. @param person key */
  of(person: string): PersonAdherence | null;
}
