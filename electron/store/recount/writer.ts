/** The writing half of a recount: marks what changed outside of the facts, and puts counts in place. Runs on the engine's thread. */
import { AdherenceMarks } from '../adherence-marks.ts';
import { dropMeta, metaValue, saveMeta } from '../meta.ts';
import { splitKey } from '../key.ts';
import type { WritableDb } from '../sqlite.ts';
import { nextSeq } from '../write/pages.ts';
import type { RecountBatch, RecountPerson, RecountRules } from './job.ts';
import { ROW_COLUMNS } from './rows.ts';

/** Changes with how days are judged: a new number has everything counted again. */
const RULES_VERSION = 3;

const RULES = 'adherence-rules';
/** The last change of an exception whose days are marked, and which exception that was. */
const EXCEPTIONS = 'adherence-exceptions';
/** Sources that had fallen silent at the last count, and since when. */
const SILENT = 'adherence-silent';

export class RecountWriter {
  readonly #db: WritableDb;
  readonly #notebook: WritableDb;
  readonly #marks: AdherenceMarks;

  /** @param now epoch ms UTC */
  constructor(db: WritableDb, notebook: WritableDb, now: () => number) {
    this.#db = db;
    this.#notebook = notebook;
    this.#marks = new AdherenceMarks(db, now);
  }

  /** Marks what does not hold any more since the last time: by other rules, other people, or exceptions that came or went. */
  begin(people: readonly RecountPerson[], rules: RecountRules, zone: string): void {
    this.marking(() => {
      this.#followRules(people, rules, zone);
      this.#followPeople(people);
      this.#followSilence(people, rules.silentSince ?? {});
      this.#followExceptions(people);
    });
  }

  /** Marks days of agents. @param toAt end of the span, epoch ms UTC */
  mark(agents: readonly string[], fromAt: number, toAt: number): void {
    this.marking(() => {
      for (const key of agents) this.#marks.mark(...splitKey(key), fromAt, toAt);
    });
  }

  /** Commits one batch: all of it, or nothing. */
  commit(batch: RecountBatch): void {
    this.#db.transaction(() => {
      const remove = this.#db.command(
        'DELETE FROM adherence_day_row WHERE source = ? AND agent = ? AND day >= ? AND day <= ?',
      );
      const insert = this.#db.command(
        `INSERT INTO adherence_day_row (${ROW_COLUMNS.join(', ')}) VALUES (${ROW_COLUMNS.map(() => '?').join(', ')})`,
      );
      for (const { agents, fromDay, toDay, rows } of batch.people) {
        for (const key of agents) remove.run([...splitKey(key), fromDay, toDay]);
        for (const row of rows) insert.run(row);
      }
      const done = this.#db.command(
        'DELETE FROM adherence_mark_row WHERE source = ? AND agent = ? AND day = ? AND seq = ?',
      );
      for (const mark of batch.marks) done.run(mark);
    });
  }

  /** One commit of work that may mark days. */
  marking(work: (marks: AdherenceMarks) => void): void {
    try {
      this.#db.transaction(() => {
        work(this.#marks);
        this.#marks.flush(nextSeq(this.#db));
      });
    } catch (error) {
      this.#marks.reset();
      throw error;
    }
  }

  #followRules(people: readonly RecountPerson[], rules: RecountRules, zone: string): void {
    const { tolerance, platformOrder, silence, telling } = rules;
    const tolerances = Object.entries(tolerance).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify([RULES_VERSION, zone, tolerances, platformOrder, silence, [...(telling ?? [])].sort()]);
    if (text === metaValue(this.#db, RULES)) return;
    this.#markEverything(people);
    saveMeta(this.#db, RULES, text);
  }

  #followPeople(people: readonly RecountPerson[]): void {
    const read = this.#db.raw('SELECT members FROM adherence_agent_row WHERE source = ? AND agent = ?');
    const save = this.#db.command(
      `INSERT INTO adherence_agent_row (source, agent, person, members) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET person = excluded.person, members = excluded.members`,
    );
    for (const { key, agents } of people) {
      const members = JSON.stringify([...agents].sort());
      for (const agent of agents) {
        const stored = read.get(splitKey(agent))?.[0] as string | undefined;
        if (stored === members) continue;
        save.run([...splitKey(agent), key, members]);
        // Somebody new who stands alone is counted as their facts come in.
        if (stored === undefined && agents.length === 1) continue;
        for (const other of agents) this.#marks.markAll(...splitKey(other));
      }
    }
  }

  /** Of what a source told since it fell silent, nothing holds; and once it speaks again, all does. */
  #followSilence(people: readonly RecountPerson[], silentSince: Readonly<Record<string, number>>): void {
    const before = JSON.parse((metaValue(this.#db, SILENT) as string | null) ?? '{}') as Record<string, number>;
    const turned = new Map<string, number>();
    for (const source of new Set([...Object.keys(before), ...Object.keys(silentSince)])) {
      const [was, is] = [before[source], silentSince[source]];
      if (was !== is) turned.set(source, Math.min(was ?? Infinity, is ?? Infinity));
    }
    if (turned.size === 0) return;
    for (const { agents } of people) {
      const since = Math.min(...agents.map((agent) => turned.get(splitKey(agent)[0]) ?? Infinity));
      if (since === Infinity) continue;
      for (const agent of agents) this.#marks.mark(...splitKey(agent), since, null);
    }
    saveMeta(this.#db, SILENT, JSON.stringify(silentSince));
  }

  #followExceptions(people: readonly RecountPerson[]): void {
    const followed = this.#followed();
    if (followed === null) this.#markEverything(people);
    const changed = this.#notebook
      .raw('SELECT change, id, agent, start_at, end_at FROM exception_row WHERE change > ? ORDER BY change')
      .all([followed ?? 0]) as [number, string, string, number, number][];
    for (const [, , agent, startAt, endAt] of changed) this.#marks.mark(...splitKey(agent), startAt, endAt);
    const newest = changed.at(-1);
    if (newest !== undefined) saveMeta(this.#db, EXCEPTIONS, JSON.stringify({ change: newest[0], id: newest[1] }));
    else if (followed === null) dropMeta(this.#db, EXCEPTIONS);
  }

  /** The last change that is marked; null where this notebook never saw it: an older copy, or another one, was put in its place. */
  #followed(): number | null {
    const stored = metaValue(this.#db, EXCEPTIONS);
    if (stored === null) return 0;
    const { change = 0, id = '' } = JSON.parse(String(stored)) as { change?: number; id?: string };
    const held = this.#notebook.raw('SELECT 1 FROM exception_row WHERE id = ? AND change >= ?').get([id, change]);
    return held === undefined ? null : change;
  }

  #markEverything(people: readonly RecountPerson[]): void {
    for (const { agents } of people) for (const key of agents) this.#marks.markAll(...splitKey(key));
    for (const [source, agent] of this.#db.raw('SELECT DISTINCT source, agent FROM adherence_day_row').all()) {
      this.#marks.markAll(source as string, agent as string);
    }
  }
}
