/** Planned activities to shift records, held against what is stored. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { setImmediate as breathe } from 'node:timers/promises';
import { shiftsOf } from '../../shared/domain/adherence/index.ts';
import { foldEmail, foldName } from '../../shared/domain/people-names.ts';
import type {
  AgentRecord,
  QuarantineItem,
  ShiftActivity,
  ShiftRecord,
  Tombstone,
} from '../../shared/domain/records.ts';
import type { Store } from '../store/api.ts';
import { stableId } from './entities.ts';
import type { Mapping } from './mapping.ts';

/** What was read of a file. */
export interface PlannedRows {
  rows: number;
  duplicates: number;
  readonly planned: Map<string, ShiftActivity[]>;
  readonly quarantine: QuarantineItem[];
  /** Keys of earlier quarantine items that can be read now. */
  readonly released: string[];
}

/** Adds a planned activity; the same one again is a duplicate. */
export function take(found: PlannedRows, agent: string, activity: ShiftActivity): void {
  const own = found.planned.get(agent);
  if (own === undefined) {
    found.planned.set(agent, [activity]);
    return;
  }
  const { startAt, endAt } = activity;
  const isKnown = own.some(
    (other) => other.startAt === startAt && other.endAt === endAt && other.activity === activity.activity,
  );
  if (isKnown) found.duplicates += 1;
  else own.push(activity);
}

/** Shifts in a transaction. */
const PAGE_SHIFTS = 500;

export interface WriteOptions {
  readonly found: PlannedRows;
  readonly mapping: Mapping;
  readonly stream: string;
  readonly now: number;
  readonly signal: AbortSignal | undefined;
}

export interface WrittenShifts {
  readonly shifts: number;
  readonly changed: number;
  readonly withdrawn: number;
  readonly people: number;
  readonly unknownAgents: string[];
  readonly latestAt: number | null;
}

/** Writes agents, shifts, withdrawals and quarantine, in pages. What is stored as it is is not written again. */
export async function writeShifts(store: Store, options: WriteOptions): Promise<WrittenShifts> {
  const { found, mapping, stream, now, signal } = options;
  const source = mapping.source.id;
  const known = new KnownAgents(store, source);
  const unknownAgents: string[] = [];
  const agents: AgentRecord[] = [];
  const records: ShiftRecord[] = [];
  const tombstones: Tombstone[] = [];
  let shifts = 0;
  let latestAt: number | null = null;
  for (const [name, activities] of found.planned) {
    const agent = stableId(name);
    const person = known.find(name);
    if (person === null) unknownAgents.push(name);
    agents.push(agentRecord(agent, name, person, mapping.revision));
    const own = shiftRecords(agent, activities, now);
    shifts += own.length;
    const from = own.reduce((first, { startAt }) => Math.min(first, startAt), Number.POSITIVE_INFINITY);
    const to = own.reduce((last, { endAt }) => Math.max(last, endAt), Number.NEGATIVE_INFINITY);
    latestAt = Math.max(latestAt ?? to, to);
    const stored = new Map(
      store.reads
        .shifts({ source, agents: [`${source}/${agent}`], from, to, startsWithin: true })
        .map((shift) => [shift.id, shift]),
    );
    for (const record of own) {
      const before = stored.get(record.id);
      stored.delete(record.id);
      if (before === undefined || !sameShift(before, record)) records.push(record);
    }
    for (const gone of stored.values()) {
      tombstones.push({ entity: 'shift', id: gone.id, version: Math.max(now, gone.version + 1), mergedInto: null });
    }
  }
  store.writePage({ source, stream, records: agents, tombstones: [], quarantine: [] });
  for (let first = 0; first < records.length; first += PAGE_SHIFTS) {
    signal?.throwIfAborted();
    const page = records.slice(first, first + PAGE_SHIFTS);
    store.writePage({ source, stream, records: page, tombstones: [], quarantine: [] });
    await breathe();
  }
  // Last of all: a run that is killed before leaves an earlier plan in place rather than a gap.
  const { quarantine, released } = found;
  store.writePage({
    source,
    stream,
    records: [],
    tombstones,
    quarantine,
    ...(released.length > 0 ? { released } : {}),
  });
  return {
    shifts,
    changed: records.length,
    withdrawn: tombstones.length,
    people: agents.length,
    unknownAgents: unknownAgents.sort(),
    latestAt,
  };
}

function shiftRecords(agent: string, activities: readonly ShiftActivity[], version: number): ShiftRecord[] {
  return shiftsOf(activities).map((shift) => ({
    entity: 'shift',
    id: `${hashOf(agent)}:${new Date(shift.startAt).toISOString()}`,
    version,
    raw: null,
    agent,
    startAt: shift.startAt,
    endAt: shift.endAt,
    activities: shift.activities.map(({ activity, startAt, endAt, paid }) => ({
      activity,
      rawActivity: wordOf(activities, activity, startAt),
      startAt,
      endAt,
      paid: paid ?? null,
    })),
  }));
}

/** The file's own word for what is planned there. */
function wordOf(activities: readonly ShiftActivity[], activity: string, startAt: number): string {
  const own = activities.find(
    (planned) => planned.activity === activity && planned.startAt <= startAt && planned.endAt > startAt,
  );
  return own?.rawActivity ?? activity;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

function sameShift(
  a: { agent: string; startAt: number; endAt: number; activities: readonly ShiftActivity[] },
  b: { agent: string; startAt: number; endAt: number; activities: readonly ShiftActivity[] },
): boolean {
  const content = ({ agent, startAt, endAt, activities }: typeof a): unknown => [
    agent,
    startAt,
    endAt,
    activities.map((planned) => [planned.activity, planned.rawActivity, planned.startAt, planned.endAt, planned.paid]),
  ];
  return isDeepStrictEqual(content(a), content(b));
}

interface Named {
  name: string;
  email: string | null;
}

function agentRecord(id: string, text: string, known: Named | null, version: number): AgentRecord {
  const email = known?.email ?? (text.includes('@') ? text : null);
  const rest = { active: true, teams: [], queues: [] };
  return { entity: 'agent', id, version, raw: null, name: known?.name ?? text, email, ...rest };
}

/** The agents of all other sources, by what a file may call them: address, name or id, where that is clear. */
class KnownAgents {
  readonly #byWord = new Map<string, Named | null>();

  constructor(store: Store, source: string) {
    const agents = store.reads.agents().filter((agent) => agent.source !== source);
    for (const { id, name, email } of agents) {
      for (const word of [`id ${id}`, `mail ${foldEmail(email) ?? ''}`, `name ${foldName(name) ?? ''}`]) {
        const before = this.#byWord.get(word);
        const same = before === undefined || (before !== null && isOne(before, { name, email }));
        this.#byWord.set(word, same ? { name: before?.name ?? name, email: before?.email ?? email } : null);
      }
    }
  }

  /** Null where nobody is called so, or several people are. */
  find(text: string): Named | null {
    const words = [`mail ${foldEmail(text) ?? text}`, `name ${foldName(text) ?? text}`, `id ${text}`];
    for (const word of words) {
      const found = this.#byWord.get(word);
      if (found !== undefined && found !== null) return found;
    }
    return null;
  }
}

/** Whether two agents of different systems are the same human as far as their lists say. */
function isOne(a: Named, b: Named): boolean {
  if (a.email !== null && b.email !== null) return foldEmail(a.email) === foldEmail(b.email);
  return foldName(a.name) === foldName(b.name);
}
