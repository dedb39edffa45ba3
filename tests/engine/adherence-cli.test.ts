import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdherenceDeviation, AdherenceRow } from '../../electron/cli/adherence-report.ts';
import { cli, cliHere, json } from './cli-process.ts';

interface Report {
  rows: AdherenceRow[];
  deviations: AdherenceDeviation[];
}

interface Failure {
  error: { code: string; message: string };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchfloor-adherence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

const SCHEDULE = 'agent,activity,start,end';
const STATES = 'agent,platform,state,start,end';
const EXCEPTIONS = 'agent,start,end,reason,approver';

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

function csv(name: string, header: string, rows: readonly string[]): string {
  return file(name, [header, ...rows, ''].join('\n'));
}

/** Rows of a day: `ann work 09:00 12:00`; a clock with a date stays what it is. */
function on(day: string, rows: readonly string[]): string[] {
  return rows.map((row) =>
    row
      .split(' ')
      .map((cell) => (/^\d\d:\d\d/.test(cell) ? `${day}T${cell}` : cell))
      .join(','),
  );
}

const DAY = '2026-03-02';
const plan = (...rows: string[]): string => csv('schedule.csv', SCHEDULE, on(DAY, rows));
const done = (...rows: string[]): string => csv('states.csv', STATES, on(DAY, rows));

function run(...args: string[]) {
  return cliHere(
    ['adherence', '--zone', 'UTC', '--schedule', 'schedule.csv', '--states', 'states.csv', ...args],
    folder,
  );
}

async function report(...args: string[]): Promise<Report> {
  const result = await run('--json', ...args);
  if (result.code !== 0) throw new Error(result.err);
  return json<Report>(result);
}

async function failure(...args: string[]): Promise<{ code: number | null; message: string }> {
  const result = await run('--json', ...args);
  return { code: result.code, message: json<Failure>(result).error.message };
}

describe('the published examples', () => {
  it('are printed to their digits, by the command as people run it', async () => {
    plan('ann work 09:00 12:00', 'ann lunch 12:00 13:00', 'ann work 13:00 17:00', 'bob work 09:00 10:00');
    done(
      'ann phone available 09:00 11:30',
      'ann phone lunch 11:30 12:30',
      'ann phone available 12:30 17:00',
      'bob phone available 09:15 10:15',
    );
    const args = [
      'adherence',
      '--schedule',
      'schedule.csv',
      '--states',
      'states.csv',
      '--zone',
      'Europe/Berlin',
      '--json',
    ];
    const result = await cli(args, { cwd: folder, env: { WATCHFLOOR_CWD: folder } });
    expect(result.code).toBe(0);
    expect(json<Report>(result)).toEqual({
      rows: [
        {
          agent: 'ann',
          day: DAY,
          scheduled_minutes: 480,
          matched_minutes: 420,
          unmatched_minutes: 60,
          excused_minutes: 0,
          worked_minutes: 420,
          adherence_all: 0.875,
          adherence_productive: 390 / 420,
          conformance: 1,
        },
        {
          agent: 'bob',
          day: DAY,
          scheduled_minutes: 60,
          matched_minutes: 45,
          unmatched_minutes: 15,
          excused_minutes: 0,
          worked_minutes: 60,
          adherence_all: 0.75,
          adherence_productive: 0.75,
          conformance: 1,
        },
      ],
      deviations: [
        {
          agent: 'ann',
          start: '2026-03-02T10:30:00.000Z',
          end: '2026-03-02T11:00:00.000Z',
          scheduled: 'work',
          actual: 'lunch',
          minutes: 30,
          impact: 'negative',
          excused_because: null,
        },
        {
          agent: 'ann',
          start: '2026-03-02T11:30:00.000Z',
          end: '2026-03-02T12:00:00.000Z',
          scheduled: 'lunch',
          actual: 'available',
          minutes: 30,
          impact: 'positive',
          excused_because: null,
        },
        {
          agent: 'bob',
          start: '2026-03-02T08:00:00.000Z',
          end: '2026-03-02T08:15:00.000Z',
          scheduled: 'work',
          actual: 'offline',
          minutes: 15,
          impact: 'negative',
          excused_because: null,
        },
        {
          agent: 'bob',
          start: '2026-03-02T09:00:00.000Z',
          end: '2026-03-02T09:15:00.000Z',
          scheduled: null,
          actual: 'available',
          minutes: 15,
          impact: 'positive',
          excused_because: null,
        },
      ],
    });
  });

  it('are a table for people', async () => {
    plan('ann work 09:00 12:00', 'ann lunch 12:00 13:00', 'ann work 13:00 17:00');
    done('ann phone available 09:00 11:30', 'ann phone lunch 11:30 12:30', 'ann phone available 12:30 17:00');
    const { code, out, err } = await run();
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^ann +2026-03-02 +480 +420 +60 +0 +420 +87\.5 % +92\.9 % +100\.0 %$/m);
    expect(out).toMatch(/^ann .* 30 +work +lunch +negative +–$/m);
  });
});

