import type { AgentBook } from './agents.ts';
import type { FloorReads } from './reads.ts';

const QUARTER_MS = 900_000;
/** Quarter hours that presence looks back over one by one: those of the hour in which a contact makes an agent present. */
const FINE_QUARTERS = 4;

/**
 * Where contacts are all that a source gives: who had one today, and in which of the last quarter hours, out of the agents' rollups.
 *
 * @param dayFrom start of the reporting day @param at the floor's instant; both epoch ms UTC
 */
export function seeAgents(agents: AgentBook, reads: FloorReads, dayFrom: number, at: number): void {
  const stateless = new Set<string>();
  for (const { id } of reads.sources()) if (!agents.tellsStates(id)) stateless.add(id);
  if (stateless.size === 0) return;
  const until = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const spans: [from: number, to: number][] = [[dayFrom, until - FINE_QUARTERS * QUARTER_MS]];
  for (let back = FINE_QUARTERS; back >= 1; back -= 1) {
    spans.push([until - back * QUARTER_MS, until - (back - 1) * QUARTER_MS]);
  }
  for (const [start, to] of spans) {
    const from = Math.max(start, dayFrom);
    if (to <= from) continue;
    for (const { source, agent } of reads.agentCounts(from, to)) {
      if (stateless.has(source)) agents.seen(source, agent, to - QUARTER_MS);
    }
  }
}
