/** The write path: one page of one stream, in one transaction. */
import type { CanonicalRecord, Entity, Tombstone } from '../../../shared/domain/records.ts';
import type { Change, PageResult, WritePage } from '../api.ts';
import { AdherenceMarks } from '../adherence-marks.ts';
import type { Rollups } from '../rollups/rollups.ts';
import type { WritableDb } from '../sqlite.ts';
import { History, SHIFT_PLACE } from './history.ts';
import { QuarantineWriter, refusedRecord } from './quarantine.ts';
import { RowWriter } from './rows.ts';
import type { PutOutcome } from './rows.ts';
import { mappedStates, STATE_PLACE } from './state-mapping.ts';
import type { StateMapping } from './state-mapping.ts';
import { TABLES } from './tables.ts';
import type { RecordOf } from './tables.ts';
import { storable } from './text.ts';

type Writers = { readonly [E in Entity]: RowWriter<RecordOf<E>> };

/** What one transaction touched. */
interface Tally {
  readonly result: PageResult;
  readonly touched: Map<Entity, Set<string>>;
}

export interface Written<T> {
  readonly result: T;
  readonly change: Change;
}

export interface PageWriterParts {
  readonly db: WritableDb;
  readonly notebook: WritableDb;
  readonly rollups: Rollups;
  readonly mapping: StateMapping;
  /** Epoch ms UTC. */
  readonly now: () => number;
}

export class PageWriter {
  readonly #db: WritableDb;
  readonly #rollups: Rollups;
  readonly #now: () => number;
  readonly #writers: Writers;
  readonly #marks: AdherenceMarks;
  readonly #history: History;
  readonly quarantine: QuarantineWriter;

