import { describe, expect, it } from 'vitest';
import { busyAlignment, FloorCalendar } from '../../../electron/practice/calendar.ts';
import { buildFloor } from '../../../electron/practice/floor.ts';
import type { FloorParameters } from '../../../electron/practice/floor.ts';
import type { Incident } from '../../../electron/practice/incidents.ts';
import { playDay } from '../../../electron/practice/switchboard.ts';
import type { DayLog } from '../../../electron/practice/switchboard.ts';
import { World } from '../../../electron/practice/world.ts';

const PARAMETERS: FloorParameters = {
  seed: 3,
  zone: 'Europe/Berlin',
  agents: 46,
  queues: 12,
  load: 1,
  shiftMinutes: 0,
  weekdayOffset: 0,
  openedAt: 0,
};
const floor = buildFloor(PARAMETERS);
const calendar = new FloorCalendar(PARAMETERS);
const WEDNESDAY = calendar.dayNumberAt(Date.UTC(2026, 9, 14, 10) / 1000);

function incident(kind: Incident['kind'], day: number, hour: number, minutes: number, factor: number): Incident {
  const startAt = (calendar.day(day).startAt + (hour - 4) * 3600) * 1000;
  return { id: 'incident-1', kind, queue: null, vendor: null, startAt, endAt: startAt + minutes * 60_000, factor };
}

/** What had happened by the instant: later outcomes blanked. */
function historyUntil(log: DayLog, at: number): unknown {
  return {
    contacts: log.contacts
      .filter((contact) => contact.queuedAt <= at)
      .map((contact) => [
        contact.id,
        contact.queuedAt,
        contact.answeredAt > 0 && contact.answeredAt <= at ? [contact.agent, contact.answeredAt] : null,
        contact.endedAt <= at ? contact.endedAt : null,
        contact.freeAt <= at ? contact.freeAt : null,
      ]),
    states: log.states.map((entries) => entries.filter((entry) => entry.at <= at)),
  };
}

describe('a day of the floor', () => {
  it('is the same for the same seed and another for another', () => {
    const day = calendar.day(WEDNESDAY);
    expect(playDay(buildFloor(PARAMETERS), day, [])).toEqual(playDay(floor, day, []));
    const other = playDay(buildFloor({ ...PARAMETERS, seed: 4 }), day, []);
    expect(other.contacts.map(({ queuedAt }) => queuedAt)).not.toEqual(
      playDay(floor, day, []).contacts.map(({ queuedAt }) => queuedAt),
    );
  });

  it('never gives an agent two calls at once, nor more than three chats', () => {
    const world = new World(PARAMETERS, () => []);
    for (const agent of floor.agents) {
      const contacts = Array.from({ length: 8 }, (_, i) => world.contactsOf(world.log(WEDNESDAY + i), agent.index))
        .flat()
        .sort((a, b) => a.answeredAt - b.answeredAt);
      for (const [i, contact] of contacts.entries()) {
        const atOnce = contacts.slice(0, i).filter((earlier) => earlier.freeAt > contact.answeredAt).length + 1;
        expect(atOnce).toBeLessThanOrEqual(agent.capacity);
      }
    }
  });

  it('lets nobody be answered before they queued or after they left, and gives nobody time off the clock', () => {
    for (const contact of playDay(floor, calendar.day(WEDNESDAY), []).contacts) {
      expect(['answered', 'abandoned', 'left-in-menu']).toContain(contact.outcome);
      expect(contact.queuedAt).toBeGreaterThanOrEqual(contact.createdAt);
      if (contact.outcome !== 'answered') continue;
      expect(contact.answeredAt).toBeGreaterThan(contact.queuedAt);
      expect(contact.answeredAt).toBeLessThan(contact.leavesAt);
      expect(contact.endedAt).toBeGreaterThan(contact.answeredAt);
      expect(contact.freeAt).toBeGreaterThan(contact.endedAt);
    }
  });

  it('serves first come, first served within a queue, rings that nobody heard aside', () => {
    const { contacts } = playDay(floor, calendar.day(WEDNESDAY), []);
    const lost = contacts.filter(({ missed }) => missed !== null).map(({ queuedAt }) => queuedAt);
    for (const queue of floor.queues) {
      const answered = contacts.filter((contact) => contact.queue === queue.index && contact.outcome === 'answered');
      for (const [i, contact] of answered.entries()) {
        const before = answered[i - 1];
        if (before === undefined || lost.some((at) => Math.abs(at - contact.queuedAt) < 300)) continue;
        // Ringing takes up to ten seconds and is not the queue's doing.
        expect(before.answeredAt - before.ringSeconds).toBeLessThanOrEqual(contact.answeredAt - contact.ringSeconds);
      }
    }
  });

  it('keeps people on the phone at every hour of a week', () => {
    const world = new World(PARAMETERS, () => []);
    for (let hour = 0; hour < 168; hour += 1) {
      const at = calendar.day(WEDNESDAY).startAt + hour * 3600 + 1200;
      const there = floor.agents.filter(
        (agent) => agent.medium === 'phone' && (world.stateAt(agent.index, at)?.state ?? 'offline') !== 'offline',
      );
      expect(there.length, `${hour} hours after Wednesday 04:00`).toBeGreaterThan(0);
    }
  });

  it('shows the mistakes that people make: calls unheard, breaks overrun', () => {
    const logs = Array.from({ length: 10 }, (_, i) => playDay(floor, calendar.day(WEDNESDAY + i), []));
    expect(logs.flatMap((log) => log.contacts).some((contact) => contact.missed !== null)).toBe(true);
    const entries = logs.flatMap((log) => log.states).flat();
    expect(new Set(entries.map(({ state }) => state))).toEqual(
      new Set(['available', 'ringing', 'talking', 'wrap', 'away', 'gone', 'offline']),
    );
    expect(new Set(entries.map(({ reason }) => reason))).toEqual(
      new Set([null, 'break', 'lunch', 'meeting', 'training', 'coaching', 'missed']),
    );
  });
});

