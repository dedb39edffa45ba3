import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEDULE_MAPPING, importSchedule, loadMapping } from '../../electron/files/index.ts';
import type { ScheduleResult } from '../../electron/files/index.ts';
import type { Store } from '../../electron/store/index.ts';
import { agent, twoSystems } from './adherence-world.ts';
import { ManualClock, temporaryFolder, temporaryStore, write } from './helpers.ts';

const NOW = Date.parse('2026-03-02T06:00:00Z');

interface Bench {
  store: Store;
  bring: (name: string, text: string, now?: number) => Promise<ScheduleResult>;
  plan: (of: string) => string[];
}

function bench(): Bench {
  const store = temporaryStore(new ManualClock(NOW));
  twoSystems(store, NOW);
  write(store, 'phones', [agent('ann', { name: 'Ann Lee' }), agent('bob', { name: 'Bob Stone', email: null })]);
  const folder = temporaryFolder();
  const bring = async (name: string, text: string, now = NOW): Promise<ScheduleResult> => {
    const path = join(folder, name);
    writeFileSync(path, text);
    const mapping = await loadMapping(SCHEDULE_MAPPING, { dataDir: folder });
    return importSchedule(store, path, { mapping, zone: 'Europe/Berlin', now });
  };
  const plan = (of: string): string[] =>
    store.reads
      .shifts({ source: 'schedule', agents: [`schedule/${of}`], from: 0, to: Date.UTC(2100, 0) })
      .flatMap(({ activities }) =>
        activities.map(
          ({ activity, startAt, endAt }) =>
            `${activity} ${new Date(startAt).toISOString().slice(5, 16)} ${new Date(endAt).toISOString().slice(5, 16)}`,
        ),
      );
  return { store, bring, plan };
}

const CSV = `agent,activity,start,end
ann@example.com,Phones,2026-03-02T08:00,2026-03-02T10:00
ann@example.com,Lunch,2026-03-02T10:00,2026-03-02T10:30
ann@example.com,Phones,2026-03-02T10:30,2026-03-02T16:00
ann@example.com,Phones,2026-03-02T10:30,2026-03-02T16:00
"Stone, Bob",work,2026-03-02T22:00:00+01:00,2026-03-03T06:00:00+01:00
Nobody,work,2026-03-02T08:00,2026-03-02T16:00
Bob Stone,juggling,2026-03-04T08:00,2026-03-04T09:00
Bob Stone,work,2026-03-05T09:00,2026-03-05T08:00
`;

describe('a schedule out of a delimited file', () => {
  it('makes shifts of its rows, loses none and says whom nobody knows', async () => {
    const { bring, plan, store } = bench();
    const result = await bring('plan.csv', CSV);
    expect(result).toMatchObject({ rows: 8, stored: 5, duplicates: 1, quarantined: 2, shifts: 3, people: 3 });
    expect(result.unknownAgents).toEqual(['Nobody']);
    expect(plan('ann@example.com')).toEqual([
      'work 03-02T07:00 03-02T09:00',
      'lunch 03-02T09:00 03-02T09:30',
      'work 03-02T09:30 03-02T15:00',
    ]);
    expect(plan('Stone, Bob')).toEqual(['work 03-02T21:00 03-03T05:00']);
    const reasons = store.quarantined('schedule', 'file:plan.csv', 10).map(({ reason }) => reason);
    expect(reasons).toEqual([
      'The mapping has no activity for “juggling”.',
      'The activity does not end after it starts.',
    ]);
  });

  it('changes nothing when it is read again, and replaces what it said of the same people and time', async () => {
    const { bring, plan, store } = bench();
    await bring('plan.csv', CSV);
    const before = store.reads.shifts({ from: 0, to: Date.UTC(2100, 0) });
    expect(await bring('plan.csv', CSV, NOW + 1000)).toMatchObject({ written: 0, withdrawn: 0, rows: 8 });
    expect(store.reads.shifts({ from: 0, to: Date.UTC(2100, 0) })).toEqual(before);
    const later = CSV.replace('T10:30,2026-03-02T16:00', 'T10:30,2026-03-02T17:00').replace(
      'T10:30,2026-03-02T16:00',
      'T10:30,2026-03-02T17:00',
    );
    expect(await bring('plan.csv', later, NOW + 2000)).toMatchObject({ written: 1, withdrawn: 0 });
    expect(plan('ann@example.com').at(-1)).toBe('work 03-02T09:30 03-02T16:00');
    const earlier = store.notebook.earlierPlans({
      from: NOW,
      to: NOW + 86_400_000,
      agents: ['schedule/ann@example.com'],
    });
    expect(earlier.map(({ activities }) => activities.length)).toEqual([3]);
    // Ann's shift begins elsewhere now: the old one is withdrawn.
    const moved = 'agent,activity,start,end\nann@example.com,work,2026-03-02T07:00,2026-03-02T15:00\n';
    expect(await bring('new.csv', moved, NOW + 3000)).toMatchObject({ written: 1, withdrawn: 1 });
    expect(plan('ann@example.com')).toEqual(['work 03-02T06:00 03-02T14:00']);
    expect(plan('Nobody')).toHaveLength(1);
  });
});

