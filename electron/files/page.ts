/** One page of rows to what the store is to write: new records, duplicates that are there already, and what goes to quarantine with its reason. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  AgentRecord,
  AgentStateRecord,
  CanonicalRecord,
  ContactRecord,
  QuarantineItem,
  QueueRecord,
} from '../../shared/domain/records.ts';
import type { AgentStateRow, ContactRow, Reads, Store } from '../store/api.ts';
import type { ImportCounts } from './cursor.ts';
import type { NamedInRow } from './entities.ts';
import type { Mapping } from './mapping.ts';
import { wellFormed } from './problem.ts';
import type { RowMapper } from './row-mapper.ts';
import type { RawRow } from './rows.ts';

export interface PreparedPage {
  readonly records: CanonicalRecord[];
  readonly quarantine: QuarantineItem[];
  /** Keys of earlier quarantine items whose rows can be read now. */
  readonly released: string[];
  /** Counts of the file with this page. */
  readonly counts: ImportCounts;
}

export interface PageContext {
  readonly store: Store;
  readonly mapping: Mapping;
  readonly mapper: RowMapper;
  /** Earlier quarantine items of this stream, by line. */
  readonly open: ReadonlyMap<number, readonly QuarantineItem[]>;
  readonly known: KnownNames;
  /** Why a last row without a line's end cannot be trusted, null where it can. */
  readonly cutOff: string | null;
}

interface Candidate {
  readonly raw: RawRow;
  readonly record: CanonicalRecord;
  readonly repairs: readonly string[];
}

const CONFLICT = 'Another row with the same identity and other content is stored already; it was kept.';

/** Queues and agents that rows have named, each to be written once per run and again when a row knows its name better. */
export class KnownNames {
  readonly #seen = new Set<string>();

  /** The records of names not seen yet. Their ids are the names' own, so that every import gives the same. */
  records(named: readonly NamedInRow[], revision: number): (QueueRecord | AgentRecord)[] {
    const records: (QueueRecord | AgentRecord)[] = [];
    for (const { queue, agent } of named) {
      if (queue !== null && this.#first(`queue ${queue.id}`)) {
        const { id, name, channel } = queue;
        records.push({ entity: 'queue', id, version: revision, raw: null, name, channel, active: true });
      }
      if (agent !== null && this.#first(`agent ${agent.id}`)) {
        const { id, name } = agent;
        const rest = { email: null, active: true, teams: [], queues: [] };
        records.push({ entity: 'agent', id, version: revision, raw: null, name, ...rest });
      }
    }
    return records;
  }

