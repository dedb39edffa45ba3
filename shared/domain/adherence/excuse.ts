/** What is let pass, and what is excused: tolerance, contacts that ran over, exceptions. */
import type { Activity } from '../records.ts';
import { splitAt } from './judge-draft.ts';
import type { Draft } from './judge-draft.ts';
import { activityOf, isContact, isProductiveState } from './states.ts';
import type { Exception, Segment } from './types.ts';

/** Seconds by planned activity that may deviate without counting. */
export type Tolerance = Readonly<Partial<Record<Activity, number>>>;

/** Time the rule lets pass: matched where something was planned, and no deviation where nothing was. */
function letPass(segment: Segment): void {
  if (segment.match === 'unmatched') segment.match = 'matched';
  segment.because = 'tolerance';
}

/**
 * A deviation within a planned activity X that is not longer than X's tolerance counts as matched; so does one whose state is the doing of activity Y, that
 * touches an edge of a planned Y and is not longer than Y's tolerance (left for the break a minute early, back a minute late, at work a minute before the
 * shift). A longer one counts with all of its time.
 */
export function tolerate(segments: readonly Segment[], tolerance: Tolerance): void {
  for (let from = 0; from < segments.length;) {
    const first = segments[from] as Segment;
    let to = from + 1;
    if (first.match === 'unmatched') {
      while (segments[to]?.match === 'unmatched' && segments[to]?.scheduled === first.scheduled) to += 1;
      const seconds = secondsOf(segments, from, to);
      if (first.scheduled !== null && seconds <= (tolerance[first.scheduled] ?? 0)) {
        for (let index = from; index < to; index += 1) letPass(segments[index] as Segment);
      }
    }
    from = to;
  }
  for (let from = 0; from < segments.length;) {
    const activity = strayed(segments[from] as Segment);
    let to = from + 1;
    if (activity !== null) {
      while (to < segments.length && strayed(segments[to] as Segment) === activity) to += 1;
      const touches = segments[from - 1]?.scheduled === activity || segments[to]?.scheduled === activity;
      if (touches && secondsOf(segments, from, to) <= (tolerance[activity] ?? 0)) {
        for (let index = from; index < to; index += 1) letPass(segments[index] as Segment);
      }
    }
    from = to;
  }
}

/** The activity that is done here although it is not planned here; null where none is, or it is excused or let pass already. */
function strayed(segment: Segment): Activity | null {
  if (segment.actual === null || segment.because !== null) return null;
  if (segment.match === 'unmatched') return activityOf(segment.actual);
  return segment.match === 'outside' && isProductiveState(segment.actual) ? activityOf(segment.actual) : null;
}

function secondsOf(segments: readonly Segment[], from: number, to: number): number {
  const first = segments[from];
  const last = segments[to - 1];
  return first === undefined || last === undefined ? 0 : (last.endAt - first.startAt) / 1000;
}

/**
 * A contact, and then its wrap, that began before a planned activity other than work and runs into it is excused. So is the same length at the end,
 * where the activity is begun when the contact is over and taken to its full length: never more than the contact ran over. What then remains beyond
 * that length is held against the activity's tolerance again.
 */
export function excuseOverruns(draft: Draft, tolerance: Tolerance): void {
  const { segments } = draft;
  for (let index = 0; index < segments.length; index += 1) {
    const { scheduled, startAt } = segments[index] as Segment;
    if (
      scheduled === null ||
      scheduled === 'work' ||
      scheduled === 'off' ||
      segments[index - 1]?.scheduled === scheduled
    )
      continue;
    const overrun = excuseContact(draft, index, scheduled, startAt);
    if (overrun !== null) carry(draft, overrun, scheduled, tolerance[scheduled] ?? 0);
  }
}

interface Overrun {
  /** Within the planned activity. */
  readonly ms: number;
  /** Index of the first segment after the contact. */
  readonly next: number;
  /** When the contact was over. */
  readonly overAt: number;
  /** When the planned activity was to end. */
  readonly endAt: number;
}

function excuseContact(
  { segments, sinceAt }: Draft,
  first: number,
  scheduled: Activity,
  startAt: number,
): Overrun | null {
  let next = first;
  let overAt = startAt;
  let ms = 0;
  let within = true;
  for (; next < segments.length; next += 1) {
    const segment = segments[next] as Segment;
    const began = (sinceAt[next] ?? segment.startAt) < startAt || (next > first && segment.actual === 'wrap');
    if (!began || !isContact(segment.actual)) break;
    overAt = segment.endAt;
    within &&= segment.scheduled === scheduled;
    if (!within) continue;
    ms += segment.endAt - segment.startAt;
    if (segment.match !== 'unmatched') continue;
    segment.match = 'excused';
    segment.because = 'contact-overrun';
  }
  if (ms === 0) return null;
  let end = first;
  while (segments[end + 1]?.scheduled === scheduled) end += 1;
  return { ms, next, overAt, endAt: (segments[end] as Segment).endAt };
}

function carry(draft: Draft, overrun: Overrun, scheduled: Activity, toleranceSeconds: number): void {
  const { segments } = draft;
  const latest = Math.max(overrun.endAt, overrun.overAt);
  let index = overrun.next;
  while (index < segments.length && segments[index]?.actual !== scheduled) {
    if ((segments[index] as Segment).startAt >= latest) return;
    index += 1;
  }
  const begins = segments[index];
  if (begins === undefined || begins.startAt > latest) return;
  let left = overrun.ms;
  for (; index < segments.length && left > 0; index += 1) {
    const segment = segments[index] as Segment;
    if (segment.actual !== scheduled) return;
    if (segment.match !== 'unmatched') continue;
    splitAt(draft, index, segment.startAt + left);
    const part = segments[index] as Segment;
    left -= part.endAt - part.startAt;
    part.match = 'excused';
    part.because = 'overrun-carried';
  }
  let to = index;
  while (segments[to]?.match === 'unmatched' && segments[to]?.actual === scheduled) to += 1;
  if (to > index && secondsOf(segments, index, to) <= toleranceSeconds) {
    for (let place = index; place < to; place += 1) letPass(segments[place] as Segment);
  }
}

/**
 * Exceptions excuse what deviates and what is not known within them; of two that overlap the one that begins first holds. Time outside the plan stays what it
 * is, and bears the exception's name where somebody worked.
 */
export function applyExceptions(draft: Draft, exceptions: readonly Exception[]): void {
  const { segments } = draft;
  const ordered = [...exceptions].sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const { id, startAt, endAt } of ordered) {
    for (let index = 0; index < segments.length; index += 1) {
      const segment = segments[index] as Segment;
      if (segment.startAt >= endAt) break;
      if (segment.endAt <= startAt || segment.because !== null || segment.match === 'matched') continue;
      if (segment.match === 'outside' && !isProductiveState(segment.actual)) continue;
      if (segment.startAt < startAt) {
        splitAt(draft, index, startAt);
        continue;
      }
      splitAt(draft, index, endAt);
      const part = segments[index] as Segment;
      if (part.match !== 'outside') part.match = 'excused';
      part.because = `exception:${id}`;
    }
  }
}
