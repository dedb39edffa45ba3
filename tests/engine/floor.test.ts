import { describe, expect, it } from 'vitest';
import { DayCache } from '../../electron/live/day-cache.ts';
import { Floor } from '../../electron/live/floor.ts';
import { LiveFloor } from '../../electron/live/live-floor.ts';
import { ReplayFloor } from '../../electron/live/replay-floor.ts';
import type { AgentRow, QueueRow } from '../../shared/contract/rows.ts';
import type { FloorDeps } from '../../electron/live/running.ts';
import type { Store } from '../../electron/store/index.ts';
import { ManualClock, SETTINGS, freshen, furnish, temporaryStore, write } from './helpers.ts';
import { World } from './floor-world.ts';
import { adherenceOf } from '../helpers/adherence.ts';

const START = Date.parse('2026-03-10T08:50:00Z');

function depsOf(store: Store): FloorDeps {
  return {
    reads: store.reads,
    countsReader: (query) => Promise.resolve(store.reads.counts(query)),
    settings: () => SETTINGS,
    days: new DayCache(),
    alarms: store.notebook,
    adherence: adherenceOf(store, SETTINGS.zone),
    fault: (what, error) => {
      throw new Error(what, { cause: error });
    },
  };
}

function liveFloor(store: Store, clock: ManualClock): LiveFloor {
  const live = new LiveFloor({
    ...depsOf(store),
    clock,
    speed: 1,
    real: clock,
    subscribe: (listener) => store.onChange(listener),
    raised: () => undefined,
  });
  return live;
}

type Rows = { queues: Record<string, QueueRow>; agents: Record<string, AgentRow> };

function rowsOf(floor: Floor): Rows {
  return {
    queues: Object.fromEntries([...floor.queueRows].sort()),
    agents: Object.fromEntries([...floor.agentRows].sort()),
  };
}

/** Without what depends on when a row was last sent, and on what only the live floor can know. */
function comparable(rows: Rows): unknown {
  const strip = ({ asOf: _asOf, ...row }: QueueRow | AgentRow) => row;
  return {
    queues: Object.values(rows.queues).map(strip),
    agents: Object.values(rows.agents).map(strip),
  };
}

describe.each([1, 2, 3, 4, 5, 6])('a floor that lives (seed %i)', (seed) => {
  it('is at every instant what a load from the store makes of it, and what a replay shows of it later', () => {
    const clock = new ManualClock(START);
    const store = temporaryStore(clock);
    furnish(store, 'zd', 4, 6);
    freshen(store, 'zd', START);
    const world = new World(seed, 4, 6);
    const live = liveFloor(store, clock);
    const shown: { at: number; rows: unknown }[] = [];
    try {
      // Over an hour: contacts leave the window, quarter hours end.
      for (let step = 0; step < 420; step += 1) {
        clock.advance(1000 * (1 + (step % 17)));
        write(store, 'zd', world.step(clock.now()));
        if (step % 5 === 0) freshen(store, 'zd', clock.now());
        live.tick();
        if (step % 21 !== 0) continue;
        const scratch = new Floor({
          reads: store.reads,
          settings: SETTINGS,
          mode: 'live',
          dayCells: (_f, _t, read) => read(),
        });
        scratch.loadAt(clock.now());
        scratch.evaluate();
        const rows = comparable(rowsOf(live.floor));
        expect(rows).toEqual(comparable(rowsOf(scratch)));
        shown.push({ at: clock.now(), rows });
      }
    } finally {
      live.close();
    }
    const days = new DayCache();
    for (const { at, rows } of shown) {
      const replay = new ReplayFloor({ ...depsOf(store), days, clock: new ManualClock(at), speed: 0, real: clock });
      expect(comparable(rowsOf(replay.floor))).toEqual(rows);
      replay.close();
    }
  });

  it('replays step by step to what a jump shows', () => {
    const clock = new ManualClock(START);
    const store = temporaryStore(clock);
    furnish(store, 'zd', 3, 4);
    const world = new World(seed + 100, 3, 4);
    for (let step = 0; step < 300; step += 1) {
      clock.advance(1000 * (1 + (step % 13)));
      write(store, 'zd', world.step(clock.now()));
    }
    const end = clock.now();
    const own = new ManualClock(START + 60_000);
    const replay = new ReplayFloor({ ...depsOf(store), clock: own, speed: 0, real: clock });
    for (let step = 0; own.now() < end + 40 * 60_000; step += 1) {
      own.advance(step % 9 === 0 ? 400_000 : 7_000);
      replay.tick();
      if (step % 6 !== 0) continue;
      const jump = new ReplayFloor({ ...depsOf(store), clock: own, speed: 0, real: clock });
      expect(comparable(rowsOf(replay.floor))).toEqual(comparable(rowsOf(jump.floor)));
      jump.close();
    }
    replay.close();
  });
});
