import {
  DEFAULT_HYSTERESIS,
  NO_ALARM,
  acknowledgeAlarm,
  isActive,
  isCalling,
  snoozeAlarm,
  stepAlarm,
  unsnoozeAlarm,
} from '../../shared/domain/alarms.ts';
import type { AlarmRow } from '../../shared/contract/rows.ts';
import { AppError } from '../../shared/errors/index.ts';
import type { AlarmSample, AlarmState, AlarmStep, AlarmTransition } from '../../shared/domain/alarms.ts';
import type { Notebook } from '../store/api.ts';
import { agentSamples } from './levels.ts';
import { outSecondsOf } from './agent-rows.ts';
import { foldHistory, withMarks } from './alarm-memory.ts';
import type { Floor } from './floor.ts';

/** How far back a restart looks for alarms that are still in force. */
const MEMORY_MS = 7 * 86_400_000;

/** The part of the notebook that alarms are written to. */
export type AlarmBook = Pick<Notebook, 'appendAlarm' | 'alarmHistory' | 'alarmMarks' | 'saveAlarmMark' | 'together'>;

/** An alarm that was raised or got worse, for notifications. */
export interface AlarmCall extends AlarmRow {
  event: 'raised' | 'escalated';
}

interface Alarm {
  key: string;
  rule: string;
  subject: string;
  who: string;
  reason: string;
  suggestion: string;
  state: AlarmState;
}

interface Subject {
  subject: string;
  who: string;
  rule: string;
  sample: AlarmSample;
  reason: string;
  suggestion: string;
  /** Shown as stale whatever its severity: the alarm is that nothing can be said. */
  asStale: boolean;
}

/** The alarms of the live floor: steps the rules, writes history and marks, carries out people's answers. */
export class AlarmDesk {
  readonly rows = new Map<string, AlarmRow>();
  readonly #book: AlarmBook;
  readonly #alarms = new Map<string, Alarm>();
  readonly #raised: (call: AlarmCall) => void;
  readonly #fault: (error: unknown) => void;

  /** @param raised told of what is new or worse @param fault told where the history could not be written */
  constructor(book: AlarmBook, raised: (call: AlarmCall) => void, fault: (error: unknown) => void) {
    this.#book = book;
    this.#raised = raised;
    this.#fault = fault;
  }

  /** Finds the alarms that were in force when the engine last ran. @param now epoch ms UTC */
  restore(now: number, nameOf: (subject: string) => string): void {
    const history = this.#book.alarmHistory({ from: now - MEMORY_MS, to: now + 1, limit: 10_000 }).reverse();
    const remembered = foldHistory(history);
    withMarks(remembered, this.#book.alarmMarks(), now);
    for (const { key, rule, subject, state } of remembered.values()) {
      const alarm = { key, rule, subject, who: nameOf(subject), ...wordsOf(rule), state };
      this.#alarms.set(key, alarm);
      this.rows.set(key, rowOf(alarm));
    }
  }

  /** One look at every figure. To be called at a steady pace. @returns keys of alarm rows that changed */
  sample(floor: Floor, now: number): Set<string> {
    // A floor that tips over raises hundreds at once, and the disk is waited for once.
    return this.#book.together(() => this.#sample(floor, now));
  }

  #sample(floor: Floor, now: number): Set<string> {
    const changed = new Set<string>();
    for (const subject of subjectsOf(floor)) {
      const key = `${subject.rule}:${subject.subject}`;
      const alarm = this.#alarms.get(key);
      // Most figures are well and have always been: nothing to remember, nothing to step.
      const well = subject.sample.severity === null || subject.sample.severity === 'normal' || subject.sample.stale;
      if (alarm === undefined && well) continue;
      const { who, reason, suggestion } = subject;
      const current = alarm ?? {
        key,
        rule: subject.rule,
        subject: subject.subject,
        who,
        reason,
        suggestion,
        state: NO_ALARM,
      };
      current.who = who;
      this.#settle(current, stepAlarm(current.state, subject.sample, DEFAULT_HYSTERESIS, now), changed, null, null);
    }
    this.#forgetGone(floor, now, changed);
    return changed;
  }

