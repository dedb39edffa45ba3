/** Things that go wrong on demand: some on the floor itself, the others between the floor and whoever reads it. */

export const INCIDENT_KINDS = [
  'queue-surge',
  'agent-walk-out',
  'source-outage',
  'rate-limit',
  'slow',
  'html-200',
  'truncated-json',
  'expired-token',
  'clock-skew',
  'socket-outage',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** The systems that the floor's people work in. */
export const VENDORS = ['zendesk', 'genesys'] as const;
export type Vendor = (typeof VENDORS)[number];

export interface Incident {
  id: string;
  kind: IncidentKind;
  /** Index of the queue it strikes, null for all of them (or for the connection). */
  queue: number | null;
  /** The vendor that it strikes, null for both. */
  vendor: Vendor | null;
  /** Epoch ms UTC on the floor's clock. */
  startAt: number;
  endAt: number;
  /**
   * queue-surge: arrivals as a multiple of the usual (3). agent-walk-out: share of the agents (0.5). slow: seconds added to each reply (8).
   * clock-skew: minutes that the vendor's clock is ahead (10). Ignored by the others.
   * socket-outage: every second connection stays open and silent, the others are accepted and closed; 1 closes all, 2 silences all (0: by turns).
   */
  factor: number;
}

const DEFAULT_FACTOR: Record<IncidentKind, number> = {
  'queue-surge': 3,
  'agent-walk-out': 0.5,
  'source-outage': 1,
  'rate-limit': 1,
  slow: 8,
  'html-200': 1,
  'truncated-json': 1,
  'expired-token': 1,
  'clock-skew': 10,
  'socket-outage': 0,
};

export function defaultFactor(kind: IncidentKind): number {
  return DEFAULT_FACTOR[kind];
}

/** Whether the incident changes who calls and who answers, and not only what a reader sees. */
export function strikesFloor(incident: Incident): boolean {
  return incident.kind === 'queue-surge' || incident.kind === 'agent-walk-out';
}

/**
 * The incident of this kind in force at the instant, the latest one where there are several.
 *
 * @param at epoch ms UTC on the floor's clock
 * @param vendor counts those that strike this one
 */
export function inForce(
  incidents: readonly Incident[],
  kind: IncidentKind,
  at: number,
  vendor: Vendor,
): Incident | null {
  let found: Incident | null = null;
  for (const incident of incidents) {
    const strikes = incident.vendor === null || incident.vendor === vendor;
    if (incident.kind === kind && strikes && incident.startAt <= at && at < incident.endAt) found = incident;
  }
  return found;
}
