import type { AgentRow, QueueRow, ServiceLevelRule } from '../../shared/contract/rows.ts';
import type { Channel } from '../../shared/domain/records.ts';
import type { AdherenceFacts } from './adherence-facts.ts';
import type { AgentBook } from './agents.ts';
import type { AgentTotals } from './agent-totals.ts';
import type { QueueContext, QueueEntry } from './queues.ts';
import type { RowChanges } from './moves.ts';
import { agentRowOf } from './agent-rows.ts';
import { countAgent, divideStaff } from './staffing.ts';
import { nextAgentLevelAt } from './levels.ts';
import { noAgents, totalAgent } from './agent-totals.ts';
import { noStaff, queueRowOf, readDemand } from './queues.ts';
import { sameRow } from './same.ts';

/** What the rows are made of, as it is at one instant. */
export interface RowFacts extends Omit<QueueContext, 'rule'> {
  agents: AgentBook;
  queues: ReadonlyMap<string, QueueEntry>;
  ruleOf: (key: string) => ServiceLevelRule;
  /** How people stand to their plan, where that is reckoned. */
  adherence: AdherenceFacts | null;
}

/** The rows of a floor's queues and agents: notes what was touched, makes those rows again and keeps the ones that are different. */
export class RowBook {
  readonly queueRows = new Map<string, QueueRow>();
  readonly agentRows = new Map<string, AgentRow>();
  /** Of all agent rows, kept up with them. */
  readonly agentTotals: AgentTotals = noAgents();
  readonly #dirtyQueues = new Set<string>();
  readonly #dirtyAgents = new Set<string>();
  /** Instants at which a person's level changes of itself, by key. */
  readonly #turnsAt = new Map<string, number>();
  #allQueues = true;
  #recount = false;

  touchQueue(key: string): void {
    this.#dirtyQueues.add(key);
  }

  /** @param key of the person */
  touchAgent(key: string): void {
    this.#dirtyAgents.add(key);
  }

  /** Every queue is to be made again, and the staff divided anew. */
  touchQueues(): void {
    this.#allQueues = true;
  }

  /** A queue appeared: agents who serve it were not counted in it yet. */
  recount(): void {
    this.#recount = true;
  }

  /** Touches the agents whose level has changed with time. @param at epoch ms UTC */
  turn(at: number): void {
    for (const [key, turnsAt] of this.#turnsAt) if (turnsAt <= at) this.#dirtyAgents.add(key);
  }

  /** Makes the rows of what was touched. @returns the keys of those that are different now */
  evaluate(facts: RowFacts): RowChanges {
    const changes: RowChanges = { queues: new Set(), agents: new Set() };
    const { at, agents, contacts, freshness, queues } = facts;
    const channelOf = (key: string): Channel | null => queues.get(key)?.channel ?? null;
    for (const key of this.#dirtyAgents) {
      const person = agents.people.get(key);
      if (person !== undefined) agents.reckon(person, at);
      const context = { at, agents, contacts, freshness, channelOf, adherence: facts.adherence };
      const row = person === undefined ? null : agentRowOf(person, context);
      if (this.#putAgent(key, row, facts)) changes.agents.add(key);
    }
    this.#dirtyAgents.clear();
    if (this.#recount) this.#countStaff(facts);
    if (this.#allQueues) {
      divideStaff(this.agentRows.values(), queues, (queue) => readDemand(queue, facts));
      for (const key of queues.keys()) this.#dirtyQueues.add(key);
      this.#allQueues = false;
    }
    for (const key of this.#dirtyQueues) if (this.#putQueue(key, facts)) changes.queues.add(key);
    this.#dirtyQueues.clear();
    return changes;
  }

  #countStaff({ queues }: RowFacts): void {
    this.#recount = false;
    for (const entry of queues.values()) entry.staff = noStaff();
    for (const row of this.agentRows.values()) this.#count(row, queues, 1);
    this.#allQueues = true;
  }

  #count(row: AgentRow, queues: RowFacts['queues'], sign: 1 | -1): void {
    countAgent(row, queues, sign, (queue) => this.#dirtyQueues.add(queue));
  }

  #putAgent(key: string, row: AgentRow | null, { at, queues, adherence }: RowFacts): boolean {
    const before = this.agentRows.get(key);
    const turnsAt = row === null ? null : nextAgentLevelAt(row, at, adherence?.limits);
    if (turnsAt === null) this.#turnsAt.delete(key);
    else this.#turnsAt.set(key, turnsAt);
    if (before === undefined ? row === null : row !== null && sameRow(before, row, 'asOf')) return false;
    if (before !== undefined) {
      this.#count(before, queues, -1);
      totalAgent(this.agentTotals, before, -1);
    }
    if (row === null) return this.agentRows.delete(key);
    this.#count(row, queues, 1);
    totalAgent(this.agentTotals, row, 1);
    this.agentRows.set(key, row);
    return true;
  }

  #putQueue(key: string, facts: RowFacts): boolean {
    const entry = facts.queues.get(key);
    if (entry === undefined) return false;
    const row = queueRowOf(entry, { ...facts, rule: facts.ruleOf(key) });
    // Closed queues, groups nobody writes to and contacts without a queue are on the board only while there is something to show.
    const idle = !entry.active || !(entry.used || entry.channel === 'voice');
    const empty = idle && (row.waiting ?? 0) === 0 && row.offered === 0;
    const before = this.queueRows.get(key);
    if (empty) return before !== undefined && this.queueRows.delete(key);
    if (before !== undefined && sameRow(before, row, 'asOf')) return false;
    this.queueRows.set(key, row);
    return true;
  }
}