describe('incidents on the floor', () => {
  const day = calendar.day(WEDNESDAY);

  it.each([
    ['queue-surge', 4],
    ['agent-walk-out', 0.6],
  ] as const)('a %s changes nothing before it begins, and something after', (kind, factor) => {
    const struck = incident(kind, WEDNESDAY, 11, 30, factor);
    const usual = playDay(floor, day, []);
    const changed = playDay(floor, day, [struck]);
    expect(historyUntil(changed, struck.startAt / 1000)).toEqual(historyUntil(usual, struck.startAt / 1000));
    expect(historyUntil(changed, struck.endAt / 1000)).not.toEqual(historyUntil(usual, struck.endAt / 1000));
  });

  it('a surge that is ended early keeps what it had brought until then', () => {
    const struck = incident('queue-surge', WEDNESDAY, 11, 60, 4);
    const ended = { ...struck, endAt: struck.startAt + 15 * 60_000 };
    const whole = playDay(floor, day, [struck]);
    const short = playDay(floor, day, [ended]);
    expect(historyUntil(short, ended.endAt / 1000)).toEqual(historyUntil(whole, ended.endAt / 1000));
    expect(short.contacts.length).toBeLessThan(whole.contacts.length);
  });

  it('a surge brings about as many calls more as its factor says, and longer waits', () => {
    const struck = incident('queue-surge', WEDNESDAY, 10, 60, 3);
    const within = (log: DayLog) =>
      log.contacts.filter(
        (contact) => contact.createdAt * 1000 > struck.startAt && contact.createdAt * 1000 <= struck.endAt,
      );
    const usual = within(playDay(floor, day, []));
    const changed = within(playDay(floor, day, [struck]));
    expect(changed.length / usual.length).toBeGreaterThan(2.3);
    expect(changed.length / usual.length).toBeLessThan(3.7);
    const abandoned = (list: typeof usual) =>
      list.filter(({ outcome }) => outcome === 'abandoned').length / list.length;
    expect(abandoned(changed)).toBeGreaterThan(abandoned(usual));
  });

  it('a walk-out of all empties the phones, and they come back after it', () => {
    const struck = incident('agent-walk-out', WEDNESDAY, 11, 60, 1);
    const log = playDay(floor, day, [struck]);
    const working = (at: number) =>
      log.states.filter((entries) => (entries.findLast((entry) => entry.at <= at)?.state ?? 'offline') !== 'offline')
        .length;
    const before = working(struck.startAt / 1000);
    expect(before).toBeGreaterThan(15);
    expect(working(struck.endAt / 1000 - 60)).toBeLessThan(3);
    expect(working(struck.endAt / 1000 + 60)).toBeGreaterThan(before / 2);
  });
});

describe('size and calendar', () => {
  it('scales to 2,000 agents with names of their own on 200 queues that are all served', () => {
    const large = buildFloor({ ...PARAMETERS, agents: 2000, queues: 200 });
    expect(large.agents).toHaveLength(2000);
    expect(new Set(large.agents.map(({ name }) => name)).size).toBe(2000);
    expect(new Set(large.queues.map(({ name }) => name)).size).toBe(200);
    for (const queue of large.queues) expect(queue.agents.length).toBeGreaterThan(0);
    for (const agent of large.agents) expect(agent.queues.length).toBeGreaterThan(0);
  });

  it('refuses a floor without people', () => {
    expect(() => buildFloor({ ...PARAMETERS, agents: 4 })).toThrow(RangeError);
    expect(() => buildFloor({ ...PARAMETERS, queues: 60 })).toThrow(RangeError);
  });

  it('keeps its days through both changes of the clock', () => {
    const spring = calendar.day(calendar.dayNumberAt(Date.UTC(2026, 2, 28, 12) / 1000));
    const autumn = calendar.day(calendar.dayNumberAt(Date.UTC(2026, 9, 24, 12) / 1000));
    expect([spring.endAt - spring.startAt, autumn.endAt - autumn.startAt]).toEqual([23 * 3600, 25 * 3600]);
    expect(new Date(spring.startAt * 1000).toISOString()).toBe('2026-03-28T03:00:00.000Z');
    expect(() => new FloorCalendar({ zone: 'Nowhere/Town', shiftMinutes: 0, weekdayOffset: 0 })).toThrow(RangeError);
  });

  it.each([
    ['at three in the morning', Date.UTC(2026, 9, 14, 1)],
    ['on a Sunday evening', Date.UTC(2026, 9, 18, 19)],
    ['at noon', Date.UTC(2026, 9, 14, 10)],
  ])('can be aligned to a busy morning %s', (_, at) => {
    const aligned = { ...PARAMETERS, ...busyAlignment(at, PARAMETERS.zone) };
    const shifted = new FloorCalendar(aligned);
    const lived = shifted.day(shifted.dayNumberAt(at / 1000));
    expect(lived.weekday).toBeLessThan(5);
    expect((at / 1000 - lived.startAt) / 3600).toBeCloseTo(6 + 40 / 60, 1);
    const world = new World(aligned, () => []);
    const there = world.floor.agents.filter(
      (agent) => agent.medium === 'phone' && (world.stateAt(agent.index, at / 1000)?.state ?? 'offline') !== 'offline',
    );
    expect(there.length).toBeGreaterThan(8);
  });
});
