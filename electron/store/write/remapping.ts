/** Makes stored stays follow what people say a vendor's state means, in bounded slices that survive a crash. */
import type { AgentState } from '../../../shared/domain/records.ts';
import { AdherenceMarks } from '../adherence-marks.ts';
import type { SliceProgress, StateMappingEntry } from '../api-adherence.ts';
import type { Change } from '../api.ts';
import { dropMeta, metaValue, saveMeta } from '../meta.ts';
import type { Rollups } from '../rollups/rollups.ts';
import type { RawRow, SqlValue, WritableDb } from '../sqlite.ts';
import { nextSeq } from './pages.ts';
import { STATE_PLACE } from './state-mapping.ts';
import type { StateMapping } from './state-mapping.ts';
import { TABLES } from './tables.ts';

/** Rows looked at, and rows changed, in one slice at most: each some ten milliseconds. */
const SLICE_LOOKS = 4_000;
const SLICE_CHANGES = 100;

/** The mapping that stored stays follow, or are about to. */
const FOLLOWED = 'state-mapping';
/** How far they are: the last rowid looked at; absent when all follow. */
const PLACE = 'remapping';

const COLUMNS = TABLES['agent-state'].columns.slice(0, -1);

type Word = Pick<StateMappingEntry, 'source' | 'platform' | 'rawState' | 'state'>;

export class Remapping {
  readonly #db: WritableDb;
  readonly #rollups: Rollups;
  readonly #mapping: StateMapping;
  readonly #marks: AdherenceMarks;

  /** @param mapping the one that the page writer applies; it is changed here @param now epoch ms UTC */
  constructor(db: WritableDb, rollups: Rollups, mapping: StateMapping, now: () => number) {
    this.#db = db;
    this.#rollups = rollups;
    this.#mapping = mapping;
    this.#marks = new AdherenceMarks(db, now);
  }

  /** Applies the mapping from now on; where stored stays follow another one, they have to be stepped through. */
  follow(entries: readonly StateMappingEntry[]): void {
    const words: Word[] = entries.map(({ source, platform, rawState, state }) => ({
      source,
      platform,
      rawState,
      state,
    }));
    const text = JSON.stringify(words);
    if (text !== (metaValue(this.#db, FOLLOWED) ?? '[]')) {
      this.#db.transaction(() => {
        saveMeta(this.#db, FOLLOWED, text);
        saveMeta(this.#db, PLACE, 0);
      });
    }
    this.#mapping.use(words);
  }

  progress(): SliceProgress | null {
    const place = metaValue(this.#db, PLACE);
    if (place === null) return null;
    return { done: Number(place), total: this.#lastRow(), isDone: false };
  }

  /** As AdherenceStore.stepRemapping; `change` tells which stays it touched, null for none. */
  step(): { progress: SliceProgress; change: Change | null } {
    try {
      return this.#db.transaction(() => this.#slice());
    } catch (error) {
      this.#rollups.reset();
      this.#marks.reset();
      throw error;
    }
  }

  #slice(): { progress: SliceProgress; change: Change | null } {
    const total = this.#lastRow();
    const place = metaValue(this.#db, PLACE);
    if (place === null) return { progress: { done: total, total, isDone: true }, change: null };
    const { last, changed } = this.#look(Number(place));
    const change = this.#apply(changed);
    if (last === null) dropMeta(this.#db, PLACE);
    else saveMeta(this.#db, PLACE, last);
    return { progress: { done: last ?? total, total, isDone: last === null }, change };
  }

  /** The next rows whose state is not what the mapping says, and where to go on; null at the end. */
  #look(after: number): {
    last: number | null;
    changed: { rowid: number; id: string; row: RawRow; state: AgentState }[];
  } {
    const rows = this.#db
      .raw(
        `SELECT rowid, source, platform, raw_state, state, standard_state FROM agent_state_row
         WHERE rowid > ? AND deleted_at IS NULL ORDER BY rowid LIMIT ${SLICE_LOOKS}`,
      )
      .all([after]);
    const changed: { rowid: number; id: string; row: RawRow; state: AgentState }[] = [];
    for (const [rowid, source, platform, rawState, state, standard] of rows as [
      number,
      string,
      string,
      string,
      AgentState,
      AgentState | null,
    ][]) {
      const chosen = this.#mapping.chosen(source, platform, rawState);
      const wanted = chosen ?? standard ?? state;
      const isRight = wanted === state && (chosen === undefined) === (standard === null);
      if (isRight) continue;
      // A change that is told of is one source's.
      if (changed.length > 0 && changed[0]?.row[0] !== source) return { last: rowid - 1, changed };
      changed.push({ rowid, ...this.#whole(rowid), state: wanted });
      if (changed.length === SLICE_CHANGES) return { last: rowid, changed };
    }
    return { last: rows.length < SLICE_LOOKS ? null : (rows.at(-1)?.[0] as number), changed };
  }

  #whole(rowid: number): { id: string; row: RawRow } {
    const found = this.#db
      .raw(`SELECT id, source, ${COLUMNS.join(', ')} FROM agent_state_row WHERE rowid = ?`)
      .get([rowid]);
    if (found === undefined) throw new Error('A stay was there and is not.');
    return { id: found[0] as string, row: found.slice(1) };
  }

  #apply(changed: readonly { rowid: number; id: string; row: RawRow; state: AgentState }[]): Change | null {
    if (changed.length === 0) return null;
    const update = this.#db.command('UPDATE agent_state_row SET state = ?, standard_state = ? WHERE rowid = ?');
    const ids: string[] = [];
    let source = '';
    for (const { rowid, id, row, state } of changed) {
      source = row[0] as string;
      const before: SqlValue[] = row.slice(1);
      const after = [...before];
      const standard = (before[STATE_PLACE.standard] ?? before[STATE_PLACE.state]) as AgentState;
      const kept =
        this.#mapping.chosen(source, before[STATE_PLACE.platform] as string, before[STATE_PLACE.rawState] as string) ===
        undefined
          ? null
          : standard;
      after[STATE_PLACE.state] = state;
      after[STATE_PLACE.standard] = kept;
      update.run([state, kept, rowid]);
      this.#rollups.stateChanged(source, before, after);
      this.#marks.changed(source, before, after, STATE_PLACE);
      ids.push(id);
    }
    this.#rollups.flush();
    const seq = nextSeq(this.#db);
    this.#marks.flush(seq);
    return { seq, source, touched: [{ entity: 'agent-state', ids }] };
  }

  #lastRow(): number {
    return (this.#db.raw('SELECT max(rowid) FROM agent_state_row').get()?.[0] as number | null) ?? 0;
  }
}
