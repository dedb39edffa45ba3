import type { AgentRow } from '../../shared/contract/rows.ts';

/** What the strip wants of the agents. */
export interface AgentTotals {
  available: number;
  present: number;
  busySeconds: number;
  readySeconds: number;
}

export const noAgents = (): AgentTotals => ({ available: 0, present: 0, busySeconds: 0, readySeconds: 0 });

/** Adds an agent's row to the totals, or takes it out again. */
export function totalAgent(totals: AgentTotals, row: AgentRow, sign: 1 | -1): void {
  if (row.state === 'available') totals.available += sign;
  if (row.state !== 'offline') totals.present += sign;
  totals.busySeconds += sign * row.occupancy.numerator;
  totals.readySeconds += sign * (row.occupancy.denominator - row.occupancy.numerator);
}
