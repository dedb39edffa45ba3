/** All rollups together: what the writers tell of changes, and the two repairs. */
import { merge } from '../../../shared/domain/histogram.ts';
import type { SqlValue, WritableDb } from '../sqlite.ts';
import { AgentCells } from './agent-cells.ts';
import type { StateFacts } from './agent-cells.ts';
import { calendarOf, CONTACT_ROLLUPS, contactRollup, LENGTHS, SCOPES } from './buckets.ts';
import type { Calendar } from './buckets.ts';
import { ContactCells } from './contact-cells.ts';
import { STATE_PLACE } from '../write/state-mapping.ts';
import { TABLES } from '../write/tables.ts';
import { RawStates } from './raw-states.ts';
import { contactFacts, DISTRIBUTIONS, FACT_COLUMNS, factsOf, MEASURES } from './measures.ts';

/** All that the rules of {@link Rollups.stateChanged} look at: every column but the payload. */
const STATE_COLUMNS = TABLES['agent-state'].columns.slice(0, -1).join(', ');

/** Cells gathered in memory before a recomputation writes them down. */
const FLUSH_AT = 20_000;

export class Rollups {
  readonly #db: WritableDb;
  readonly #contacts: ContactCells;
  readonly #agents: AgentCells;
  readonly #rawStates: RawStates;

  constructor(db: WritableDb, zone: string) {
    const calendar = calendarOf(zone);
    this.#db = db;
    this.#contacts = new ContactCells(db, calendar);
    this.#agents = new AgentCells(db, calendar);
    this.#rawStates = new RawStates(db);
  }

  /** Values are those of all of contact_row's columns; null where there is no live row. */
  contactChanged(source: string, before: readonly SqlValue[] | null, after: readonly SqlValue[] | null): void {
    if (before !== null) {
      const facts = contactFacts(before);
      this.#contacts.change(source, facts, -1);
      this.#agents.changeContact(source, facts, -1);
    }
    if (after !== null) {
      const facts = contactFacts(after);
      this.#contacts.change(source, facts, 1);
      this.#agents.changeContact(source, facts, 1);
    }
  }

  /** Values are those of all of agent_state_row's columns; null where there is no live row. */
  stateChanged(source: string, before: readonly SqlValue[] | null, after: readonly SqlValue[] | null): void {
    if (before !== null) this.#agents.changeState(source, stateFacts(before), -1);
    if (after !== null) this.#agents.changeState(source, stateFacts(after), 1);
    this.#rawStates.changed(source, before, after);
  }

  /** Writes what was gathered. Call it inside the transaction. */
  flush(): void {
    this.#contacts.flush();
    this.#agents.flush();
    this.#rawStates.flush();
  }

  /** Forgets what was gathered, after a rollback or a change behind the rollups' back. */
  reset(): void {
    this.#contacts.reset();
    this.#agents.reset();
    this.#rawStates.reset();
  }

  /** Cuts days and months by this zone from now on; those that are stored must be of it already. */
  useZone(zone: string): void {
    const calendar = calendarOf(zone);
    this.#contacts.reset(calendar);
    this.#agents.reset(calendar);
    this.#rawStates.reset();
  }