describe('rules', () => {
  const MORNING = ['ann work 09:00 10:00', 'ann break 10:00 10:15', 'ann work 10:15 12:00'];

  it.each(['break=2m', 'break=120s', 'break=2', 'BREAK = 2M', 'lunch=1h,break=2m'])(
    'tolerance %s',
    async (tolerance) => {
      plan(...MORNING);
      done('ann phone available 09:00 10:02', 'ann phone break 10:02 10:17', 'ann phone available 10:17 12:00');
      expect((await report()).rows[0]?.unmatched_minutes).toBe(4);
      const { rows, deviations } = await report('--tolerance', tolerance);
      expect(rows[0]).toMatchObject({ matched_minutes: 180, unmatched_minutes: 0, adherence_all: 1 });
      expect(deviations).toEqual([]);
      expect((await report('--tolerance', 'break=119s', '--tolerance', 'work=1m')).rows[0]?.unmatched_minutes).toBe(4);
    },
  );

  it('a contact that ran over is excused, with its reason', async () => {
    plan(...MORNING);
    done('ann phone on-contact 09:00 10:05', 'ann phone break 10:05 10:20', 'ann phone available 10:20 12:00');
    const { rows, deviations } = await report();
    expect(rows[0]).toMatchObject({
      matched_minutes: 170,
      unmatched_minutes: 0,
      excused_minutes: 10,
      adherence_all: 1,
    });
    expect(deviations.map(({ minutes, impact, excused_because }) => [minutes, impact, excused_because])).toEqual([
      [5, 'positive', 'contact-overrun'],
      [5, 'negative', 'overrun-carried'],
    ]);
  });

  it('exceptions excuse, in their own words', async () => {
    plan(...MORNING);
    done('ann phone available 09:30 10:00', 'ann phone break 10:00 10:15', 'ann phone available 10:15 12:00');
    csv('exceptions.csv', EXCEPTIONS, [
      `ann,${DAY}T08:00,${DAY}T09:20,"strike, again",Dana`,
      `nobody,${DAY}T08:00,${DAY}T09:20,x,Dana`,
    ]);
    const result = await run('--json', '--exceptions', 'exceptions.csv');
    const { rows, deviations } = json<Report>(result);
    expect(rows[0]).toMatchObject({ excused_minutes: 20, unmatched_minutes: 10 });
    expect(deviations.map(({ minutes, excused_because }) => [minutes, excused_because])).toEqual([
      [20, 'strike, again'],
      [10, null],
    ]);
    expect(result.err).toContain('1 agent with exceptions, and neither a schedule nor states: “nobody”');
  });

  it('two missing in an overstaffed hour do not hurt', async () => {
    const all = ['ann', 'bob', 'cem', 'dov'];
    plan(...all.map((name) => `${name} work 09:00 10:00`));
    done('ann phone available 09:00 10:00', 'bob phone available 09:00 10:00');
    csv('required.csv', 'start,end,required', on(DAY, ['09:00 09:30 2', '09:30 10:00 3']));
    const { deviations } = await report('--required', 'required.csv');
    expect(deviations.map(({ agent, minutes, impact }) => [agent, minutes, impact])).toEqual([
      ['cem', 30, 'neutral'],
      ['cem', 30, 'negative'],
      ['dov', 30, 'neutral'],
      ['dov', 30, 'negative'],
    ]);
  });

  it('the order of platforms is the user’s', async () => {
    plan('ann work 09:00 10:00');
    done('ann phone available 09:00 10:00', 'ann chat away 09:30 10:00');
    const result = await run('--json');
    expect(json<Report>(result).rows[0]?.matched_minutes).toBe(30);
    expect(result.err).toContain('contradict each other in 1 stretch ');
    expect((await report('--platform-order', 'phone, chat')).rows[0]?.matched_minutes).toBe(60);
  });

  it('a state without an end lasts to the platform’s next, then to the last instant known, or to --now', async () => {
    plan('ann work 09:00 10:00');
    file('states.csv', `${STATES}\nann,phone,available,${DAY}T09:00,\nann,phone,away,${DAY}T09:20\n`);
    expect((await report()).rows[0]).toMatchObject({
      scheduled_minutes: 60,
      matched_minutes: 20,
      unmatched_minutes: 40,
    });
    expect((await report('--now', `${DAY}T09:30`)).rows[0]).toMatchObject({
      scheduled_minutes: 30,
      unmatched_minutes: 10,
    });
  });

  it('agents without a schedule have no ratios, those without states are offline', async () => {
    plan('ann work 09:00 10:00', 'dov off 09:00 17:00');
    done('bob phone on-contact 09:00 09:30', 'cem phone offline 09:00 09:30');
    const result = await run('--json');
    const { rows, deviations } = json<Report>(result);
    const ratios = ['adherence_all', 'adherence_productive', 'conformance'] as const;
    expect(
      rows.map((row) => [row.agent, row.scheduled_minutes, row.worked_minutes, ...ratios.map((name) => row[name])]),
    ).toEqual([
      ['ann', 60, 0, 0, 0, 0],
      ['bob', 0, 30, null, null, null],
      ['cem', 0, 0, null, null, null],
      ['dov', 0, 0, null, null, null],
    ]);
    expect(deviations.map(({ agent, actual, impact }) => [agent, actual, impact])).toEqual([
      ['ann', 'offline', 'negative'],
    ]);
    expect(result.err).toContain('2 agents with a schedule and no states (taken for offline): “ann”, “dov”');
    expect(result.err).toContain('2 agents with states and no schedule (no ratios): “bob”, “cem”');
  });

  it('a shift belongs to the day on which it starts', async () => {
    csv('schedule.csv', SCHEDULE, [
      'ann,work,2026-03-02T22:00,2026-03-03T06:00',
      'ann,work,2026-03-03T22:00,2026-03-03T24:00',
    ]);
    csv('states.csv', STATES, ['ann,phone,available,2026-03-02T22:00,2026-03-03T06:15']);
    expect(
      (await report()).rows.map(({ day, scheduled_minutes, worked_minutes }) => [
        day,
        scheduled_minutes,
        worked_minutes,
      ]),
    ).toEqual([
      ['2026-03-02', 480, 495],
      ['2026-03-03', 120, 0],
    ]);
  });
});

