import { adherence, conformance, isContact, matchRuns, platformLane } from '../../shared/domain/adherence/index.ts';
import type { PersonState, PlatformStay } from '../../shared/domain/adherence/index.ts';
import type { AdherenceRow, ExceptionRow, TimelineRow } from '../../shared/contract/adherence.ts';
import type { AlarmLevel } from '../../shared/contract/rows.ts';
import type { ExceptionEntry } from '../store/api.ts';
import type { AdherenceRules, HeldStay, PersonDay } from './adherence-day.ts';
import type { AgentEntry, PersonEntry } from './agents.ts';
import type { Floor } from './floor.ts';

/** A person's row on the adherence list; null without a plan and a state today. */
export function adherenceRowOf(
  person: PersonDay,
  entry: PersonEntry,
  rules: AdherenceRules,
  floor: Floor,
): AdherenceRow | null {
  const at = person.judgedAt;
  const now = stateAt(person, at);
  const present = person.states.some(({ state }) => state !== null && state !== 'offline');
  if (!person.hasSchedule && !present) return null;
  const { name, team } = whoIs(entry);
  const platforms = platformsAt(person, at, floor);
  const said = platforms.find(({ platform }) => platform === now?.platform);
  const planned = person.plannedAt(at);
  const next = person.plan.find(({ startAt }) => startAt >= (planned?.endAt ?? at)) ?? null;
  const { open } = person;
  const stale = isStale(entry, floor);
  const { level, reason } = levelOf(person, rules, stale);
  return {
    key: person.key,
    name,
    team,
    agents: person.agents.map(({ key }) => key),
    state: now?.state ?? null,
    rawState: said?.rawState ?? null,
    platform: now?.platform ?? null,
    since: now?.sinceAt ?? null,
    platforms,
    conflict: now?.conflict ?? null,
    hasSchedule: person.hasSchedule,
    scheduled: planned?.activity ?? null,
    scheduledUntil: planned?.endAt ?? null,
    next: next?.activity ?? null,
    deviation:
      open === null
        ? null
        : {
            since: open.startAt,
            scheduled: open.scheduled,
            actual: open.actual,
            impact: open.impact,
            excused: open.excusedBecause,
          },
    counts: person.counts,
    adherence: adherence(person.counts, 'all'),
    productive: adherence(person.counts, 'productive'),
    conformance: conformance(person.counts),
    level,
    reason,
    asOf: asOfOf(entry, floor),
    stale,
  };
}

/** A person's day in blocks. What lasts has no end: the screen draws it up to now. */
export function timelineRowOf(person: PersonDay, entry: PersonEntry, rules: AdherenceRules, floor: Floor): TimelineRow {
  const { name, team } = whoIs(entry);
  const { frame, judgedAt } = person;
  const lasts = judgedAt < frame.endAt ? judgedAt : null;
  const openEnd = (endAt: number): number | null => (endAt === lasts ? null : endAt);
  const stale = isStale(entry, floor);
  return {
    key: person.key,
    name,
    team,
    day: frame.day,
    hasSchedule: person.hasSchedule,
    planned: plannedBlocks(person),
    actual: blocksOf(person, person.states, frame.startAt, openEnd),
    matches: matchRuns(person.segments).map(({ match, impact, startAt, endAt }) => ({
      match,
      impact,
      from: startAt,
      to: openEnd(endAt),
    })),
    deviations: person.deviations.map((deviation) => ({
      from: deviation.startAt,
      to: deviation.endAt,
      scheduled: deviation.scheduled,
      actual: deviation.actual,
      seconds: deviation.seconds,
      impact: deviation.impact,
      excused: deviation.excusedBecause,
    })),
    exceptions: person.exceptions.map((exception) => exceptionRowOf(exception, person.key, name, team)),
    counts: person.counts,
    level: levelOf(person, rules, stale).level,
    asOf: asOfOf(entry, floor),
    stale,
  };
}

/** What each platform said through the day, before they are made one. */
export function lanesOf(person: PersonDay): { platform: string; blocks: TimelineRow['actual'] }[] {
  const { frame, judgedAt } = person;
  const untilAt = Math.min(judgedAt, frame.endAt);
  const lasts = judgedAt < frame.endAt ? judgedAt : null;
  const byPlatform = new Map<string, PlatformStay[]>();
  for (const stay of person.stays.values()) {
    if (stay.startAt >= untilAt) continue;
    byPlatform.set(stay.platform, [...(byPlatform.get(stay.platform) ?? []), stay]);
  }
  return [...byPlatform]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([platform, stays]) => ({
      platform,
      blocks: blocksOf(person, platformLane(stays, untilAt), frame.startAt, (endAt) =>
        endAt === lasts ? null : endAt,
      ),
    }));
}

export function exceptionRowOf(entry: ExceptionEntry, person: string, name: string, team: string | null): ExceptionRow {
  const { id, reason, approver, note, actor, at, removedAt, removedBy } = entry;
  const from = entry.startAt;
  return { id, person, name, team, from, to: entry.endAt, reason, approver, note, actor, at, removedAt, removedBy };
}