  /** @throws AppError `not-found` where no such alarm is in force */
  acknowledge(key: string, by: string, note: string | null, now: number): Set<string> {
    const alarm = this.#find(key);
    return this.#answer(alarm, acknowledgeAlarm(alarm.state, by, now), by, note);
  }

  /** @returns keys of changed rows and the end of the snooze @throws AppError `not-found`, `invalid-input` */
  snooze(key: string, until: number, by: string, now: number): Set<string> {
    const alarm = this.#find(key);
    return this.#answer(alarm, snoozeAlarm(alarm.state, until, now), by, String(until));
  }

  unsnooze(key: string, by: string, now: number): Set<string> {
    const alarm = this.#find(key);
    return this.#answer(alarm, unsnoozeAlarm(alarm.state, now), by, null);
  }

  /** Alarms that call for somebody, by level. */
  calling(now: number): { warning: number; breach: number; stale: number } {
    const counts = { warning: 0, breach: 0, stale: 0 };
    for (const alarm of this.#alarms.values()) {
      if (!isCalling(alarm.state, now)) continue;
      const { level } = rowOf(alarm);
      if (level !== 'normal') counts[level] += 1;
    }
    return counts;
  }

  #find(key: string): Alarm {
    const alarm = this.#alarms.get(key);
    if (alarm === undefined || !isActive(alarm.state)) {
      throw new AppError({ code: 'not-found', message: 'This alarm is over.', detail: { key: key.slice(0, 200) } });
    }
    return alarm;
  }

  #answer(alarm: Alarm, step: AlarmStep, by: string, note: string | null): Set<string> {
    const changed = new Set<string>();
    this.#settle(alarm, step, changed, by, note);
    return changed;
  }

  #settle(alarm: Alarm, step: AlarmStep, changed: Set<string>, actor: string | null, note: string | null): void {
    const before = alarm.state;
    const keep = (): void => {
      if (step.transition !== null) this.#write(alarm, step.transition, actor, note);
      if (marksDiffer(before, step.state)) this.#mark(alarm.key, step.state);
    };
    // What a person decided counts only once it is written; what the rules found is shown even where the disk is full.
    if (actor === null) this.#try(keep);
    else keep();
    alarm.state = step.state;
    const remembered = isActive(step.state) || step.state.warning.run !== 0 || step.state.breach.run !== 0;
    if (remembered && !isSettled(step.state)) this.#alarms.set(alarm.key, alarm);
    else this.#alarms.delete(alarm.key);
    this.#show(alarm, changed);
    const event = step.transition?.event;
    if ((event === 'raised' || event === 'escalated') && actor === null) this.#raised({ ...rowOf(alarm), event });
  }

  #show(alarm: Alarm, changed: Set<string>): void {
    const before = this.rows.get(alarm.key);
    if (!isActive(alarm.state)) {
      if (this.rows.delete(alarm.key)) changed.add(alarm.key);
      return;
    }
    const row = rowOf(alarm);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(row)) return;
    this.rows.set(alarm.key, row);
    changed.add(alarm.key);
  }

  #write(alarm: Alarm, transition: AlarmTransition, actor: string | null, note: string | null): void {
    this.#book.appendAlarm({
      at: transition.at,
      key: alarm.key,
      rule: alarm.rule,
      subject: alarm.subject,
      event: transition.event,
      level: transition.to,
      value: transition.value,
      limit: transition.limit,
      actor,
      // Nobody's words: since when it was over the limit, for the restart.
      note: actor === null && transition.since !== null ? String(transition.since) : note,
    });
  }

  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#fault(error);
    }
  }

  #mark(key: string, { acknowledged, snoozed }: AlarmState): void {
    this.#book.saveAlarmMark({
      key,
      acknowledgedAt: acknowledged?.at ?? null,
      acknowledgedBy: acknowledged?.by ?? null,
      snoozedUntil: snoozed?.until ?? null,
    });
  }

  /** Alarms of queues and agents that left the board end: nobody could ever clear them. */
  #forgetGone(floor: Floor, now: number, changed: Set<string>): void {
    for (const alarm of this.#alarms.values()) {
      if (floor.queueRows.has(alarm.subject) || floor.agentRows.has(alarm.subject)) continue;
      if (floor.freshness.sources.has(alarm.subject)) continue;
      this.#alarms.delete(alarm.key);
      if (!isActive(alarm.state)) continue;
      const gone = { event: 'cleared', at: now, from: alarm.state.level, to: 'normal' } as const;
      alarm.state = NO_ALARM;
      this.#try(() => {
        this.#write(alarm, { ...gone, value: null, limit: null, since: null }, null, null);
        this.#mark(alarm.key, NO_ALARM);
      });
      this.#show(alarm, changed);
    }
  }
}

