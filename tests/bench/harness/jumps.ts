/** Replay: jumps within a day of a floor of 2,000 agents that stands on two years of history. */
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Store } from '../../../electron/store/api.ts';
import { openStore } from '../../../electron/store/index.ts';
import { DayCache } from '../../../electron/live/day-cache.ts';
import type { FloorSettings } from '../../../electron/live/moves.ts';
import { ReplayFloor } from '../../../electron/live/replay-floor.ts';
import { practiceHistory } from '../../../electron/practice/history.ts';
import type { CanonicalRecord } from '../../../shared/domain/records.ts';
import { ManualClock, systemClock } from '../../../shared/time/clock.ts';
import { note } from '../../helpers/bench.ts';
import { HISTORY, historyOf } from '../../helpers/history.ts';
import { adherenceOf } from '../../helpers/adherence.ts';

/** Of the practice floor: 2,001 agents. */
const SCALE = 43.5;
const DAY_MS = 86_400_000;
const { source, zone } = HISTORY;
/** Local midnight of the first of the two days: two weeks on, when nothing of the history is open any more. */
const BEGINS_AT = HISTORY.endsAt + 14 * DAY_MS;

const SETTINGS: FloorSettings = {
  zone,
  serviceLevel: {
    variant: 'short-abandons-removed',
    thresholdSeconds: 20,
    comparator: 'le',
    shortAbandonSeconds: 5,
    target: 0.8,
  },
  queueServiceLevels: {},
};

/** The large history, and after it two working days with every contact and every state of an agent. Kept for the next run. */
function replayStore(contacts: number): Store {
  const history = historyOf(contacts);
  const directory = join(dirname(history), `replay-${basename(history)}`);
  const done = join(directory, 'filled');
  const isDone = existsSync(done);
  if (!isDone) {
    note('adding two days of 2,000 agents to a copy of the history (once)');
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
    cpSync(history, directory, { recursive: true });
  }
  const store = openStore({ directory, clock: systemClock });
  if (isDone) return store;
  const part = { source, tombstones: [], quarantine: [] };
  store.writePage({ ...part, stream: 'people', records: goneAgents() });
  const days = { from: BEGINS_AT, to: BEGINS_AT + 2 * DAY_MS };
  for (const page of practiceHistory({ ...days, seed: 5, scale: SCALE, source, zone, pageSize: 10_000 })) {
    store.writePage(page);
  }
  writeFileSync(done, '');
  return store;
}

/** The history's own agents have left, so that the floor has 2,000 and not twice as many. */
function goneAgents(): CanonicalRecord[] {
  return Array.from({ length: HISTORY.agents }, (_, i): CanonicalRecord => {
    const of = { name: `Agent ${i}`, email: null, active: false, teams: [], queues: [] };
    return { entity: 'agent', id: `a${i}`, version: 2, raw: null, ...of };
  });
}

export interface Jumps {
  /** The floor at an hour (local, fractions allowed) of the first or second day. @param day 0 or 1 */
  jump: (day: number, hour: number) => ReplayFloor;
  close: () => void;
}

/** @param contacts of the history */
export function jumpsOn(contacts: number): Jumps {
  const store = replayStore(contacts);
  const days = new DayCache();
  const jump = (day: number, hour: number): ReplayFloor => {
    const at = BEGINS_AT + day * DAY_MS + Math.round(hour * 3_600_000);
    return new ReplayFloor({
      reads: store.reads,
      settings: () => SETTINGS,
      days,
      clock: new ManualClock(at),
      real: systemClock,
      speed: 0,
      alarms: store.notebook,
      adherence: adherenceOf(store, SETTINGS.zone),
      // The usual course of a day is worked out beside the jump, off its thread.
      countsReader: () => new Promise(() => undefined),
      fault: (what, error) => note(`${what}: ${String(error)}`),
    });
  };
  return { jump, close: () => store.close() };
}
