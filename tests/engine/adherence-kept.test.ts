import { describe, expect, it } from 'vitest';
import { MINUTE, phone, stay } from './adherence-world.ts';
import { write } from './helpers.ts';
import { DAY_END, HOUR, MORNING, staffedWorld } from './staffed-world.ts';
import type { StaffedWorld } from './staffed-world.ts';

/** A working day: a break while there are people to spare, one while there are none, somebody seen late, somebody who does not come at all, an exception. */
function workDay({ store, live, pass }: StaffedWorld): void {
  pass(MORNING + HOUR);
  write(store, 'phones', [phone('a1', 'break', MORNING + HOUR)]);
  pass(MORNING + HOUR + 10 * MINUTE);
  write(store, 'phones', [phone('a1', 'available', MORNING + HOUR + 10 * MINUTE)]);
  pass(MORNING + 2 * HOUR);
  write(store, 'phones', [{ ...phone('a2', 'available', MORNING + 2 * HOUR), startIsBound: true }]);
  pass(MORNING + 3 * HOUR);
  for (const id of ['a0', 'a1', 'a2', 'a4']) write(store, 'phones', [phone(id, 'break', MORNING + 3 * HOUR)]);
  pass(MORNING + 3 * HOUR + 20 * MINUTE);
  for (const id of ['a0', 'a1', 'a2', 'a4']) {
    write(store, 'phones', [phone(id, 'available', MORNING + 3 * HOUR + 20 * MINUTE)]);
  }
  const exception = { startAt: MORNING + 3 * HOUR, endAt: MORNING + 3 * HOUR + 10 * MINUTE, note: null };
  store.notebook.addExceptions([{ agent: 'phones/a4', ...exception, reason: 'Drill', approver: 'Dana' }], 'tester');
  live.reread(['phones/a4']);
  pass(MORNING + 8 * HOUR);
  for (const id of ['a0', 'a1', 'a2', 'a4']) write(store, 'phones', [phone(id, 'offline', MORNING + 8 * HOUR)]);
  pass(MORNING + 9 * HOUR);
}

describe('counts of a day', () => {
  it('are the same live and kept: staffing, time that nobody saw, an exception, another meaning, people put together', async () => {
    const all = await staffedWorld();
    const { store, live, pass, both } = all;
    workDay(all);
    const plain = both();
    expect(plain.kept).toEqual(plain.live);
    // Something of everything is in it. Whether an absence hurts is said by whole quarter hours.
    const of = (key: string): Record<string, number> => plain.kept[key] as Record<string, number>;
    expect(of('phones/a1')).toMatchObject({ unmatched: 3600, negative: 900 });
    expect(of('phones/a2')['unknown']).toBe(2 * 3600);
    expect(of('phones/a4')).toMatchObject({ excused: 600, negative: 300 });
    expect(of('phones/a3')['negative']).toBeLessThan(8 * 3600);
    expect(of('phones/a3')['negative']).toBeGreaterThan(0);

    store.setStateMapping({ source: 'phones', platform: 'acd', rawState: 'break', state: 'back-office' }, 'tester');
    while (!store.stepRemapping().isDone);
    pass(MORNING + 10 * HOUR);
    const mapped = both();
    expect(mapped.kept).toEqual(mapped.live);
    expect(mapped.kept['phones/a1']).toMatchObject({ negative: 0 });

    const chat = { agent: 'd0', platform: 'chat', state: 'available' as const, rawState: 'online' };
    write(store, 'desk', [stay({ id: 'c', ...chat, startAt: MORNING, endAt: MORNING + HOUR })]);
    store.notebook.decidePeople([{ a: 'desk/d0', b: 'phones/a2', verdict: 'same' }], 'tester');
    live.reload();
    pass(MORNING + 11 * HOUR);
    const merged = both();
    expect(Object.keys(merged.kept)).toContain('desk/d0');
    expect(merged.kept).toEqual(merged.live);
    expect(merged.kept['desk/d0']).toMatchObject({ unknown: 3600 });

    // Over night, and counted anew from nothing: what was known on the day still holds.
    pass(DAY_END + HOUR);
    expect(both().kept).toEqual(merged.kept);
    store.setZone('Europe/Paris');
    expect(both().kept).toEqual(merged.kept);
  });

  it('of time since a source fell silent, nothing is known in both; and all is, once it speaks again', async () => {
    const { clock, live, pass, both } = await staffedWorld();
    pass(MORNING + HOUR);
    clock.advance(HOUR);
    live.tick();
    const silent = both();
    expect(silent.kept['phones/a0']).toMatchObject({ unknown: 3600, matched: 3600 });
    expect(silent.kept).toEqual(silent.live);
    pass(clock.now() + MINUTE);
    const back = both();
    expect(back.kept['phones/a0']).toMatchObject({ unknown: 0 });
    expect(back.kept).toEqual(back.live);
  });
});
