/** What a recount of adherence is asked for, and what its thread hands back. All of it can be sent between threads. */
import type { Span, Staffing, Tolerance } from '../../../shared/domain/adherence/index.ts';
import type { SqlValue } from '../sqlite.ts';

export interface RecountPerson {
  /** Key of the person: the lowest of its agents. */
  readonly key: string;
  /** Agent keys, `source/id`. */
  readonly agents: readonly string[];
  /** In the place of what the rules say, for this person. */
  readonly silence?: 'offline' | 'unknown';
  /** Spans in which no source of this person spoke, in order. */
  readonly blind?: readonly Span[];
}

/** How time is judged. Where tolerance, platforms' order or silence change, everything is counted again. */
export interface RecountRules {
  readonly tolerance: Tolerance;
  /** `source/platform`, most trusted first. */
  readonly platformOrder: readonly string[];
  /** What silence of the sources means for somebody with a plan; see `judge`. */
  readonly silence: 'offline' | 'unknown';
  /** Sources that tell of states. Where given, silence is `offline` for people known to one of them and `unknown` for others. */
  readonly telling?: readonly string[];
  /** Sources that have fallen silent, with the last instant of which they spoke, epoch ms UTC: nothing they said holds from then on. */
  readonly silentSince?: Readonly<Record<string, number>>;
  /** In the place of the kept staffing (`Store.saveStaffing`). Nobody notices when it changes: mark the days that are to be judged by it. */
  readonly staffing?: Staffing | null;
}

export interface RecountJob {
  readonly people: readonly RecountPerson[];
  readonly rules: RecountRules;
  readonly zone: string;
  /** Epoch ms UTC: nothing is counted from here on. */
  readonly nowAt: number;
}

/** A mark that has been dealt with: source, agent, day, number of the change. */
export type DoneMark = readonly [source: string, agent: string, day: number, seq: number];

/** Counts of consecutive days of one person, to take the place of what is stored. */
export interface Recounted {
  /** Agent keys of the person: rows under any of them go. */
  readonly agents: readonly string[];
  readonly fromDay: string;
  readonly toDay: string;
  /** In the order of {@link ROW_COLUMNS}. */
  readonly rows: readonly (readonly SqlValue[])[];
}

export interface RecountBatch {
  readonly people: readonly Recounted[];
  /** Marks whose days are all in this batch or were in one before it. */
  readonly marks: readonly DoneMark[];
  /** Days of people judged in this batch, and minutes of them. */
  readonly days: number;
  readonly agentMinutes: number;
  /** People who are all counted with this batch. */
  readonly finished: number;
}