/** The alarms in force at a stored instant, out of the history: what a replay shows. Nothing is written. */
export function alarmsAt(
  book: Pick<AlarmBook, 'alarmHistory'>,
  at: number,
  nameOf: (subject: string) => string,
): Map<string, AlarmRow> {
  const history = book.alarmHistory({ from: at - MEMORY_MS, to: at + 1, limit: 10_000 }).reverse();
  const rows = new Map<string, AlarmRow>();
  for (const { key, rule, subject, state } of foldHistory(history).values()) {
    rows.set(key, rowOf({ key, rule, subject, who: nameOf(subject), ...wordsOf(rule), state }));
  }
  return rows;
}

const SOURCE_STALE = 'sourceStale';

function* subjectsOf(floor: Floor): Generator<Subject> {
  for (const row of floor.queueRows.values()) {
    const entry = floor.queues.get(row.key);
    for (const sample of entry?.samples ?? []) yield subjectOf(row.key, row.name, sample.rule, sample);
  }
  for (const row of floor.agentRows.values()) {
    if (row.since === null && row.deviation === null) continue;
    const stateSeconds = row.since === null ? null : Math.max(0, (floor.at - row.since) / 1000);
    const outSeconds = outSecondsOf(row.deviation, floor.at);
    const facts = { state: row.state, stateSeconds, outSeconds, stale: row.stale };
    for (const sample of agentSamples(facts, floor.adherence?.limits)) {
      yield subjectOf(row.key, row.name, sample.rule, sample);
    }
  }
  for (const { source, name, stale, readOnly } of floor.freshness.sources.values()) {
    if (readOnly) continue;
    const severity = stale ? 'warning' : 'normal';
    const sample: AlarmSample = { severity, value: null, limit: null, stale: false };
    yield { ...subjectOf(source, name, SOURCE_STALE, sample), asStale: true };
  }
}

function subjectOf(subject: string, who: string, rule: string, sample: AlarmSample): Subject {
  return { subject, who, rule, sample, ...wordsOf(rule), asStale: false };
}

function wordsOf(rule: string): { reason: string; suggestion: string } {
  return { reason: `alarm.${rule}.reason`, suggestion: `alarm.${rule}.action` };
}

function rowOf(alarm: Alarm): AlarmRow {
  const { state } = alarm;
  return {
    key: alarm.key,
    rule: alarm.rule,
    subject: alarm.subject,
    who: alarm.who,
    level: alarm.rule === SOURCE_STALE && isActive(state) ? 'stale' : state.level,
    since: state.since ?? 0,
    value: state.value,
    limit: state.limit,
    reason: alarm.reason,
    suggestion: alarm.suggestion,
    acknowledgedAt: state.acknowledged?.at ?? null,
    acknowledgedBy: state.acknowledged?.by ?? null,
    snoozedUntil: state.snoozed?.until ?? null,
  };
}

function marksDiffer(a: AlarmState, b: AlarmState): boolean {
  return (
    a.acknowledged?.at !== b.acknowledged?.at ||
    a.acknowledged?.by !== b.acknowledged?.by ||
    a.snoozed?.until !== b.snoozed?.until
  );
}

/** Nothing left to remember: no alarm, no answer, and no row of samples that could become one. */
function isSettled(state: AlarmState): boolean {
  return !isActive(state) && state.snoozed === null && state.warning.run <= 0 && state.breach.run <= 0;
}