describe('instants', () => {
  const hours = async (start: string, end: string, zone = 'Europe/Berlin'): Promise<number | undefined> => {
    csv('schedule.csv', SCHEDULE, [`ann,work,${start},${end}`]);
    csv('states.csv', STATES, [`ann,phone,available,${start},${end}`]);
    const { rows } = await report('--zone', zone);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.adherence_all).toBe(1);
    return (rows[0]?.scheduled_minutes ?? 0) / 60;
  };

  it.each([
    ['2026-03-28T22:00', '2026-03-29T06:00', 7],
    ['2026-10-24T22:00', '2026-10-25T06:00', 9],
    ['2026-10-25T00:30', '2026-10-25T02:30', 2],
    ['2026-10-25T02:45', '2026-10-25T02:15', 0.5],
    ['2026-03-29T01:30', '2026-03-29T02:30', 1],
    ['2026-03-02 22:00', '2026-03-02 24:00', 2],
    ['2026-03-02T22:00:00+01:00', '2026-03-02T23:00:00Z', 2],
    ['2026-03-02T22:00:00 +0100', '2026-03-03', 2],
    ['2026-03-02 21:00 Z', '2026-03-02T24:00:00.0', 2],
  ])('%s to %s in Berlin', async (start, end, expected) => {
    expect(await hours(start, end)).toBeCloseTo(expected, 10);
  });

  it.each([
    '2026-03-02T24:30',
    '2026-03-02T24:00:00.5',
    '2026-03',
    '2026-02-29T09:00',
    '2026-03-02T9:00',
    '1741000000',
    '02/03/2026 09:00',
  ])('%s is none', async (text) => {
    csv('schedule.csv', SCHEDULE, [`ann,work,2020-01-01,${text}`]);
    csv('states.csv', STATES, []);
    expect((await failure()).message).toContain(`“schedule.csv”, line 2: end “${text}” is no instant.`);
  });

  it('rows follow each other through the hour that autumn repeats', async () => {
    csv('schedule.csv', SCHEDULE, [
      'ann,work,2026-10-25T02:30,2026-10-25T02:15',
      'ann,break,2026-10-25T02:15,2026-10-25T02:30',
      'ann,work,2026-10-25T02:30,2026-10-25T04:00',
    ]);
    csv('states.csv', STATES, ['ann,phone,available,2026-10-25T00:30:00Z,2026-10-25T03:00:00Z']);
    const { rows, deviations } = await report('--zone', 'Europe/Berlin');
    expect(rows[0]?.scheduled_minutes).toBe(150);
    expect(deviations.map(({ start, end }) => [start, end])).toEqual([
      ['2026-10-25T01:15:00.000Z', '2026-10-25T01:30:00.000Z'],
    ]);
  });

  it('a row that lies in the hour which spring skips has no length', async () => {
    csv('schedule.csv', SCHEDULE, [
      'ann,work,2026-03-29T01:00,2026-03-29T02:00',
      'ann,break,2026-03-29T02:00,2026-03-29T03:00',
      'ann,work,2026-03-29T03:00,2026-03-29T04:00',
    ]);
    csv('states.csv', STATES, ['ann,phone,available,2026-03-29T01:00,2026-03-29T04:00']);
    expect((await report('--zone', 'Europe/Berlin')).rows[0]).toMatchObject({
      scheduled_minutes: 120,
      matched_minutes: 120,
    });
  });

  it('the zone decides the day', async () => {
    csv('schedule.csv', SCHEDULE, ['ann,work,2026-03-02T23:30:00Z,2026-03-03T01:00:00Z']);
    csv('states.csv', STATES, ['ann,phone,available,2026-03-02T23:30:00Z,2026-03-03T01:00:00Z']);
    expect((await report('--zone', 'America/New_York')).rows[0]?.day).toBe('2026-03-02');
    expect((await report('--zone', 'Asia/Tokyo')).rows[0]?.day).toBe('2026-03-03');
  });
});

