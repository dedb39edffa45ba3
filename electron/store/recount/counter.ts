/** Counts what is marked, person by person, on read-only connections. Runs on a reader thread. */
import { dayFrames, judgePerson, personStates } from '../../../shared/domain/adherence/index.ts';
import { unheard } from '../../../shared/domain/adherence/heard.ts';
import type { JudgedDay, PlannedShift, Span } from '../../../shared/domain/adherence/index.ts';
import { EVERY_DAY } from '../adherence-marks.ts';
import { splitKey } from '../key.ts';
import type { ReadonlyDb } from '../sqlite.ts';
import { exceptionsOfPerson, firstInstant, shiftsOfPerson, staysOfPerson } from './facts.ts';
import { StaffingHistory } from '../read/staffing.ts';
import type { SeenStay } from './facts.ts';
import type { DoneMark, RecountBatch, Recounted, RecountJob, RecountPerson } from './job.ts';
import { rowOf } from './rows.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A changed instant can change the judgement of instants so far around it that are outside of its own UTC day: overtime, and its cut. */
const REACH_MS = 5 * HOUR_MS;
/** A day of a person is at most so far from its instants: shifts of a day and their overtime, any zone's midnight. */
const DAY_REACH_MS = 3 * DAY_MS;
/** Days of a person that are read and judged at once. */
const CHUNK_MS = 62 * DAY_MS;
/** Rows of a batch: what the writer puts down in one go, some milliseconds. */
const BATCH_ROWS = 32;

const FIRST_DAY = '0000-00-00';
const LAST_DAY = '9999-99-99';

interface Range {
  readonly from: number;
  readonly to: number;
  /** All there is: rows before and after it go too. */
  readonly isWhole: boolean;
}

export class AdherenceCounter {
  readonly #mirror: ReadonlyDb;
  readonly #notebook: ReadonlyDb;
  readonly #job: RecountJob;
  readonly #telling: ReadonlySet<string> | null;
  readonly #staffing: StaffingHistory;
  readonly #due: readonly RecountPerson[];
  readonly #batches: Generator<WorkingBatch>;

  constructor(mirror: ReadonlyDb, notebook: ReadonlyDb, job: RecountJob) {
    this.#mirror = mirror;
    this.#notebook = notebook;
    this.#job = job;
    this.#telling = job.rules.telling === undefined ? null : new Set(job.rules.telling);
    this.#staffing = new StaffingHistory(mirror);
    this.#due = this.#peopleDue();
    this.#batches = this.#count();
  }

  /** People with something to count. */
  get people(): number {
    return this.#due.length;
  }

  /** The next days, null when all is counted. */
  next(): RecountBatch | null {
    const { value, done } = this.#batches.next();
    if (done === true) return null;
    const { rows: _, ...batch } = value as WorkingBatch;
    return batch;
  }

