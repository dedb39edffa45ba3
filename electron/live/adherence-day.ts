import {
  adherence,
  countsOf,
  dayFrameAt,
  dayFrameOf,
  deviationsOf,
  judge,
  noCounts,
  personStates,
  planOf,
  quartersOf,
  shrinkageOf,
} from '../../shared/domain/adherence/index.ts';
import type {
  AdherenceCounts,
  DayFrame,
  Deviation,
  Exception,
  PersonState,
  Planned,
  PlannedShift,
  PlatformStay,
  QuarterCounts,
  Segment,
  ShrinkageCounts,
  Span,
  Staffing,
} from '../../shared/domain/adherence/index.ts';
import type { Activity } from '../../shared/domain/records.ts';
import type { AgentStateRow, ExceptionEntry, Notebook, Reads } from '../store/api.ts';
import type { PersonAdherence } from './adherence-facts.ts';
import { unheard } from '../../shared/domain/adherence/heard.ts';
import { keyOf } from './reads.ts';

const DAY_MS = 86_400_000;

/** What adherence is judged by. */
export interface AdherenceRules {
  /** Reporting zone, IANA. */
  zone: string;
  toleranceSeconds: Readonly<Partial<Record<Activity, number>>>;
  count: 'all' | 'productive';
  target: number;
  warningSeconds: number;
  breachSeconds: number;
  platformOrder: readonly string[];
}

/** What a person's day is read from. */
export interface AdherenceReader {
  reads: Pick<Reads, 'shifts' | 'agentStatesOf' | 'staffing' | 'rawStates'>;
  notebook: Pick<Notebook, 'exceptions'>;
}

/** A stay with what the screens show of it. */
export interface HeldStay extends PlatformStay {
  key: string;
  source: string;
  rawState: string;
  contact: string | null;
  /** It was already running when it was first seen: before it nobody spoke. */
  bound: boolean;
}

/** How far the person's sources can be believed. */
export interface SourcesNow {
  isStale(source: string): boolean;
  asOf(source: string): number | null;
  /** Whether the source speaks of states at all. */
  tells(source: string): boolean;
}

export interface PersonAgents {
  readonly key: string;
  readonly agents: readonly { readonly key: string; readonly source: string; readonly id: string }[];
}

/** One person's running day: what was planned and done, and how the one stands to the other. Read once, then kept up with events. */
export class PersonDay {
  readonly key: string;
  readonly agents: PersonAgents['agents'];
  readonly stays = new Map<string, HeldStay>();
  shifts: readonly PlannedShift[] = [];
  exceptions: readonly ExceptionEntry[] = [];
  frame: DayFrame = { day: '', startAt: 0, endAt: 0, shifts: [] };
  /** All that is planned near the day. */
  plan: readonly Planned[] = [];
  states: readonly PersonState[] = [];
  segments: readonly Segment[] = [];
  deviations: readonly Deviation[] = [];
  counts: AdherenceCounts = noCounts();
  quarters: readonly QuarterCounts[] = [];
  shrinkage: ShrinkageCounts = { paid: 0, causes: {} };
  /** Up to when it is judged. */
  judgedAt = Number.NEGATIVE_INFINITY;
  readonly #platforms = new Map<string, string>();
  #earlier: { until: number; staffing: Staffing | null } | null = null;

  constructor(person: PersonAgents) {
    this.key = person.key;
    this.agents = person.agents.map(({ key, source, id }) => ({ key, source, id }));
    const seen = new Set<string>();
    for (const { key, source, id } of this.agents) {
      this.#platforms.set(key, seen.has(source) ? `#${id}` : '');
      seen.add(source);
    }
  }

