/**
 * Service level in its six variants. They differ in what becomes of contacts that were abandoned, and by several points on
 * the same day: so the variant and the counts are shown beside the number. Formulas: Cisco, "Service Level in Unified
 * Contact Center" (positive, negative, ignored), and the variants with a short-abandon limit that Avaya, Genesys and the
 * outsourcing trade use.
 */
import { ratioOf } from './ratio.ts';
import type { Comparator } from './histogram.ts';
import type { Ratio } from './ratio.ts';

export const SERVICE_LEVEL_VARIANTS = [
  'short-abandons-removed',
  'abandons-met',
  'answered-only',
  'abandons-missed',
  'early-abandons-ignored',
  'short-abandons-met',
] as const;

export type ServiceLevelVariant = (typeof SERVICE_LEVEL_VARIANTS)[number];

/** What a floor uses until it says otherwise: what every caller met, apart from those who hung up at once. */
export const DEFAULT_SERVICE_LEVEL_VARIANT: ServiceLevelVariant = 'short-abandons-removed';

/** The formulas in the letters of `ServiceLevelCounts`, for the panel that explains a number. */
export const SERVICE_LEVEL_FORMULAS: Readonly<Record<ServiceLevelVariant, string>> = {
  'abandons-met': '(At + Bt) / (A + B)',
  'answered-only': 'At / A',
  'abandons-missed': 'At / (A + B)',
  'early-abandons-ignored': 'At / (A + B − Bt)',
  'short-abandons-met': '(At + Bs) / (A + B)',
  'short-abandons-removed': 'At / (A + B − Bs)',
};

/** Contacts that entered a queue and are over, by what became of them. Callbacks are not abandons. */
export interface ServiceLevelCounts {
  /** A: answered by an agent. */
  readonly answered: number;
  /** B: left after entering the queue. */
  readonly abandoned: number;
  /** At: answered within the threshold. */
  readonly answeredWithin: number;
  /** Bt: abandoned within the threshold. */
  readonly abandonedWithin: number;
  /** Bs: abandoned within the short-abandon limit (at most that many seconds). */
  readonly shortAbandons: number;
}

/** How service level is counted for a queue. A change recomputes history when it is read. */
export interface ServiceLevelRule {
  readonly variant: ServiceLevelVariant;
  /** t, in seconds of queue wait. */
  readonly thresholdSeconds: number;
  /** Whether a wait of exactly t is within. */
  readonly comparator: Comparator;
  /** s, in seconds: an abandon after at most s is short. */
  readonly shortAbandonSeconds: number;
  /** 0–1 */
  readonly target: number;
}

export interface ServiceLevel extends Ratio {
  readonly variant: ServiceLevelVariant;
}

/**
 * Service level in one variant, with the counts it is made of. The value (0–1) is null where the variant's denominator is
 * zero: with no contact at all, and where every contact is taken out by the variant.
 */
export function serviceLevel(counts: ServiceLevelCounts, variant: ServiceLevelVariant): ServiceLevel {
  const { answered, abandoned, answeredWithin, abandonedWithin, shortAbandons } = counts;
  const offered = answered + abandoned;
  switch (variant) {
    case 'abandons-met':
      return { variant, ...ratioOf(answeredWithin + abandonedWithin, offered) };
    case 'answered-only':
      return { variant, ...ratioOf(answeredWithin, answered) };
    case 'abandons-missed':
      return { variant, ...ratioOf(answeredWithin, offered) };
    case 'early-abandons-ignored':
      return { variant, ...ratioOf(answeredWithin, offered - abandonedWithin) };
    case 'short-abandons-met':
      return { variant, ...ratioOf(answeredWithin + shortAbandons, offered) };
    case 'short-abandons-removed':
      return { variant, ...ratioOf(answeredWithin, offered - shortAbandons) };
  }
}

/** Service level in every variant, in the order of `SERVICE_LEVEL_VARIANTS`. */
export function serviceLevels(counts: ServiceLevelCounts): ServiceLevel[] {
  return SERVICE_LEVEL_VARIANTS.map((variant) => serviceLevel(counts, variant));
}

/** Whether a wait counts as within the threshold. @param waitSeconds queue wait in seconds, fractions allowed */
export function isWithin(waitSeconds: number, thresholdSeconds: number, comparator: Comparator): boolean {
  return comparator === 'le' ? waitSeconds <= thresholdSeconds : waitSeconds < thresholdSeconds;
}
