import { describe, expect, it } from 'vitest';
import { AlarmDesk, alarmsAt } from '../../electron/live/alarm-desk.ts';
import { Floor } from '../../electron/live/floor.ts';
import { nameOf } from '../../electron/live/running.ts';
import type { AlarmBook, AlarmCall } from '../../electron/live/alarm-desk.ts';
import type { Store } from '../../electron/store/index.ts';
import {
  ManualClock,
  SETTINGS,
  contact,
  freshen,
  furnish,
  temporaryFolder,
  temporaryStore,
  until,
  write,
} from './helpers.ts';
import { testEngine } from './window.ts';

const START = Date.parse('2026-03-10T09:00:00Z');
const KEY = 'longestWait:zd/q0';
const unheard = (error: unknown): never => {
  throw error;
};

function floorOf(store: Store, at: number): Floor {
  const floor = new Floor({
    reads: store.reads,
    settings: SETTINGS,
    mode: 'live',
    dayCells: (_from, _to, read) => read(),
  });
  floor.loadAt(at);
  floor.evaluate();
  return floor;
}

function quietBook(store: Store): AlarmBook {
  return {
    appendAlarm: () => undefined,
    alarmHistory: () => [],
    alarmMarks: () => store.notebook.alarmMarks(),
    saveAlarmMark: () => undefined,
    together: (work) => work(),
  };
}

/** A floor with one who has waited for 35 seconds (the limit is 20, twice of it 40). */
function waitingFloor(): { store: Store; clock: ManualClock; desk: AlarmDesk; calls: AlarmCall[]; look: () => void } {
  const clock = new ManualClock(START);
  const store = temporaryStore(clock);
  furnish(store, 'zd', 1, 0);
  write(store, 'zd', [contact({ id: 'c1', createdAt: START - 35_000 })]);
  const calls: AlarmCall[] = [];
  const desk = new AlarmDesk(store.notebook, (call) => calls.push(call), unheard);
  const look = (): void => {
    clock.advance(1000);
    freshen(store, 'zd', clock.now());
    desk.sample(floorOf(store, clock.now()), clock.now());
  };
  return { store, clock, desk, calls, look };
}

const events = (store: Store): string[] =>
  store.notebook
    .alarmHistory({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100 })
    .map(({ event, level }) => `${event} ${level}`)
    .reverse();

