import { describe, expect, it } from 'vitest';
import { AdherenceView } from '../../electron/engine/adherence-view.ts';
import { explainAdherence } from '../../electron/engine/explain-adherence.ts';
import type { AdherenceTile } from '../../shared/contract/adherence.ts';
import { MINUTE, agent, freshen, phone, shift, write } from './adherence-world.ts';
import { HOUR, MORNING, staffedWorld } from './staffed-world.ts';
import type { StaffedWorld } from './staffed-world.ts';

const SCOPE = { teams: [], queues: [] };
const SECOND = 1000;

/** A tile above the list, as a window that opens now is shown it. */
function tileOf({ live }: StaffedWorld, key: AdherenceTile['key']): AdherenceTile {
  const tile = new AdherenceView(live, SCOPE).rows('tiles').get(key);
  if (tile === undefined) throw new Error(`There is no tile ${key}.`);
  return tile as unknown as AdherenceTile;
}

const noteOf = ({ notes }: AdherenceTile, name: string): number | undefined =>
  notes.find((note) => note.name === name)?.value;

const outExplained = ({ live }: StaffedWorld): { value: number | null; counts: { name: string }[] } =>
  explainAdherence(live, { figure: 'outOfAdherence', queue: null, agent: null, scope: SCOPE });

describe('the tiles above the adherence list', () => {
  it('are as old as the source that tells states: younger than rows that did not change, and whatever another source missed', async () => {
    const world = await staffedWorld();
    // One person in both systems, of which only the phones tell states.
    write(world.store, 'desk', [agent('0', { name: 'Agent a0', email: 'a0@example.com' })]);
    world.live.tick();
    expect(world.live.adherence.personOf('phones/a0')).toBe('desk/0');
    world.pass(MORNING + 10 * MINUTE);
    world.clock.advance(20 * SECOND);
    freshen(world.store, 'phones', world.clock.now());
    freshen(world.store, 'desk', MORNING);
    world.live.tick();
    const rows = [...world.live.adherence.rows.values()];
    expect(Math.min(...rows.map(({ asOf }) => asOf ?? 0))).toBeLessThan(world.clock.now());
    for (const key of ['adherence', 'out', 'hurting'] as const) {
      expect(tileOf(world, key)).toMatchObject({ asOf: world.clock.now(), stale: false });
    }
  });

  it('count those out of the people planned at this moment', async () => {
    const world = await staffedWorld();
    write(world.store, 'phones', [agent('late', { queues: ['q0'] }), agent('off', { queues: ['q0'] }), agent('extra')]);
    write(world.store, 'phones', [
      shift('late', [['work', MORNING + 2 * HOUR, MORNING + 4 * HOUR]]),
      shift('off', [['off', MORNING - HOUR, MORNING + 8 * HOUR]]),
      phone('extra', 'available', MORNING - 5 * MINUTE),
    ]);
    world.pass(MORNING + HOUR);
    expect(world.live.adherence.rows.size).toBe(8);
    expect(tileOf(world, 'out').denominator).toBe(5);
    world.pass(MORNING + 2 * HOUR + MINUTE);
    expect(tileOf(world, 'out').denominator).toBe(6);
    // Their lunch is planned too.
    world.pass(MORNING + 6 * HOUR + MINUTE);
    expect(tileOf(world, 'out').denominator).toBe(5);
  });

  it('count somebody as over five minutes out once that is over, not when it is reached', async () => {
    const world = await staffedWorld();
    const left = MORNING + 20 * MINUTE;
    write(
      world.store,
      'phones',
      [
        phone('a0', 'available', MORNING - 5 * MINUTE, left),
        phone('a2', 'available', MORNING),
        phone('a3', 'available', MORNING),
      ].map((record) => ({ ...record, version: left })),
    );
    write(world.store, 'phones', [phone('a0', 'break', left)]);
    world.pass(left + 5 * MINUTE);
    const at = tileOf(world, 'out');
    expect(at.value).toBe(1);
    expect([noteOf(at, 'over1'), noteOf(at, 'over5')]).toEqual([1, 0]);
    expect(at.level).toBe('normal');
    world.pass(left + 5 * MINUTE + SECOND);
    const over = tileOf(world, 'out');
    expect([noteOf(over, 'over1'), noteOf(over, 'over5')]).toEqual([0, 1]);
    expect(over.level).toBe('warning');
  });

  it('say nothing of who is out while the source that would tell is silent', async () => {
    const world = await staffedWorld();
    world.pass(MORNING + 30 * MINUTE);
    expect(tileOf(world, 'out')).toMatchObject({ value: 2, numerator: 2, reason: null });
    expect(outExplained(world).value).toBe(2);
    world.clock.advance(10 * MINUTE);
    // The desk goes on, and says nothing of states.
    freshen(world.store, 'desk', world.clock.now());
    world.live.tick();
    const silent = tileOf(world, 'out');
    expect(silent).toMatchObject({ value: null, numerator: null, denominator: 5, stale: true, level: 'stale' });
    expect(silent.reason).toBe('alarm.sourceStale.reason');
    expect(silent.notes).toEqual([]);
    expect(noteOf(tileOf(world, 'hurting'), 'now')).toBeUndefined();
    expect(outExplained(world)).toMatchObject({ value: null, counts: [{ name: 'people' }] });
    freshen(world.store, 'phones', world.clock.now());
    world.live.tick();
    expect(tileOf(world, 'out')).toMatchObject({ value: 2, reason: null, stale: false });
  });
});

describe('work before the first shift of a running day', () => {
  it('is counted by the kept counts as it is live: there is a plan, though none of it has come', async () => {
    const world = await staffedWorld();
    write(world.store, 'phones', [agent('late', { queues: ['q0'] })]);
    write(world.store, 'phones', [
      shift('late', [['work', MORNING + 4 * HOUR, MORNING + 6 * HOUR]]),
      phone('late', 'available', MORNING),
    ]);
    world.pass(MORNING + HOUR);
    const { live, kept } = world.both();
    expect(live['phones/late']).toMatchObject({ scheduled: 0, worked: 3600 });
    const deviation = world.live.adherence.rows.get('phones/late')?.deviation;
    expect(deviation).toMatchObject({ since: MORNING, scheduled: null, actual: 'available' });
    expect(kept['phones/late']).toEqual(live['phones/late']);
  });
});