describe('files as they come', () => {
  const expected = { agent: 'O\'Neil, "Zoë"', scheduled_minutes: 60, matched_minutes: 60 };

  it.each([
    ['semicolons', ';', '\n', ''],
    ['tabs, a byte-order mark and CRLF', '\t', '\r\n', '\ufeff'],
    ['commas and quotes', ',', '\r\n', '\ufeff'],
  ])('%s, columns in any order', async (_, delimiter, newline, mark) => {
    const quoted = '" O\'Neil, ""Zoë"" "';
    const rows = (header: string[], cells: string[]): string =>
      mark + [header, cells].map((row) => row.join(delimiter)).join(newline) + newline + newline;
    file(
      'schedule.csv',
      rows(['Note', 'END', 'Start', 'Activity', ' Agent '], ['x', `${DAY}T10:00`, `${DAY}T09:00`, 'Work', quoted]),
    );
    file(
      'states.csv',
      gzipSync(
        rows(
          ['state', 'platform', 'end', 'agent', 'start'],
          ['On Contact', '', `${DAY}T10:00`, quoted, `${DAY}T09:00`],
        ),
      ),
    );
    expect((await report()).rows).toMatchObject([expected]);
  });

  it('names may be hostile: each is an agent of its own, and none reaches the terminal as it is', async () => {
    const names = ['__proto__', 'constructor', '=cmd|calc', '\u001b[31mred', '\u202eevil', '<script>', 'a'.repeat(500)];
    csv(
      'schedule.csv',
      SCHEDULE,
      names.map((name) => `${name},work,${DAY}T09:00,${DAY}T10:00`),
    );
    csv(
      'states.csv',
      STATES,
      names.map((name) => `${name},phone,available,${DAY}T09:00,${DAY}T10:00`),
    );
    const { rows } = await report();
    expect(rows.map(({ agent }) => agent).sort()).toEqual(names.map((name) => name.replace('\u001b', '')).sort());
    expect(rows.every(({ matched_minutes }) => matched_minutes === 60)).toBe(true);
    const { out } = await run();
    expect([...out].filter((character) => /[\p{Cc}\p{Cf}]/u.test(character) && character !== '\n')).toEqual([]);
  });
});