  #first(key: string): boolean {
    // A file with millions of names must not fill the memory; writing a name twice changes nothing.
    if (this.#seen.size > 100_000) this.#seen.clear();
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

/**
 * Reads the rows of a page and sorts them. Queues and agents they name are written here already (twice does no harm), as are rows
 * that change what is stored; everything else is left to the caller's page.
 */
export function preparePage(rows: readonly RawRow[], before: ImportCounts, context: PageContext): PreparedPage {
  const counts: ImportCounts = { ...before, repairs: { ...before.repairs }, rows: before.rows + rows.length };
  const quarantine: QuarantineItem[] = [];
  const candidates: Candidate[] = [];
  const named: NamedInRow[] = [];
  for (const raw of rows) {
    if (context.cutOff !== null && !raw.ended) {
      quarantine.push(quarantined(raw, `${context.cutOff} This row is incomplete.`, context.mapping, 'cut'));
      continue;
    }
    const mapped = context.mapper.map(raw);
    if (mapped.kind === 'reject') quarantine.push(quarantined(raw, mapped.reason, context.mapping));
    else {
      candidates.push({ raw, record: mapped.record, repairs: mapped.repairs });
      named.push(mapped.named);
    }
  }
  writeNames(named, context);
  const sorted = sortOut(candidates, context);
  for (const { raw } of sorted.conflicts) quarantine.push(quarantined(raw, CONFLICT, context.mapping));
  counts.quarantined += quarantine.length;
  counts.duplicates += sorted.duplicates.length;
  counts.stored += sorted.stored.length;
  for (const { repairs } of sorted.stored) {
    if (repairs.length > 0) counts.repaired += 1;
    for (const name of repairs) counts.repairs[name] = (counts.repairs[name] ?? 0) + 1;
  }
  const readable = [...sorted.stored, ...sorted.duplicates];
  for (const { record } of readable) counts.latestAt = later(counts.latestAt, instantOf(record));
  return {
    records: [...sorted.stored.map(({ record }) => record), ...knownAgain(sorted.duplicates, context.mapping)],
    quarantine,
    released: readable.flatMap(({ raw }) => releasedBy(raw, context)),
    counts,
  };
}

interface Sorted {
  readonly stored: Candidate[];
  readonly duplicates: Candidate[];
  readonly conflicts: Candidate[];
}

function sortOut(candidates: readonly Candidate[], context: PageContext): Sorted {
  const sorted: Sorted = { stored: [], duplicates: [], conflicts: [] };
  const unversioned = context.mapping.version === undefined;
  const kept = keptContent(candidates, context);
  const inPage = new Map<string, CanonicalRecord>();
  for (const candidate of candidates) {
    const { record } = candidate;
    const earlier = inPage.get(record.id);
    if (earlier !== undefined && (unversioned || record.version <= earlier.version)) {
      const conflict = unversioned && !sameContent(earlier, record);
      (conflict ? sorted.conflicts : sorted.duplicates).push(candidate);
      continue;
    }
    const stored = kept(record);
    if (stored === 'none') sorted.stored.push(candidate);
    else if (stored === 'same') sorted.duplicates.push(candidate);
    else if (supersedes(candidate, context)) sorted.stored.push(candidate);
    else (unversioned && stored === 'other' ? sorted.conflicts : sorted.duplicates).push(candidate);
    // What was refused is not what the next row of this id is compared with.
    if (sorted.conflicts.at(-1) !== candidate) inPage.set(record.id, record);
  }
  return sorted;
}

/*
 * The store takes a record whose version is higher than the stored one's, and of two equal versions the last. For a file that would mean that
 * importing it again turns back what another file said. So a row that is there already is offered half a step below its version: that replaces
 * what an earlier revision of the mapping (or an earlier state of the record) left, and nothing else. A row with other content is offered
 * lower still, to find out which of the two it is.
 */
const KNOWN_STEP = 0.5;
const CHANGED_STEP = 0.75;

/**
 * Whether the store takes a row in place of the other content it has under its id: it does where that is an earlier revision's or an earlier state.
 * Otherwise two rows of one revision contradict each other, and the second one is not written over the first.
 */
function supersedes(candidate: Candidate, context: PageContext): boolean {
  const offered = { ...candidate.record, version: candidate.record.version - CHANGED_STEP };
  const page = {
    source: context.mapping.source.id,
    stream: 'changed',
    records: [offered],
    tombstones: [],
    quarantine: [],
  };
  const result = context.store.writePage(page);
  return result.new + result.updated > 0;
}

/** Rows whose content is stored already, as far as writing them can change anything: only an earlier revision or state is replaced. */
function knownAgain(duplicates: readonly Candidate[], mapping: Mapping): CanonicalRecord[] {
  if (mapping.revision === 1 && mapping.version === undefined) return [];
  return duplicates.map(({ record }) => ({ ...record, version: record.version - KNOWN_STEP }));
}

function sameContent(a: CanonicalRecord, b: CanonicalRecord): boolean {
  if (a.entity === 'contact') return isDeepStrictEqual(contactContent(a), contactContent(b));
  if (a.entity === 'agent-state') return isDeepStrictEqual(stateContent(a), stateContent(b));
  return a.raw === b.raw;
}

/** `unknown`: the store cannot be asked by id, only offered the row. */
type Kept = 'none' | 'same' | 'other' | 'unknown';

/** What the store holds of the candidates. Surveys cannot be asked for by id: the store is offered each of them. */
function keptContent(candidates: readonly Candidate[], context: PageContext): (record: CanonicalRecord) => Kept {
  const ids = candidates.map(({ record }) => record.id);
  const source = context.mapping.source.id;
  const reads: Reads = context.store.reads;
  if (context.mapping.entity === 'contact') {
    const rows = new Map(reads.contacts({ source, ids }).map((row) => [row.id, row]));
    return (record) => compare(record, rows.get(record.id), contactContent);
  }
  if (context.mapping.entity === 'agent-state') {
    const rows = new Map(reads.agentStates({ source, ids }).map((row) => [row.id, row]));
    return (record) => compare(record, rows.get(record.id), stateContent);
  }
  return () => 'unknown';
}

function compare<R>(
  record: CanonicalRecord,
  row: R | undefined,
  content: (item: CanonicalRecord | R) => unknown,
): Kept {
  if (row === undefined) return 'none';
  return isDeepStrictEqual(content(record), content(row)) ? 'same' : 'other';
}

function contactContent(item: CanonicalRecord | ContactRow): unknown {
  const it = item as ContactRecord | ContactRow;
  return [
    [it.channel, it.direction, it.queue, it.agent, it.customerKey, it.outcome, it.subject],
    [it.createdAt, it.queuedAt, it.answeredAt, it.endedAt],
    [it.queueSeconds, it.talkSeconds, it.holdSeconds, it.wrapSeconds],
  ];
}

function stateContent(item: CanonicalRecord | AgentStateRow): unknown {
  const it = item as AgentStateRecord | AgentStateRow;
  return [it.agent, it.platform, it.state, it.rawState, it.startAt, it.endAt, it.contact];
}

function writeNames(named: readonly NamedInRow[], context: PageContext): void {
  const records = context.known.records(named, context.mapping.revision);
  if (records.length === 0) return;
  const source = context.mapping.source.id;
  context.store.writePage({ source, stream: 'names', records, tombstones: [], quarantine: [] });
}

/** A row as it goes to quarantine. */
export function quarantined(
  raw: RawRow,
  reason: string,
  mapping: Mapping,
  kind: 'row' | 'cut' = 'row',
): QuarantineItem {
  const payload = wellFormed(raw.text);
  return { key: keyOf(raw.line, payload, kind), entity: mapping.entity, payload, reason, line: raw.line };
}

/** The same row of the same line has the same key in every run; another file of that name cannot take its place. */
function keyOf(line: number, payload: string, kind: 'row' | 'cut'): string {
  return `${kind}:${line}:${createHash('sha256').update(payload).digest('hex').slice(0, 16)}`;
}

/** Earlier quarantine items that this row settles: the same row, or the beginning of it where the file had been cut off. */
export function releasedBy(raw: RawRow, context: Pick<PageContext, 'open'>): string[] {
  const items = context.open.get(raw.line);
  if (items === undefined) return [];
  const payload = wellFormed(raw.text);
  const settled = items.filter(({ key, payload: kept }) =>
    key.startsWith('cut:') ? payload.startsWith(kept) : key === keyOf(raw.line, payload, 'row'),
  );
  return settled.map(({ key }) => key);
}

function instantOf(record: CanonicalRecord): number | null {
  switch (record.entity) {
    case 'contact':
      return later(record.createdAt, record.endedAt);
    case 'agent-state':
      return later(record.startAt, record.endAt);
    case 'survey':
      return later(record.offeredAt, record.answeredAt);
    default:
      return null;
  }
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
