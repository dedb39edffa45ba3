/** What the adherence command prints, out of what its files hold. */
import {
  adherence,
  conformance,
  deviationsOf,
  judgePerson,
  noCounts,
  shiftsOf,
  staffingOf,
} from '../../shared/domain/adherence/index.ts';
import type {
  AdherenceCounts,
  Exception,
  Impact,
  JudgedDay,
  PersonInput,
  PlannedShift,
  PlatformStay,
  Staffing,
  Tolerance,
} from '../../shared/domain/adherence/index.ts';
import type { Activity, AgentState } from '../../shared/domain/records.ts';
import { bucketLabel } from '../../shared/time/zone.ts';
import type { AdherenceFiles } from './adherence-files.ts';

/** Minutes are decimal, ratios 0..1 and null where there is nothing to divide by. */
export interface AdherenceRow {
  agent: string;
  /** The day of the zone on which the shifts begin. */
  day: string;
  scheduled_minutes: number;
  matched_minutes: number;
  unmatched_minutes: number;
  excused_minutes: number;
  worked_minutes: number;
  adherence_all: number | null;
  adherence_productive: number | null;
  conformance: number | null;
}

export interface AdherenceDeviation {
  agent: string;
  /** ISO 8601, UTC. */
  start: string;
  end: string;
  scheduled: Activity | null;
  actual: AgentState | null;
  minutes: number;
  impact: Impact;
  excused_because: string | null;
}

export interface AdherenceReport {
  readonly rows: AdherenceRow[];
  readonly deviations: AdherenceDeviation[];
  /** Agents with a schedule and no states, with states and no schedule, with exceptions and neither. */
  readonly silent: string[];
  readonly unplanned: string[];
  readonly unknown: string[];
  /** Stretches in which platforms contradict each other. */
  readonly conflicts: number;
}

export interface ReportOptions {
  readonly zone: string;
  readonly tolerance: Tolerance;
  readonly platformOrder: readonly string[];
  /** Null: the last instant that any row names. */
  readonly nowAt: number | null;
}

interface Agent {
  readonly name: string;
  readonly shifts: PlannedShift[];
  readonly stays: readonly PlatformStay[];
  readonly exceptions: readonly Exception[];
}

/** @throws AppError `invalid-input` on an unknown zone */
export function adherenceReport(files: AdherenceFiles, options: ReportOptions): AdherenceReport {
  const agents = agentsOf(files);
  const span = spanOf(agents);
  const nowAt = options.nowAt ?? span.lastAt;
  const days = (agent: Agent, staffing: Staffing | null): JudgedDay[] => {
    const input: PersonInput = {
      zone: options.zone,
      fromAt: Math.min(span.firstAt, nowAt),
      toAt: nowAt,
      nowAt,
      shifts: agent.shifts,
      stays: agent.stays,
      exceptions: agent.exceptions,
      tolerance: options.tolerance,
      platformOrder: options.platformOrder,
      staffing,
      silence: 'offline',
      hasPlan: agent.shifts.length > 0,
    };
    return judgePerson(input).filter(hasSomething);
  };
  const { required } = files;
  const staffing =
    required === null
      ? null
      : staffingOf(
          required,
          agents.map((agent) => days(agent, null).flatMap(({ segments }) => segments)),
        );

  const rows: AdherenceRow[] = [];
  const deviations: AdherenceDeviation[] = [];
  let conflicts = 0;
  for (const agent of agents) {
    const judged = days(agent, staffing);
    const { [0]: firstStay } = agent.stays;
    // Every agent of the states has a row, also one who was only ever offline.
    if (judged.length === 0 && firstStay !== undefined && agent.shifts.length === 0) {
      const firstAt = agent.stays.reduce((first, { startAt }) => Math.min(first, startAt), firstStay.startAt);
      rows.push(rowOf(agent.name, bucketLabel(firstAt, 'day', options.zone), noCounts()));
    }
    for (const day of judged) {
      rows.push(rowOf(agent.name, day.day, day.counts));
      for (const deviation of deviationsOf(day.segments, { exceptions: agent.exceptions })) {
        const { startAt, endAt, scheduled, actual, seconds, impact, excusedBecause } = deviation;
        const [start, end] = [iso(startAt), iso(endAt ?? nowAt)];
        const minutes = inMinutes(seconds);
        deviations.push({
          agent: agent.name,
          start,
          end,
          scheduled,
          actual,
          minutes,
          impact,
          excused_because: excusedBecause,
        });
      }
      conflicts += day.states.filter(({ conflict, startAt }) => conflict !== null && startAt >= day.startAt).length;
    }
  }
  const named = (of: ReadonlyMap<string, unknown>, not: readonly ReadonlyMap<string, unknown>[]): string[] =>
    [...of.keys()].filter((name) => not.every((other) => !other.has(name))).sort();
  return {
    rows,
    deviations,
    silent: named(files.schedule, [files.states]),
    unplanned: named(files.states, [files.schedule]),
    unknown: named(files.exceptions, [files.schedule, files.states]),
    conflicts,
  };
}

function agentsOf({ schedule, states, exceptions }: AdherenceFiles): Agent[] {
  return [...new Set([...schedule.keys(), ...states.keys()])].sort().map((name) => ({
    name,
    shifts: shiftsOf(schedule.get(name) ?? []),
    stays: states.get(name) ?? [],
    exceptions: exceptions.get(name) ?? [],
  }));
}

/** The first and the last instant that a row of the schedule or the states names. */
function spanOf(agents: readonly Agent[]): { firstAt: number; lastAt: number } {
  let firstAt = Infinity;
  let lastAt = -Infinity;
  for (const { shifts, stays } of agents) {
    for (const { startAt, endAt } of [...shifts, ...stays]) {
      firstAt = Math.min(firstAt, startAt);
      lastAt = Math.max(lastAt, endAt ?? startAt);
    }
  }
  return firstAt <= lastAt ? { firstAt, lastAt } : { firstAt: 0, lastAt: 0 };
}

/** Days on which something was planned or anybody was there; a day spent offline without a plan is none. */
function hasSomething({ segments }: JudgedDay): boolean {
  return segments.some(({ scheduled, actual }) => scheduled !== null || (actual !== null && actual !== 'offline'));
}

function rowOf(agent: string, day: string, counts: AdherenceCounts): AdherenceRow {
  return {
    agent,
    day,
    scheduled_minutes: inMinutes(counts.scheduled),
    matched_minutes: inMinutes(counts.matched),
    unmatched_minutes: inMinutes(counts.unmatched),
    excused_minutes: inMinutes(counts.excused),
    worked_minutes: inMinutes(counts.worked),
    adherence_all: adherence(counts).value,
    adherence_productive: adherence(counts, 'productive').value,
    conformance: conformance(counts).value,
  };
}

/** To the microminute: sums of fractions of a second carry an error far below it. */
function inMinutes(seconds: number): number {
  return Math.round((seconds / 60) * 1e6) / 1e6;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
