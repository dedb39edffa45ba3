import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../electron/store/index.ts';
import { DayCache } from '../../electron/live/day-cache.ts';
import { LiveFloor } from '../../electron/live/live-floor.ts';
import { adherenceOf } from '../helpers/adherence.ts';
import { ManualClock, SETTINGS, contact, freshen, furnish, stay, temporaryStore, write } from './helpers.ts';

const NOW = Date.UTC(2026, 2, 10, 9);

interface World {
  store: Store;
  live: LiveFloor;
  /** How often the floor was read anew since. */
  loads: () => number;
}

function floorOf(people: number): World {
  const clock = new ManualClock(NOW);
  const store = temporaryStore(clock);
  furnish(store, 'zd', 1, people);
  freshen(store, 'zd', NOW);
  const live = new LiveFloor({
    reads: store.reads,
    countsReader: async (query) => store.reads.counts(query),
    settings: () => SETTINGS,
    days: new DayCache(),
    alarms: store.notebook,
    adherence: adherenceOf(store, SETTINGS.zone),
    fault: (what, error) => {
      throw new Error(what, { cause: error });
    },
    clock,
    real: clock,
    speed: 1,
    subscribe: (listener) => store.onChange(listener),
    raised: () => undefined,
  });
  onTestFinished(() => live.close());
  // Between two loads there is a rest.
  clock.advance(3000);
  let loads = 0;
  live.onNews(({ reset }) => {
    loads += reset ? 1 : 0;
  });
  return { store, live, loads: () => loads };
}

/** Everybody is available, all told at once. */
function everybodyMoves(store: Store, people: number): void {
  const ids = Array.from({ length: people }, (_, n) => `a${n}`);
  const stays = ids.map((id) => stay({ id: `${id}:1`, agent: id, startAt: NOW - 60_000 }));
  write(store, 'zd', stays);
}

describe('many changes at once', () => {
  it('are taken in one by one where each of many people moved once: that is no back-fill', () => {
    const { store, live, loads } = floorOf(700);
    everybodyMoves(store, 700);
    live.tick();
    expect(loads()).toBe(0);
    expect([...live.floor.agentRows.values()].filter(({ state }) => state === 'available')).toHaveLength(700);
  });

  it('are read anew where they are more than people and any ordinary second can bring', () => {
    const { store, live, loads } = floorOf(10);
    const calls = Array.from({ length: 600 }, (_, n) => contact({ id: `c${n}`, createdAt: NOW - n * 1000 }));
    write(store, 'zd', calls);
    live.tick();
    expect(loads()).toBe(1);
    expect(live.floor.queueRows.get('zd/q0')?.waiting).toBe(600);
  });

  it('read the days of people again where their stays came in bulk', () => {
    const { store, live, loads } = floorOf(3);
    const stays = Array.from({ length: 600 }, (_, n) => {
      const startAt = NOW - (700 - n) * 1000;
      return stay({ id: `s${n}`, agent: 'a1', startAt, endAt: n === 599 ? null : startAt + 1000 });
    });
    write(store, 'zd', stays);
    live.tick();
    expect(loads()).toBe(1);
    live.tick();
    expect(live.adherence.people.get('zd/a1')?.stays.size).toBe(600);
  });
});
