import { onTestFinished } from 'vitest';
import { ManualClock } from '../../shared/time/clock.ts';
import { DayCache } from '../../electron/live/day-cache.ts';
import { LiveFloor } from '../../electron/live/live-floor.ts';
import { recountInput } from '../../electron/engine/recount-input.ts';
import type { ContactRecord } from '../../shared/domain/records.ts';
import type { Store } from '../../electron/store/index.ts';
import { adherenceOf } from '../helpers/adherence.ts';
import { recount } from '../helpers/recount.ts';
import { MINUTE, agent, phone, shift } from './adherence-world.ts';
import { SETTINGS, contact, freshen, temporaryStore, until, write } from './helpers.ts';

export const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;
/** The reporting day is Berlin's: from 22:00 UTC of the 16th on. */
export const DAY_END = Date.UTC(2026, 5, 17, 22);
const DAY = '2026-06-17';
export const MORNING = Date.UTC(2026, 5, 17, 6);
const PEOPLE = ['a0', 'a1', 'a2', 'a3', 'a4'];

const call = (id: string, createdAt: number): ContactRecord =>
  contact({
    id,
    createdAt,
    answeredAt: createdAt + 5000,
    endedAt: createdAt + 65_000,
    outcome: 'answered',
    queueSeconds: 5,
    talkSeconds: 60,
    holdSeconds: 0,
    wrapSeconds: 0,
  });

/** A call in every quarter hour of the same weekday, three times, and the morning's first ones: one agent is asked for. */
function calls(store: Store): void {
  for (let week = 1; week <= 3; week += 1) {
    const day = MORNING - week * WEEK;
    write(
      store,
      'phones',
      Array.from({ length: 8 * 4 }, (_, n) => call(`w${week}-${n}`, day + n * 15 * MINUTE)),
    );
  }
  write(
    store,
    'phones',
    Array.from({ length: 6 }, (_, n) => call(`today-${n}`, MORNING - HOUR + n * MINUTE)),
  );
}

export interface StaffedWorld {
  clock: ManualClock;
  store: Store;
  live: LiveFloor;
  /** Lets time pass, a minute at a time. */
  pass: (to: number) => void;
  /** What was counted of the day, live and kept, by person. */
  both: () => { live: Record<string, object>; kept: Record<string, object> };
}

/**
 * Five people on the phones, planned to work from the morning on with a lunch at noon, where one agent is asked for; a0, a1 and a4 are there.
 * Live, with a clock that is moved by hand.
 */
export async function staffedWorld(): Promise<StaffedWorld> {
  const clock = new ManualClock(MORNING);
  const store = temporaryStore(clock);
  for (const id of ['phones', 'desk']) {
    store.saveSource({ id, kind: 'zendesk', name: id, zone: null, config: {} });
    freshen(store, id, MORNING);
  }
  write(store, 'phones', [
    { entity: 'queue', id: 'q0', version: 1, raw: null, name: 'Queue', channel: 'voice', active: true },
    ...PEOPLE.map((id) => agent(id, { queues: ['q0'] })),
  ]);
  write(store, 'desk', [agent('d0', { name: 'Somebody Else', email: null })]);
  calls(store);
  for (const id of PEOPLE) {
    const blocks: Parameters<typeof shift>[1] = [
      ['work', MORNING, MORNING + 6 * HOUR],
      ['lunch', MORNING + 6 * HOUR, MORNING + 6.5 * HOUR],
      ['work', MORNING + 6.5 * HOUR, MORNING + 8 * HOUR],
    ];
    write(store, 'phones', [shift(id, blocks)]);
  }
  for (const id of ['a0', 'a1', 'a4']) write(store, 'phones', [phone(id, 'available', MORNING - 5 * MINUTE)]);
  const live = new LiveFloor({
    reads: store.reads,
    countsReader: async (query) => store.reads.counts(query),
    settings: () => ({ ...SETTINGS, people: store.notebook.peopleDecisions() }),
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
  await until(() => live.floor.expectations !== null, 'the day is expected');
  const pass = (to: number): void => {
    while (clock.now() < to) {
      clock.advance(Math.min(MINUTE, to - clock.now()));
      for (const id of ['phones', 'desk']) freshen(store, id, clock.now());
      live.tick();
    }
  };
  const both = (): ReturnType<StaffedWorld['both']> => {
    live.adherence.whole();
    live.adherence.keepStaffing();
    const now = clock.now();
    const { people, rules } = recountInput(live.floor, live.adherence.rules, store);
    recount(store, people, now, rules);
    const kept = store.reads.adherenceDays({ fromDay: DAY, toDay: DAY });
    return {
      live: Object.fromEntries(
        [...live.adherence.people.values()]
          .filter(({ frame, counts }) => frame.day === DAY && (counts.scheduled > 0 || counts.worked > 0))
          .map(({ key, counts, shrinkage }) => [key, { ...counts, paid: shrinkage.paid, causes: shrinkage.causes }]),
      ),
      kept: Object.fromEntries(
        kept.map(({ person, counts, paidSeconds, shrinkage }) => [
          person,
          { ...counts, paid: paidSeconds, causes: shrinkage },
        ]),
      ),
    };
  };
  return { clock, store, live, pass, both };
}