  /**
   * Reads the day that holds the instant, or the one that bears the name of `midnight`'s.
   *
   * @param at now, or the replayed instant; nothing later is read
   */
  load({ reads, notebook }: AdherenceReader, at: number, zone: string, midnight: number | null = null): void {
    const agents = this.agents.map(({ key }) => key);
    const about = midnight ?? at;
    this.shifts = reads
      .shifts({ from: about - 2 * DAY_MS, to: about + 3 * DAY_MS, agents })
      .map(({ source, id, startAt, endAt, activities }) => ({ id: keyOf(source, id), startAt, endAt, activities }))
      .sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1));
    this.plan = planOf(this.shifts);
    const named = midnight === null ? null : dayFrameOf(this.shifts, midnight, zone);
    this.frame = named ?? dayFrameAt(this.shifts, about, zone);
    const { startAt, endAt } = this.frame;
    this.exceptions = notebook.exceptions({ from: startAt, to: endAt, agents });
    this.#earlier = null;
    this.stays.clear();
    for (const { source, id } of this.agents) {
      for (const row of reads.agentStatesOf({ source, agent: id, from: startAt, to: Math.min(at + 1, endAt) }))
        this.put(row);
    }
  }

  /** A stay as the store has it now. */
  put(row: AgentStateRow): void {
    const key = keyOf(row.source, row.id);
    const mark = this.#platforms.get(keyOf(row.source, row.agent)) ?? '';
    this.stays.set(key, {
      key,
      source: row.source,
      platform: `${row.source}/${row.platform}${mark}`,
      state: row.state,
      rawState: row.rawState,
      startAt: row.startAt,
      endAt: row.endAt,
      contact: row.contact,
      bound: row.startIsBound === 1,
    });
  }

  /** People to spare over all of the day: what was kept of the time before an instant, and what is known now of the time from there on. */
  staffed({ reads }: AdherenceReader, from: number, now: Staffing | null): Staffing | null {
    const { startAt } = this.frame;
    if (startAt >= from) return now;
    if (this.#earlier?.until !== from) {
      const staffing = reads.staffing({ agents: this.agents.map(({ key }) => key), from: startAt, to: from });
      this.#earlier = { until: from, staffing };
    }
    const { staffing } = this.#earlier;
    if (staffing === null || now === null) return staffing ?? now;
    return { at: [...staffing.at, ...now.at], spare: [...staffing.spare, ...now.spare] };
  }

  /** Holds what was done up to the instant against the plan. */
  judge(at: number, rules: AdherenceRules, sources: SourcesNow, staffing: Staffing | null): void {
    const { startAt, endAt, shifts } = this.frame;
    const untilAt = Math.min(at, endAt);
    const stays: PlatformStay[] = [];
    for (const stay of this.stays.values()) {
      if (stay.startAt >= at) continue;
      const said = believed(stay, at, sources);
      if (said !== null) stays.push(said);
    }
    const order = rules.platformOrder.length > 0 ? { order: rules.platformOrder } : {};
    this.states = personStates(stays, { untilAt, ...order });
    const span = { startAt, endAt: untilAt };
    const seenAt = [...this.stays.values()].flatMap((stay) => (stay.bound ? [stay.startAt] : []));
    const blind = [...unheard(this.states, seenAt, span), ...this.#silent(span, sources)];
    if (blind.length > 0) {
      blind.sort((a, b) => a.startAt - b.startAt);
      this.states = personStates(stays, { untilAt, ...order, blind });
    }
    // Since the sources fell silent nothing is known (see above); of the time before, silence says as much as it did.
    const speaks = this.agents.some(({ source }) => sources.tells(source));
    const exceptions: Exception[] = [...this.exceptions];
    this.segments = judge({
      plan: this.plan,
      states: this.states,
      startAt,
      endAt: untilAt,
      silence: speaks ? 'offline' : 'unknown',
      tolerance: rules.toleranceSeconds,
      exceptions,
      staffing,
      hasPlan: shifts.length > 0 || this.plan.some((planned) => planned.startAt < endAt && planned.endAt > startAt),
    });
    this.counts = countsOf(this.segments);
    this.quarters = quartersOf(this.segments);
    this.shrinkage = shrinkageOf(this.segments, this.plan, exceptions);
    this.deviations = deviationsOf(this.segments, {
      exceptions,
      join: 'activity',
      ...(at < endAt ? { openAt: untilAt } : {}),
    });
    this.judgedAt = at;
  }

  /** The deviation that lasts, excused or not; null where there is none. */
  get open(): Deviation | null {
    const last = this.deviations.at(-1);
    return last === undefined || last.endAt !== null ? null : last;
  }

  /** Whether somebody planned this day. */
  get hasSchedule(): boolean {
    return this.frame.shifts.length > 0;
  }

  /** What is planned at the instant. */
  plannedAt(at: number): Planned | null {
    return this.plan.find((planned) => planned.startAt <= at && planned.endAt > at) ?? null;
  }

  /** What the floor's row says of it; null where nobody planned the day. */
  facts(of: AdherenceRules['count']): PersonAdherence | null {
    if (!this.hasSchedule) return null;
    const { open } = this;
    return {
      adherence: adherence(this.counts, of),
      scheduled: this.plannedAt(this.judgedAt)?.activity ?? null,
      deviation: open === null || open.excusedBecause !== null ? null : { since: open.startAt, impact: open.impact },
    };
  }

  /** Next instant at which time alone changes the judgement; null where none does. */
  nextTurn(rules: AdherenceRules): number | null {
    const at = this.judgedAt;
    let next = this.frame.endAt;
    const consider = (turn: number): void => {
      if (turn > at && turn < next) next = turn;
    };
    for (const { startAt, endAt } of this.plan) {
      if (endAt <= at) continue;
      consider(startAt);
      consider(endAt);
      if (startAt > at) break;
    }
    for (const { startAt, endAt } of this.exceptions) {
      consider(startAt);
      consider(endAt);
    }
    // A source's clock may be ahead of this one: what it says of a moment to come counts when that has come.
    for (const { startAt, endAt } of this.stays.values()) {
      if (startAt >= at) consider(startAt + 1);
      else if (endAt !== null) consider(endAt + 1);
    }
    const last = this.segments.at(-1);
    if (last === undefined) return next;
    if (last.because === 'tolerance' || last.match === 'outside') {
      const since = startOfRun(this.segments);
      // Over the tolerance, not at it: hence the millisecond.
      for (const seconds of Object.values(rules.toleranceSeconds)) consider(since + (seconds ?? 0) * 1000 + 1);
    }
    if (last.because === 'overrun-carried') consider(at + CARRIED_EVERY_MS);
    const { open } = this;
    if (open !== null && open.excusedBecause === null) {
      consider(open.startAt + rules.warningSeconds * 1000);
      consider(open.startAt + rules.breachSeconds * 1000);
      // Whether an absence hurts is said by quarter hours.
      if (open.scheduled !== null) consider(Math.floor(at / QUARTER_MS) * QUARTER_MS + QUARTER_MS);
    }
    return next;
  }

  /** Whether its counts grow with time. */
  get isCounting(): boolean {
    const last = this.segments.at(-1);
    return last !== undefined && (last.match !== 'outside' || last.impact !== null || last.actual !== 'offline');
  }

  /** The time since every source fell silent; nothing while one of them speaks. */
  #silent({ startAt, endAt }: Span, sources: SourcesNow): Span[] {
    const telling = this.agents.filter(({ source }) => sources.tells(source));
    if (telling.length === 0 || !telling.every(({ source }) => sources.isStale(source))) return [];
    const lastAt = Math.max(startAt, ...telling.map(({ source }) => sources.asOf(source) ?? startAt));
    return lastAt < endAt ? [{ startAt: lastAt, endAt }] : [];
  }
}

const QUARTER_MS = 900_000;
/** How long a carried overrun lasts is known from all that came before: looked at again this often while it lasts. */
const CARRIED_EVERY_MS = 5000;

/** A stay as far as its source can be believed: one that fell silent has said nothing of the time since. */
function believed(stay: HeldStay, at: number, sources: SourcesNow): PlatformStay | null {
  const { platform, state, startAt } = stay;
  // What ends later than the instant has not ended yet: a replay reads the whole stay.
  const endAt = stay.endAt !== null && stay.endAt > at ? null : stay.endAt;
  if (endAt !== null || !sources.isStale(stay.source)) return { platform, state, startAt, endAt };
  const asOf = sources.asOf(stay.source);
  return asOf === null || asOf <= startAt ? null : { platform, state, startAt, endAt: asOf };
}

/** Start of the last run of what the tolerance lets pass, or of what lies outside the plan. */
function startOfRun(segments: readonly Segment[]): number {
  let index = segments.length - 1;
  const last = segments[index];
  while (index > 0 && segments[index - 1]?.because === last?.because && segments[index - 1]?.match === last?.match) {
    index -= 1;
  }
  return segments[index]?.startAt ?? 0;
}