const calendar = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');

const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');

describe('a schedule out of a calendar', () => {
  it('writes repetitions out, with exceptions, moved ones and the zone’s change of clocks', async () => {
    const { bring, plan } = bench();
    const result = await bring(
      'team.ics',
      calendar(
        event(
          'UID:shift',
          'SUMMARY:Phones',
          'ATTENDEE;CN=Ann Lee:mailto:ann@example.com',
          'DTSTART;TZID=Europe/Berlin:20260326T090000',
          'DTEND;TZID=Europe/Berlin:20260326T170000',
          'RRULE:FREQ=DAILY;COUNT=6;BYDAY=MO,TU,TH,FR',
          'EXDATE;TZID=Europe/Berlin:20260327T090000',
        ),
        event(
          'UID:shift',
          'RECURRENCE-ID;TZID=Europe/Berlin:20260331T090000',
          'SUMMARY:Training',
          'ATTENDEE:mailto:ann@example.com',
          'DTSTART;TZID=Europe/Berlin:20260331T100000',
          'DTEND;TZID=Europe/Berlin:20260331T120000',
        ),
        event(
          'UID:off',
          'SUMMARY:Wherever',
          'ATTENDEE:mailto:ann@example.com',
          'DTSTART;VALUE=DATE:20260401',
          'DTEND;VALUE=DATE:20260402',
        ),
      ),
    );
    expect(result).toMatchObject({ rows: 3, stored: 3, quarantined: 0, people: 1, unknownAgents: [] });
    expect(plan('ann@example.com')).toEqual([
      'work 03-26T08:00 03-26T16:00',
      'work 03-30T07:00 03-30T15:00',
      'training 03-31T08:00 03-31T10:00',
      'off 03-31T22:00 04-01T22:00',
      'work 04-02T07:00 04-02T15:00',
      'work 04-03T07:00 04-03T15:00',
    ]);
  });

  it('takes the agent from the file’s name where no event says who is meant, and words from categories first', async () => {
    const { bring, plan } = bench();
    const text = calendar(
      event('UID:1', 'SUMMARY:Quarterly numbers', 'CATEGORIES:Meeting', 'DTSTART:20260302T090000Z', 'DURATION:PT1H'),
      event('UID:2', 'SUMMARY:Lunch', 'DTSTART:20260302T110000', 'DTEND:20260302T113000'),
    );
    expect(await bring('Bob Stone.ics', text)).toMatchObject({ rows: 2, stored: 2, unknownAgents: [] });
    expect(plan('Bob Stone')).toEqual(['meeting 03-02T09:00 03-02T10:00', 'lunch 03-02T10:00 03-02T10:30']);
  });

  it('goes by the file’s own zone where its name is nobody’s', async () => {
    const { bring, plan } = bench();
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Office',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0300',
      'TZOFFSETTO:+0300',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n');
    await bring(
      'Bob Stone.ics',
      calendar(
        zone,
        event('UID:1', 'SUMMARY:work', 'DTSTART;TZID=Office:20260302T090000', 'DTEND;TZID=Office:20260302T170000'),
      ),
    );
    expect(plan('Bob Stone')).toEqual(['work 03-02T06:00 03-02T14:00']);
  });

  it('sends to quarantine what would never end or cannot be read, and keeps the rest', async () => {
    const { bring, store } = bench();
    const at = [
      'DTSTART:20260302T090000Z',
      'DTEND:20260302T100000Z',
      'SUMMARY:work',
      'ATTENDEE:mailto:ann@example.com',
    ];
    const result = await bring(
      'hostile.ics',
      calendar(
        event('UID:1', ...at, 'RRULE:FREQ=SECONDLY;COUNT=999999999'),
        event('UID:2', ...at, 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5'),
        event('UID:3', ...at, 'RRULE:FREQ=DAILY'),
        event('UID:4', ...at, 'RRULE:FREQ=DAILY;COUNT=100000'),
        event('UID:5', 'SUMMARY:work', 'ATTENDEE:mailto:ann@example.com'),
        event('UID:6', 'SUMMARY:juggling', 'DTSTART:20260302T090000Z', 'DTEND:20260302T100000Z'),
        event('UID:7', ...at),
      ),
    );
    expect(result).toMatchObject({ rows: 7, stored: 1, quarantined: 6, shifts: 1 });
    expect(store.quarantined('schedule', 'file:hostile.ics', 10).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
    await expect(bring('no.ics', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n')).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});