  #peopleDue(): RecountPerson[] {
    const { people, nowAt } = this.#job;
    const personOf = new Map(people.flatMap((person) => person.agents.map((agent) => [agent, person] as const)));
    const due = new Map<string, RecountPerson>();
    const rows = [
      ...this.#mirror
        .raw('SELECT DISTINCT source, agent FROM adherence_mark_row WHERE day <= ?')
        .all([Math.floor(nowAt / DAY_MS)]),
      ...this.#mirror
        .raw(
          `SELECT DISTINCT source, agent FROM adherence_day_row INDEXED BY adherence_day_unfinished
           WHERE counted_until < end_at AND counted_until < ?`,
        )
        .all([nowAt]),
    ];
    for (const [source, agent] of rows) {
      const key = `${source as string}/${agent as string}`;
      // Somebody whom nobody lists (an agent of whom only states came) stands for themselves.
      const person = personOf.get(key) ?? { key, agents: [key] };
      due.set(person.key, person);
    }
    return [...due.values()];
  }

  *#count(): Generator<WorkingBatch> {
    let batch = emptyBatch();
    for (const person of this.#due) {
      for (const part of this.#countPerson(person)) {
        batch.people.push(...part.people);
        batch.marks.push(...part.marks);
        batch.days += part.days;
        batch.agentMinutes += part.agentMinutes;
        batch.rows += part.rows;
        batch.finished += part.finished;
        if (batch.rows < BATCH_ROWS) continue;
        yield batch;
        batch = emptyBatch();
      }
    }
    if (batch.finished > 0 || batch.people.length > 0) yield batch;
  }

  *#countPerson(person: RecountPerson): Generator<WorkingBatch> {
    // Marks first: a fact that comes in while its days are being counted makes a later mark, which stays.
    const marks = this.#marksOf(person);
    const ranges = this.#rangesOf(person, marks);
    for (const range of ranges) {
      let from = range.from;
      do {
        const to = Math.min(from + CHUNK_MS, range.to);
        const days = this.#judge(person, from, to);
        const last = days.at(-1);
        const isFirst = from === range.from;
        // A day may end after the chunk does: the next one begins with the day after it.
        from = last === undefined ? to : Math.max(to, last.endAt);
        yield* this.#parts(person, days, {
          fromDay: range.isWhole && isFirst ? FIRST_DAY : (days[0]?.day ?? null),
          toDay: range.isWhole && from >= range.to ? LAST_DAY : (last?.day ?? null),
        });
      } while (from < range.to);
    }
    yield { ...emptyBatch(), marks, finished: 1 };
  }

  /** Judged days in pieces of at most a batch. */
  *#parts(
    person: RecountPerson,
    days: readonly JudgedDay[],
    span: { readonly fromDay: string | null; readonly toDay: string | null },
  ): Generator<WorkingBatch> {
    const of = splitKey(person.key);
    const { nowAt } = this.#job;
    for (let first = 0; first < Math.max(1, days.length); first += BATCH_ROWS) {
      const part = days.slice(first, first + BATCH_ROWS);
      const fromDay = first === 0 ? span.fromDay : part[0]?.day;
      const toDay = first + BATCH_ROWS >= days.length ? span.toDay : part.at(-1)?.day;
      if (fromDay === null || fromDay === undefined || toDay === null || toDay === undefined) continue;
      const exceptions =
        part.length === 0
          ? []
          : exceptionsOfPerson(this.#notebook, person.agents, part[0]?.startAt ?? 0, part.at(-1)?.endAt ?? 0);
      const rows = part.flatMap((day) => {
        const row = rowOf(of, day, nowAt, exceptions);
        return row === null ? [] : [row];
      });
      const recounted: Recounted = { agents: person.agents, fromDay, toDay, rows };
      const minutes = part.reduce((sum, day) => sum + (Math.min(day.endAt, nowAt) - day.startAt) / 60_000, 0);
      // Days of nothing cost the writer next to nothing.
      const weight = rows.length + 1;
      yield { people: [recounted], marks: [], days: part.length, agentMinutes: minutes, finished: 0, rows: weight };
    }
  }

  #judge(person: RecountPerson, from: number, to: number): JudgedDay[] {
    const { rules, zone, nowAt } = this.#job;
    const lo = from - DAY_REACH_MS;
    const hi = to + DAY_REACH_MS;
    const { silentSince } = rules;
    const shifts = shiftsOfPerson(this.#mirror, person.agents, lo, hi);
    const stays = staysOfPerson(this.#mirror, person.agents, { from: lo, to: hi, silentSince });
    const { staffing = this.#staffing.of(person.agents, from - DAY_REACH_MS, hi) } = rules;
    return judgePerson({
      fromAt: from,
      toAt: to,
      nowAt,
      zone,
      shifts,
      stays,
      platformOrder: rules.platformOrder,
      blind: this.#blind(person, shifts, stays, { startAt: from, endAt: to }),
      exceptions: exceptionsOfPerson(this.#notebook, person.agents, lo, hi),
      tolerance: rules.tolerance,
      staffing,
      silence: person.silence ?? this.#silenceOf(person),
    });
  }

  #tellers(person: RecountPerson): string[] {
    const sources = new Set(person.agents.map((agent) => splitKey(agent)[0]));
    return [...sources].filter((source) => this.#telling?.has(source) === true);
  }

  #silenceOf(person: RecountPerson): 'offline' | 'unknown' {
    if (this.#telling === null) return this.#job.rules.silence;
    return this.#tellers(person).length > 0 ? 'offline' : 'unknown';
  }

  /** Spans of which nobody spoke, in order: as given, before stays that were first seen running, and since every source fell silent. */
  #blind(person: RecountPerson, shifts: readonly PlannedShift[], stays: readonly SeenStay[], span: Span): Span[] {
    const { rules, zone, nowAt } = this.#job;
    const blind = [...(person.blind ?? [])];
    const tellers = this.#tellers(person);
    const since = tellers.map((source) => rules.silentSince?.[source] ?? Infinity);
    if (tellers.length > 0) {
      const startAt = Math.max(...since);
      if (startAt < nowAt) blind.push({ startAt, endAt: nowAt });
    }
    const seenAt = stays.flatMap(({ isBound, startAt }) => (isBound ? [startAt] : []));
    if (seenAt.length > 0) {
      const states = personStates(stays, { untilAt: Math.max(nowAt, span.startAt), order: rules.platformOrder });
      for (const frame of dayFrames(shifts, span.startAt, Math.min(span.endAt, nowAt), zone)) {
        const { startAt, endAt } = frame;
        blind.push(...unheard(states, seenAt, { startAt, endAt: Math.min(endAt, nowAt) }));
      }
    }
    return blind.sort((a, b) => a.startAt - b.startAt);
  }

  #marksOf(person: RecountPerson): DoneMark[] {
    const today = Math.floor(this.#job.nowAt / DAY_MS);
    return person.agents.flatMap((key) =>
      this.#mirror
        .raw('SELECT source, agent, day, seq FROM adherence_mark_row WHERE source = ? AND agent = ? AND day <= ?')
        .all([...splitKey(key), today])
        .map((row) => row as unknown as DoneMark),
    );
  }

  /** Spans to be counted, in order. Days of the future wait. */
  #rangesOf(person: RecountPerson, marks: readonly DoneMark[]): Range[] {
    const { nowAt } = this.#job;
    if (marks.some(([, , day]) => day === EVERY_DAY)) {
      const first = firstInstant(this.#mirror, person.agents);
      // Rows of what is no more known of go as well.
      const from = first === null ? nowAt : Math.min(first, nowAt) - REACH_MS;
      return [{ from, to: nowAt, isWhole: true }];
    }
    const spans = marks.map(([, , day]) => ({ from: day * DAY_MS - REACH_MS, to: (day + 1) * DAY_MS + REACH_MS }));
    for (const key of person.agents) {
      const rows = this.#mirror
        .raw(
          `SELECT start_at FROM adherence_day_row INDEXED BY adherence_day_unfinished
           WHERE source = ? AND agent = ? AND counted_until < end_at`,
        )
        .all(splitKey(key));
      for (const row of rows) spans.push({ from: row[0] as number, to: nowAt });
    }
    return joined(spans.map(({ from, to }) => ({ from, to: Math.min(to, nowAt), isWhole: false })));
  }
}

interface WorkingBatch extends RecountBatch {
  people: Recounted[];
  marks: DoneMark[];
  days: number;
  agentMinutes: number;
  finished: number;
  rows: number;
}

function emptyBatch(): WorkingBatch {
  return { people: [], marks: [], days: 0, agentMinutes: 0, finished: 0, rows: 0 };
}

/** Ranges in order, those that touch or nearly do made one: days between two are cheaper counted than asked for apart. */
function joined(ranges: readonly Range[]): Range[] {
  const result: { from: number; to: number; isWhole: boolean }[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    if (range.to <= range.from) continue;
    const last = result.at(-1);
    if (last !== undefined && range.from <= last.to + DAY_MS) last.to = Math.max(last.to, range.to);
    else result.push({ ...range });
  }
  return result;
}