  constructor({ db, notebook, rollups, mapping, now }: PageWriterParts) {
    this.#db = db;
    this.#rollups = rollups;
    this.#now = () => Math.round(now());
    this.#marks = new AdherenceMarks(db, this.#now);
    this.#history = new History(notebook, this.#now);
    this.quarantine = new QuarantineWriter(db);
    this.#writers = {
      agent: new RowWriter(db, TABLES.agent, (source, before, after, of) => {
        if (before !== null) this.#history.agentReplaced(source, of.id, of.before ?? of.after, before, after, of.after);
      }),
      queue: new RowWriter(db, TABLES.queue),
      contact: new RowWriter(db, TABLES.contact, (source, before, after) =>
        rollups.contactChanged(source, before, after),
      ),
      'agent-state': new RowWriter(db, mappedStates(mapping), (source, before, after) => {
        rollups.stateChanged(source, before, after);
        this.#marks.changed(source, before, after, STATE_PLACE);
      }),
      'queue-snapshot': new RowWriter(db, TABLES['queue-snapshot']),
      survey: new RowWriter(db, TABLES.survey),
      'contact-event': new RowWriter(db, TABLES['contact-event']),
      'contact-segment': new RowWriter(db, TABLES['contact-segment']),
      shift: new RowWriter(db, TABLES.shift, (source, before, after, of) => {
        this.#marks.changed(source, before, after, SHIFT_PLACE);
        if (before !== null) this.#history.shiftReplaced(source, of.id, of.before ?? of.after, before, after);
      }),
      evaluation: new RowWriter(db, TABLES.evaluation),
    };
  }

  /** Commits the page or nothing of it. */
  write(page: WritePage): Written<PageResult> {
    return this.#commit(page.source, (tally) => {
      const { source, stream } = page;
      const mayRelease = !this.quarantine.isEmpty(source, stream);
      for (const record of page.records) this.#put(page, record, mayRelease, tally);
      for (const tombstone of page.tombstones) this.#bury(source, tombstone, tally);
      for (const item of page.quarantine) this.quarantine.put(source, stream, item, this.#now());
      tally.result.quarantined += page.quarantine.length;
      for (const key of page.released ?? []) this.quarantine.release(source, stream, key);
      this.#moveCursor(page);
      return tally.result;
    });
  }

  /** As Store.sweep. */
  sweep(
    source: string,
    entity: Entity,
    presentIds: readonly string[],
    version: number,
  ): Written<{ deleted: number; refused: boolean }> {
    return this.#commit(source, (tally) => {
      const present = new Set(presentIds.map(storable));
      const live = this.#writers[entity].liveIds(source);
      const gone = live.filter((id) => !present.has(id));
      if (live.length > SWEEP_FREELY && gone.length > live.length / 2) return { deleted: 0, refused: true };
      for (const id of gone) this.#bury(source, { entity, id, version, mergedInto: null }, tally);
      return { deleted: tally.result.deleted, refused: false };
    });
  }

  #commit<T>(source: string, work: (tally: Tally) => T): Written<T> {
    const tally: Tally = {
      result: { seq: 0, new: 0, updated: 0, repeated: 0, deleted: 0, quarantined: 0 },
      touched: new Map(),
    };
    try {
      const result = this.#db.transaction(() => {
        const value = work(tally);
        this.#rollups.flush();
        tally.result.seq = nextSeq(this.#db);
        this.#marks.flush(tally.result.seq);
        this.#history.flush();
        return value;
      });
      const touched = [...tally.touched].map(([entity, ids]) => ({ entity, ids: [...ids] }));
      return { result, change: { seq: tally.result.seq, source, touched } };
    } catch (error) {
      this.#rollups.reset();
      this.#marks.reset();
      this.#history.reset();
      throw error;
    }
  }

  #put(page: WritePage, record: CanonicalRecord, mayRelease: boolean, tally: Tally): void {
    const problem = this.#problem(record);
    if (problem !== null) {
      this.quarantine.put(page.source, page.stream, refusedRecord(record, problem), this.#now());
      tally.result.quarantined += 1;
      return;
    }
    const outcome = this.#write(page.source, record);
    tally.result[outcome === 'revived' ? 'new' : outcome] += 1;
    if (mayRelease) this.quarantine.releaseRecord(page.source, page.stream, record.entity, record.id);
    if (outcome === 'repeated') return;
    touch(tally, record.entity, record.id);
    if (outcome === 'revived') this.#dropAlias(page.source, record.entity, record.id);
  }

  #problem(record: CanonicalRecord): string | null {
    if (typeof record.id !== 'string' || record.id === '') return 'it has no id';
    if (!Number.isFinite(record.version)) return 'it has no version';
    // One case per entity: the table's rule and the record's type belong together, which a look-up by name would lose.
    switch (record.entity) {
      case 'agent':
        return TABLES.agent.problem(record);
      case 'queue':
        return TABLES.queue.problem(record);
      case 'contact':
        return TABLES.contact.problem(record);
      case 'agent-state':
        return TABLES['agent-state'].problem(record);
      case 'queue-snapshot':
        return TABLES['queue-snapshot'].problem(record);
      case 'survey':
        return TABLES.survey.problem(record);
      case 'contact-event':
        return TABLES['contact-event'].problem(record);
      case 'contact-segment':
        return TABLES['contact-segment'].problem(record);
      case 'shift':
        return TABLES.shift.problem(record);
      case 'evaluation':
        return TABLES.evaluation.problem(record);
    }
  }

  #write(source: string, record: CanonicalRecord): PutOutcome {
    switch (record.entity) {
      case 'agent':
        return this.#writers.agent.put(source, record);
      case 'queue':
        return this.#writers.queue.put(source, record);
      case 'contact':
        return this.#writers.contact.put(source, record);
      case 'agent-state':
        return this.#writers['agent-state'].put(source, record);
      case 'queue-snapshot':
        return this.#writers['queue-snapshot'].put(source, record);
      case 'survey':
        return this.#writers.survey.put(source, record);
      case 'contact-event':
        return this.#writers['contact-event'].put(source, record);
      case 'contact-segment':
        return this.#writers['contact-segment'].put(source, record);
      case 'shift':
        return this.#writers.shift.put(source, record);
      case 'evaluation':
        return this.#writers.evaluation.put(source, record);
    }
  }

  #bury(source: string, tombstone: Tombstone, tally: Tally): void {
    if (this.#writers[tombstone.entity].bury(source, tombstone, this.#now())) {
      tally.result.deleted += 1;
      touch(tally, tombstone.entity, tombstone.id);
    }
    if (tombstone.mergedInto === null) return;
    this.#db
      .command(
        `INSERT INTO alias_row (source, entity, id, merged_into, version) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET merged_into = excluded.merged_into, version = excluded.version
         WHERE excluded.version >= version`,
      )
      .run([source, tombstone.entity, storable(tombstone.id), storable(tombstone.mergedInto), tombstone.version]);
  }

  /** A record that came back to life is no longer an alias. */
  #dropAlias(source: string, entity: Entity, id: string): void {
    this.#db
      .command('DELETE FROM alias_row WHERE source = ? AND entity = ? AND id = ?')
      .run([source, entity, storable(id)]);
  }

  #moveCursor(page: WritePage): void {
    if (page.cursor === undefined && page.asOf === undefined) return;
    this.#db
      .command(
        `INSERT INTO stream_row (source, stream, cursor, as_of) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET cursor = coalesce(excluded.cursor, cursor), as_of = coalesce(excluded.as_of, as_of)`,
      )
      .run([
        page.source,
        page.stream,
        page.cursor === undefined ? null : JSON.stringify(page.cursor),
        page.asOf === undefined ? null : Math.round(page.asOf),
      ]);
  }
}

/** Numbers a change. Call it inside the transaction. */
export function nextSeq(db: WritableDb): number {
  const row = db
    .raw(
      `INSERT INTO meta_row (key, value) VALUES ('seq', 1)
       ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value`,
    )
    .get();
  return row?.[0] as number;
}

/** Up to so many live rows a sweep may delete any share of them. */
const SWEEP_FREELY = 20;

function touch(tally: Tally, entity: Entity, id: string): void {
  const ids = tally.touched.get(entity);
  if (ids === undefined) tally.touched.set(entity, new Set([id]));
  else ids.add(id);
}