describe('alarms of the live floor', () => {
  it('are entered after two looks, get worse after two more, and are left after three', () => {
    const { store, desk, calls, look } = waitingFloor();
    look();
    expect(desk.rows.size).toBe(0);
    look();
    expect(desk.rows.get(KEY)).toMatchObject({ level: 'warning', who: 'Queue q0', limit: 20, since: START + 1000 });
    for (let second = 0; second < 4; second += 1) look();
    expect(desk.rows.get(KEY)?.level).toBe('warning');
    look();
    expect(desk.rows.get(KEY)?.level).toBe('breach');
    write(store, 'zd', [
      contact({ id: 'c1', createdAt: START - 35_000, version: 2, endedAt: START + 7000, outcome: 'missed' }),
    ]);
    look();
    look();
    expect(desk.rows.get(KEY)?.level).toBe('breach');
    look();
    expect(desk.rows.size).toBe(0);
    expect(events(store)).toEqual(['raised warning', 'escalated breach', 'cleared normal']);
    expect(calls.map(({ event, level }) => `${event} ${level}`)).toEqual(['raised warning', 'escalated breach']);
  });

  it('keep who has seen them, are quiet while snoozed, and say so again when they get worse', () => {
    const { store, clock, desk, look } = waitingFloor();
    look();
    look();
    desk.acknowledge(KEY, 'ada', 'on it', clock.now());
    desk.snooze(KEY, clock.now() + 600_000, 'ada', clock.now());
    expect(desk.rows.get(KEY)).toMatchObject({ acknowledgedBy: 'ada', snoozedUntil: clock.now() + 600_000 });
    expect(desk.calling(clock.now())).toEqual({ warning: 0, breach: 0, stale: 0 });
    for (let second = 0; second < 5; second += 1) look();
    expect(desk.rows.get(KEY)).toMatchObject({ level: 'breach', acknowledgedBy: null, snoozedUntil: null });
    expect(desk.calling(clock.now()).breach).toBe(1);
    expect(events(store)).toEqual(['raised warning', 'acknowledged warning', 'snoozed warning', 'escalated breach']);
    expect(() => desk.acknowledge('longestWait:zd/none', 'ada', null, clock.now())).toThrow(/over/);
    expect(() => desk.snooze(KEY, clock.now() - 1, 'ada', clock.now())).toThrow(/later/);
  });

  it('are found again after a restart, with what people said of them', () => {
    const { store, clock, desk, look } = waitingFloor();
    look();
    look();
    desk.acknowledge(KEY, 'ada', null, clock.now());
    desk.snooze(KEY, clock.now() + 60_000, 'ada', clock.now());
    const before = desk.rows.get(KEY);
    const again = new AlarmDesk(store.notebook, () => undefined, unheard);
    again.restore(clock.now(), (subject) => nameOf(floorOf(store, clock.now()), subject));
    expect(again.rows.get(KEY)).toEqual(before);
    again.unsnooze(KEY, 'bob', clock.now());
    const third = new AlarmDesk(store.notebook, () => undefined, unheard);
    third.restore(clock.now(), () => 'Queue q0');
    expect(third.rows.get(KEY)).toMatchObject({ acknowledgedBy: 'ada', snoozedUntil: null });
    // And they end as if nothing had been in between: three looks below the limit.
    write(store, 'zd', [
      contact({ id: 'c1', createdAt: START - 35_000, version: 2, endedAt: clock.now(), outcome: 'missed' }),
    ]);
    for (let looks = 0; looks < 3; looks += 1) {
      clock.advance(1000);
      freshen(store, 'zd', clock.now());
      third.sample(floorOf(store, clock.now()), clock.now());
    }
    expect(third.rows.size).toBe(0);
  });

  it('of a stalled source stand still, with one alarm for the source itself', () => {
    const { store, clock, desk, look } = waitingFloor();
    look();
    look();
    clock.advance(180_000);
    for (let looks = 0; looks < 3; looks += 1) {
      clock.advance(1000);
      desk.sample(floorOf(store, clock.now()), clock.now());
    }
    expect(desk.rows.get(KEY)?.level).toBe('stale');
    expect(desk.rows.get('sourceStale:zd')).toMatchObject({ level: 'stale', who: 'zd' });
    for (let looks = 0; looks < 4; looks += 1) look();
    expect(desk.rows.get(KEY)?.level).toBe('breach');
    expect(desk.rows.has('sourceStale:zd')).toBe(false);
    const told = store.notebook.alarmHistory({
      from: 0,
      to: clock.now() + 1,
      subject: KEY.split(':')[1] ?? '',
      limit: 20,
    });
    expect(told.map(({ event, level }) => `${event} ${level}`).reverse()).toEqual([
      'raised warning',
      'stale stale',
      'resumed warning',
      'escalated breach',
    ]);
  });

  it('are shown where the history cannot be written, but nobody has seen one whose answer was not', () => {
    const { store, clock } = waitingFloor();
    const faults: unknown[] = [];
    const full = (): never => {
      throw new Error('disk full');
    };
    const book = { ...quietBook(store), appendAlarm: full, saveAlarmMark: full };
    const desk = new AlarmDesk(
      book,
      () => undefined,
      (error) => faults.push(error),
    );
    freshen(store, 'zd', clock.now());
    for (let looks = 0; looks < 2; looks += 1) desk.sample(floorOf(store, clock.now()), clock.now());
    expect(desk.rows.get(KEY)?.level).toBe('warning');
    expect(faults).toHaveLength(1);
    expect(() => desk.acknowledge(KEY, 'ada', null, clock.now())).toThrow('disk full');
    expect(desk.rows.get(KEY)?.acknowledgedBy).toBeNull();
  });

  it('are shown in a replay as they were then, and a replay writes none', () => {
    const { store, clock, look } = waitingFloor();
    look();
    look();
    const raisedAt = clock.now();
    for (let second = 0; second < 6; second += 1) look();
    const written = events(store).length;
    const at = (instant: number) => alarmsAt(store.notebook, instant, () => 'Queue q0').get(KEY)?.level;
    expect(at(raisedAt - 1)).toBeUndefined();
    expect(at(raisedAt)).toBe('warning');
    expect(at(clock.now())).toBe('breach');
    expect(events(store)).toHaveLength(written);
  });
});

describe('alarms over the wire', () => {
  it('reach the window, the main process and the next engine on the folder', async () => {
    const directory = temporaryFolder();
    const told: unknown[] = [];
    const engine = await testEngine({ directory, tell: (message) => told.push(message) });
    const { store } = engine.engine.context;
    furnish(store, 'zd', 1, 0);
    freshen(store, 'zd', Date.now());
    write(store, 'zd', [contact({ id: 'c1', createdAt: Date.now() - 3_600_000 })]);
    const window = engine.open();
    const id = window.subscribe('floor', { moment: { kind: 'now' } });
    await until(() => window.row(id, 'alarms', KEY)?.['level'] === 'breach', 'the alarm', 20_000);
    expect(told).toContainEqual(expect.objectContaining({ type: 'alarm', key: KEY, level: 'breach', who: 'Queue q0' }));
    expect(told).toContainEqual({ type: 'alarmCounts', warning: 0, breach: 1, stale: 0 });
    await window.call('acknowledgeAlarm', { key: KEY });
    await until(() => window.row(id, 'alarms', KEY)?.['acknowledgedBy'] === 'tester', 'the acknowledgement');
    expect(await window.call('alarmHistory', { from: 0, to: Date.now() + 1000, subject: 'zd/q0' })).toMatchObject([
      { event: 'acknowledged', actor: 'tester', who: 'Queue q0' },
      { event: 'raised' },
    ]);
    freshen(store, 'zd', Date.now());
    await engine.close();
    const next = (await testEngine({ directory })).open();
    const again = next.subscribe('floor', { moment: { kind: 'now' } });
    await next.first(again);
    expect(next.row(again, 'alarms', KEY)).toMatchObject({ level: 'breach', acknowledgedBy: 'tester' });
  });
});
