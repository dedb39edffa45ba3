/** Runs of judged time that did not keep to the plan. */
import { activityOf } from './states.ts';
import type { Deviation, Exception, Impact, Match, Segment } from './types.ts';

export interface DeviationOptions {
  /** To put the words of exceptions in the place of their ids. */
  readonly exceptions?: readonly Exception[] | undefined;
  /** Now: a deviation that reaches it lasts, and has no end. */
  readonly openAt?: number | undefined;
  /**
   * `state`: one deviation for each state (the default). `activity`: states of one activity (available, on contact, wrap) are one
   * deviation, which bears the state that lasted longest.
   */
  readonly join?: 'state' | 'activity' | undefined;
}

/**
 * What did not keep to the plan, in order: what counts against adherence, what is excused (with its reason), and work outside the plan. What
 * the tolerance lets pass is none, and neither is time of which nothing is known.
 */
export function deviationsOf(segments: readonly Segment[], options: DeviationOptions = {}): Deviation[] {
  const words = new Map((options.exceptions ?? []).map(({ id, reason }) => [`exception:${id}`, reason]));
  const runs: Run[] = [];
  for (const segment of segments) {
    if (segment.impact === null) continue;
    const run = runs.at(-1);
    const length = segment.endAt - segment.startAt;
    if (run !== undefined && continues(run, segment, options.join ?? 'state')) {
      run.endAt = segment.endAt;
      if (segment.actual === run.current.actual) run.currentMs += length;
      else {
        const known = run.lengths.get(run.current.actual) ?? 0;
        run.lengths.set(run.current.actual, known + run.currentMs);
        run.currentMs = length;
      }
      run.current = segment;
    } else {
      runs.push({
        startAt: segment.startAt,
        endAt: segment.endAt,
        impact: segment.impact,
        current: segment,
        currentMs: length,
        lengths: new Map(),
      });
    }
  }
  return runs.map((run) => ({
    startAt: run.startAt,
    endAt: run.endAt === options.openAt ? null : run.endAt,
    scheduled: run.current.scheduled,
    actual: longest(run),
    seconds: (run.endAt - run.startAt) / 1000,
    impact: run.impact,
    excusedBecause: run.current.because === null ? null : (words.get(run.current.because) ?? run.current.because),
  }));
}

interface Run {
  startAt: number;
  endAt: number;
  impact: Impact;
  /** The last segment of it. */
  current: Segment;
  /** How long the last state has lasted, and by state what came before it. */
  currentMs: number;
  lengths: Map<Segment['actual'], number>;
}

function continues(run: Run, segment: Segment, join: 'state' | 'activity'): boolean {
  const { current } = run;
  if (run.endAt !== segment.startAt || current.scheduled !== segment.scheduled) return false;
  if (current.because !== segment.because || run.impact !== segment.impact || current.match !== segment.match)
    return false;
  if (current.actual === segment.actual) return true;
  if (join === 'state' || current.actual === null || segment.actual === null) return false;
  const activity = activityOf(current.actual);
  return activity !== null && activity === activityOf(segment.actual);
}

function longest(run: Run): Segment['actual'] {
  if (run.lengths.size === 0) return run.current.actual;
  run.lengths.set(run.current.actual, (run.lengths.get(run.current.actual) ?? 0) + run.currentMs);
  let best: Segment['actual'] = null;
  let most = -1;
  for (const [state, ms] of run.lengths) {
    if (ms > most) [best, most] = [state, ms];
  }
  return best;
}

/** A run of one match, for a strip on a timeline. */
export interface MatchRun {
  readonly startAt: number;
  readonly endAt: number;
  readonly match: Match;
  readonly impact: Impact | null;
}

/** The judged time as runs of one match and impact; time outside the plan in which nothing was done is left out. */
export function matchRuns(segments: readonly Segment[]): MatchRun[] {
  const runs: MatchRun[] = [];
  for (const { startAt, endAt, match, impact } of segments) {
    if (match === 'outside' && impact === null) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.endAt === startAt && last.match === match && last.impact === impact) {
      runs[runs.length - 1] = { ...last, endAt };
    } else runs.push({ startAt, endAt, match, impact });
  }
  return runs;
}