/** Name and team of a person: of the first agent who works here. */
export function whoIs(entry: PersonEntry): { name: string; team: string | null } {
  const lead = entry.agents.find(({ active }) => active) ?? entry.agents[0];
  const team = lead?.teams[0] ?? entry.agents.find(({ teams }) => teams.length > 0)?.teams[0] ?? null;
  return { name: lead?.name ?? entry.key, team };
}

function plannedBlocks(person: PersonDay): TimelineRow['planned'] {
  const { startAt, endAt } = person.frame;
  return person.plan
    .filter((planned) => planned.startAt < endAt && planned.endAt > startAt)
    .map((planned) => ({
      activity: planned.activity,
      rawActivity: rawActivityOf(planned),
      from: planned.startAt,
      to: planned.endAt,
    }));
}

/** The vendor's word, where the plan still carries it. */
function rawActivityOf(planned: { activity: string }): string {
  const { rawActivity } = planned as { rawActivity?: unknown };
  return typeof rawActivity === 'string' ? rawActivity : planned.activity;
}

function blocksOf(
  person: PersonDay,
  states: readonly PersonState[],
  fromAt: number,
  openEnd: (endAt: number) => number | null,
): TimelineRow['actual'] {
  const blocks: TimelineRow['actual'] = [];
  for (const { state, platform, startAt, endAt, conflict } of states) {
    if (endAt <= fromAt) continue;
    const rawState = platform === null ? null : (stayAt(person, platform, startAt)?.rawState ?? null);
    const to = openEnd(endAt);
    blocks.push({ state, rawState, platform, from: Math.max(startAt, fromAt), to, conflict });
  }
  return blocks;
}

function stateAt(person: PersonDay, at: number): PersonState | null {
  const last = person.states.at(-1);
  return last !== undefined && last.endAt >= at ? last : null;
}

/** The stay that holds on a platform at the instant: of several the one that began last. */
function stayAt(person: PersonDay, platform: string, at: number): HeldStay | null {
  let best: HeldStay | null = null;
  for (const stay of person.stays.values()) {
    if (stay.platform !== platform || stay.startAt > at || (stay.endAt !== null && stay.endAt <= at)) continue;
    if (best === null || stay.startAt > best.startAt) best = stay;
  }
  return best;
}

function platformsAt(person: PersonDay, at: number, floor: Floor): AdherenceRow['platforms'] {
  const holding = new Map<string, HeldStay>();
  for (const stay of person.stays.values()) {
    if (stay.startAt > at || (stay.endAt !== null && stay.endAt <= at)) continue;
    const other = holding.get(stay.platform);
    if (other === undefined || stay.startAt > other.startAt) holding.set(stay.platform, stay);
  }
  return [...holding.values()]
    .sort((a, b) => (a.platform < b.platform ? -1 : 1))
    .map(({ platform, source, state, rawState, startAt, contact }) => ({
      platform,
      source,
      state,
      rawState,
      since: startAt,
      contact: isContact(state) ? contact : null,
      asOf: floor.freshness.asOf(source),
      stale: floor.freshness.isStale(source),
    }));
}

/** Sources of the person that speak of states. */
function tellers(entry: PersonEntry, floor: Floor): AgentEntry[] {
  const telling = entry.agents.filter(({ source }) => floor.agents.tellsStates(source));
  return telling.length > 0 ? telling : entry.agents;
}

function isStale(entry: PersonEntry, floor: Floor): boolean {
  return tellers(entry, floor).every(({ source }) => floor.freshness.isStale(source));
}

function asOfOf(entry: PersonEntry, floor: Floor): number | null {
  const known = tellers(entry, floor).flatMap(({ source }) => floor.freshness.asOf(source) ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

/** The oldest of the sources that tell these people's states, epoch ms UTC. A row keeps its own instant while nothing else in it changes. */
export function statesAsOf(keys: Iterable<string>, floor: Floor): number | null {
  const sources = new Set<string>();
  for (const key of keys) {
    const entry = floor.agents.people.get(key);
    if (entry !== undefined) for (const { source } of tellers(entry, floor)) sources.add(source);
  }
  const known = [...sources].flatMap((source) => floor.freshness.asOf(source) ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

/** The tint: as the alarm would say it, without its hold. */
function levelOf(
  person: PersonDay,
  rules: AdherenceRules,
  stale: boolean,
): { level: AlarmLevel; reason: string | null } {
  if (stale) return { level: 'stale', reason: null };
  const { open, judgedAt } = person;
  if (open === null || open.excusedBecause !== null || open.impact !== 'negative')
    return { level: 'normal', reason: null };
  const seconds = (judgedAt - open.startAt) / 1000;
  if (seconds < Math.min(rules.warningSeconds, rules.breachSeconds)) return { level: 'normal', reason: null };
  return { level: seconds >= rules.breachSeconds ? 'breach' : 'warning', reason: 'alarm.adherence.reason' };
}