describe('what is wrong is named with its file and line', () => {
  it('in rows: every one of them, and no figure is made of the rest', async () => {
    csv('schedule.csv', SCHEDULE, [
      `ann,work,${DAY}T09:00,${DAY}T10:00`,
      `ann,brake,${DAY}T09:00,${DAY}T10:00`,
      `ann,work,${DAY}T10:00,${DAY}T09:00`,
      `ann,work,2026-02-30T09:00,${DAY}T09:00`,
      `,work,${DAY}T09:00,${DAY}T10:00`,
      `ann,work,${DAY}T09:00,`,
      `ann,work,09:00,10:00`,
      `Neil, Ann,work,${DAY}T09:00,${DAY}T10:00`,
      `"ann,work,${DAY}T09:00,${DAY}T10:00`,
    ]);
    done('ann phone available 09:00 10:00');
    const { code, message } = await failure();
    expect(code).toBe(1);
    const lines = message.split('\n');
    expect(lines[0]).toBe(
      '“schedule.csv”, line 3: activity “brake” is none of work, break, lunch, meeting, training, coaching, back-office, off.',
    );
    expect(lines.map((line) => /line (\d+)/.exec(line)?.[1])).toEqual(['3', '4', '5', '6', '7', '8', '9', '10']);
    expect(lines[1]).toContain('end “2026-03-02T09:00” lies before start');
    expect(lines[2]).toContain('start “2026-02-30T09:00” is no instant');
  });

  it('in states and exceptions', async () => {
    plan('ann work 09:00 10:00');
    done('ann phone ready 09:00 10:00');
    expect((await failure()).message).toContain('“states.csv”, line 2: state “ready” is none of available, on-contact');
    done('ann phone available 09:00 10:00');
    csv('exceptions.csv', EXCEPTIONS, [`ann,${DAY}T09:00,${DAY}T10:00,,Dana`]);
    expect((await failure('--exceptions', 'exceptions.csv')).message).toBe(
      '“exceptions.csv”, line 2: reason is empty.',
    );
  });

  it('in the header', async () => {
    csv('schedule.csv', 'agent,activity,from,to', []);
    done();
    const { code, message } = await failure();
    expect(code).toBe(1);
    expect(message).toContain('“schedule.csv”, line 1: the header lacks “start”, “end”');
    csv('schedule.csv', `${SCHEDULE},start`, []);
    expect((await failure()).message).toContain('two columns “start”');
  });

  it('in files that are none', async () => {
    plan('ann work 09:00 10:00');
    expect(await failure()).toMatchObject({ code: 1, message: expect.stringContaining('There is no file') });
    file('states.csv', '');
    expect((await failure()).message).toContain('is empty');
    file(
      'states.csv',
      gzipSync(`${STATES}\n${'ann,phone,available,2026-03-02T09:00,2026-03-02T10:00\n'.repeat(50)}`).subarray(0, -12),
    );
    expect((await failure()).message).toContain('cut off');
  });

  it('many mistakes are not a flood', async () => {
    csv(
      'schedule.csv',
      SCHEDULE,
      Array.from({ length: 500 }, () => 'ann,x,y,z'),
    );
    done();
    const lines = (await failure()).message.split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('… and 480 more.');
  });
});

describe('wrong use', () => {
  it.each([
    [['--zone', 'Mars/Olympus'], 'There is no time zone “Mars/Olympus”'],
    [['--zone', 'local'], 'There is no time zone'],
    [['--tolerance', 'brake=2m'], '--tolerance is an activity and a time'],
    [['--tolerance', 'break=soon'], '--tolerance is an activity and a time'],
    [['--tolerance', 'break=-1'], '--tolerance is an activity and a time'],
    [['--now', 'soon'], '--now: instant “soon” is no instant'],
    [['--unknown'], 'Unknown option'],
  ])('%j is exit 2', async (args, words) => {
    plan('ann work 09:00 10:00');
    done('ann phone available 09:00 10:00');
    const { code, message } = await failure(...args);
    expect(code).toBe(2);
    expect(message).toContain(words);
  });

  it('what must be given is asked for, and the help says how', async () => {
    expect((await cliHere(['adherence', '--schedule', 'x'], folder)).err).toContain('Give --zone.');
    expect((await cliHere(['adherence', '--zone', 'UTC'], folder)).err).toContain('Give --schedule.');
    const help = await cliHere(['adherence', '--help'], folder);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain('--tolerance');
  });
});

it('nothing in the files is nothing, not an error', async () => {
  csv('schedule.csv', SCHEDULE, []);
  csv('states.csv', STATES, []);
  expect(await report()).toEqual({ rows: [], deviations: [] });
  expect((await run()).code).toBe(0);
});