  /** Computes everything from the facts. Call it inside a transaction. */
  recompute(): void {
    this.reset();
    for (const table of [...CONTACT_ROLLUPS, 'agent_rollup', 'agent_state_rollup', 'raw_state_rollup'])
      this.#db.exec(`DELETE FROM ${table}`);
    this.#inBatches(
      `SELECT rowid, source, ${FACT_COLUMNS} FROM contact_row
       WHERE deleted_at IS NULL AND rowid > ? ORDER BY rowid LIMIT ${FLUSH_AT}`,
      (row) => {
        const facts = factsOf(row.slice(2));
        this.#contacts.change(row[1] as string, facts, 1);
        this.#agents.changeContact(row[1] as string, facts, 1);
      },
    );
    this.#inBatches(
      `SELECT rowid, source, ${STATE_COLUMNS} FROM agent_state_row
       WHERE deleted_at IS NULL AND rowid > ? ORDER BY rowid LIMIT ${FLUSH_AT}`,
      (row) => this.stateChanged(row[1] as string, null, row.slice(2)),
    );
  }

  /** Moves days and months to another zone, from the quarter hours. Call it inside a transaction. */
  moveTo(zone: string): void {
    const calendar = calendarOf(zone);
    this.useZone(zone);
    this.#db.exec(`DELETE FROM agent_rollup WHERE grain = 1; DELETE FROM agent_state_rollup WHERE grain = 1`);
    for (const scope of SCOPES) {
      const [quarters, days, months] = LENGTHS.map((length) => contactRollup(scope, length)) as [
        string,
        string,
        string,
      ];
      this.#foldContacts(quarters, days, (at) => calendar.dayOf(at));
      this.#foldContacts(days, months, (at) => calendar.monthOf(at));
    }
    this.#foldSums('agent_rollup', ['agent'], ['contacts', 'handled', 'talk_ms', 'hold_ms', 'wrap_ms'], calendar);
    this.#foldSums('agent_state_rollup', ['agent', 'platform', 'state'], ['ms'], calendar);
  }

  #inBatches(sql: string, take: (row: SqlValue[]) => void): void {
    let last = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const rows = this.#db.raw(sql).all([last]);
      for (const row of rows) take(row);
      this.flush();
      if (rows.length < FLUSH_AT) return;
      last = rows[rows.length - 1]?.[0] as number;
    }
  }

  #foldContacts(from: string, to: string, bucketOf: (at: number) => number): void {
    const columns = [...MEASURES, ...DISTRIBUTIONS];
    this.#db.exec(`DELETE FROM ${to}`);
    const insert = this.#db.command(
      `INSERT INTO ${to} (bucket_at, source, queue, channel, ${columns.join(', ')})
       VALUES (?, ?, ?, ?${', ?'.repeat(columns.length)})`,
    );
    const buckets = this.#db
      .raw(`SELECT DISTINCT bucket_at FROM ${from} ORDER BY bucket_at`)
      .all()
      .map((row) => row[0] as number);
    for (const [bucketAt, parts] of groupBy(buckets, bucketOf)) {
      const cells = new Map<string, SqlValue[]>();
      const rows = this.#db
        .raw(
          `SELECT source, queue, channel, ${columns.join(', ')} FROM ${from} WHERE bucket_at >= ? AND bucket_at <= ?`,
        )
        .all([parts[0] ?? 0, parts[parts.length - 1] ?? 0]);
      for (const row of rows) {
        const key = JSON.stringify(row.slice(0, 3));
        const cell = cells.get(key);
        if (cell === undefined) cells.set(key, row);
        else addCell(cell, row);
      }
      for (const cell of cells.values()) insert.run([bucketAt, ...cell]);
    }
  }

  #foldSums(table: string, names: readonly string[], sums: readonly string[], calendar: Calendar): void {
    const buckets = this.#db
      .raw(`SELECT DISTINCT bucket_at FROM ${table} WHERE grain = 0 ORDER BY bucket_at`)
      .all()
      .map((row) => row[0] as number);
    for (const [dayAt, parts] of groupBy(buckets, (at) => calendar.dayOf(at))) {
      this.#db
        .command(
          `INSERT INTO ${table} (grain, bucket_at, source, ${[...names, ...sums].join(', ')})
           SELECT 1, ?, source, ${names.join(', ')}, ${sums.map((sum) => `sum(${sum})`).join(', ')} FROM ${table}
           WHERE grain = 0 AND bucket_at >= ? AND bucket_at <= ? GROUP BY source, ${names.join(', ')}`,
        )
        .run([dayAt, parts[0] ?? 0, parts[parts.length - 1] ?? 0]);
    }
  }
}

const NAMES = 3;

/** Adds the counts and distributions of a row (after source, queue and channel) to a cell. */
function addCell(cell: SqlValue[], row: readonly SqlValue[]): void {
  for (let i = NAMES; i < row.length; i += 1) {
    cell[i] =
      i < NAMES + MEASURES.length
        ? (cell[i] as number) + (row[i] as number)
        : merge(cell[i] as Uint8Array, row[i] as Uint8Array);
  }
}

/** Consecutive buckets by the coarser bucket they fall into. */
function groupBy(buckets: readonly number[], bucketOf: (at: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const at of buckets) {
    const group = bucketOf(at);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [at]);
    else members.push(at);
  }
  return groups;
}

/** The facts in a row of all of agent_state_row's columns, in the order of the table spec. */
function stateFacts(row: readonly SqlValue[]): StateFacts {
  return {
    agent: row[STATE_PLACE.agent] as string,
    platform: row[STATE_PLACE.platform] as string,
    state: row[STATE_PLACE.state] as string,
    startAt: row[STATE_PLACE.startAt] as number,
    endAt: row[STATE_PLACE.endAt] as number | null,
  };
}
