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
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export interface Incident {
  id: string;
  kind: IncidentKind;
  /** Index of the queue it strikes, null for all of them (or for the connection). */
  queue: number | null;
  /** Epoch ms UTC on the floor's clock. */
  startAt: number;
  endAt: number;
  /**
   * queue-surge: arrivals as a multiple of the usual (3). agent-walk-out: share of the agents (0.5). slow: seconds added to each reply (8).
   * clock-skew: minutes that the vendor's clock is ahead (10). Ignored by the others.
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
};

export function defaultFactor(kind: IncidentKind): number {
  return DEFAULT_FACTOR[kind];
}

/** Whether the incident changes who calls and who answers, and not only what a reader sees. */
export function strikesFloor(incident: Incident): boolean {
  return incident.kind === 'queue-surge' || incident.kind === 'agent-walk-out';
}

/** The incident of this kind in force at the instant, the latest one where there are several. @param at epoch ms UTC on the floor's clock */
export function inForce(incidents: readonly Incident[], kind: IncidentKind, at: number): Incident | null {
  let found: Incident | null = null;
  for (const incident of incidents) {
    if (incident.kind === kind && incident.startAt <= at && at < incident.endAt) found = incident;
  }
  return found;
}
