import type { Settings } from '../../../shared/contract/index.ts';
import { SERVICE_LEVEL_VARIANTS } from '../../../shared/contract/rows.ts';
import { serviceLevel } from '../../../shared/domain/service-level.ts';
import type { CallOutput } from '../../../renderer/api/index.ts';
import type { FakeBridge } from '../../helpers/fake-bridge.ts';
import { FLOOR_AT, ratioOf, randomFrom } from '../../helpers/fake-floor.ts';
import { settingsWith } from '../../helpers/settings.ts';

export const SETTINGS = settingsWith({ locale: 'en-GB', actor: 'Dana Peled' });

/** The worked example of the product's own definition of service level. */
export const COUNTS = { answered: 1000, abandoned: 60, answeredWithin: 860, abandonedWithin: 20, shortAbandons: 10 };

export function contact(index: number): CallOutput<'contacts'>['rows'][number] {
  const answered = index % 7 !== 0;
  const createdAt = FLOOR_AT - index * 47_000;
  return {
    source: 'zd',
    id: `call-${9000 - index}`,
    channel: 'voice',
    direction: 'inbound',
    queue: '1',
    queueName: 'Private banking',
    agent: answered ? '3' : null,
    agentName: answered ? 'Dana Peled' : null,
    customer: '+972 •• ••• 41',
    createdAt,
    queuedAt: createdAt + 4000,
    answeredAt: answered ? createdAt + 19_000 : null,
    endedAt: createdAt + 240_000,
    queueSeconds: 15 + (index % 40),
    talkSeconds: answered ? 190 + (index % 90) : null,
    holdSeconds: answered ? index % 30 : null,
    wrapSeconds: answered ? 20 : null,
    outcome: answered ? 'answered' : 'abandoned',
    subject: index % 3 === 0 ? 'Card not accepted abroad' : null,
  };
}

/** Rows of the list, in pages as the engine gives them. */
export function contactPage(total: number) {
  const rows = Array.from({ length: total }, (_, index) => contact(index));
  return (input: { limit: number; after?: { id: string } | undefined }): CallOutput<'contacts'> => {
    const start = input.after === undefined ? 0 : rows.findIndex((row) => row.id === input.after?.id) + 1;
    const page = rows.slice(start, start + input.limit);
    const last = page.at(-1);
    const more = start + page.length < rows.length;
    return {
      rows: page,
      next: more && last !== undefined ? { createdAt: last.createdAt, source: last.source, id: last.id } : null,
    };
  };
}

export function explanation(change: Partial<CallOutput<'explain'>> = {}): CallOutput<'explain'> {
  return {
    figure: 'serviceLevel',
    value: 0.819,
    from: FLOOR_AT - 1_800_000,
    to: FLOOR_AT,
    zone: 'Asia/Jerusalem',
    rule: SETTINGS.serviceLevel,
    formula: 'why.formula.serviceLevel.short-abandons-removed',
    counts: Object.entries(COUNTS).map(([name, value]) => ({ name, value })),
    variants: SERVICE_LEVEL_VARIANTS.map((variant) => serviceLevel(COUNTS, variant)),
    low: 0.794,
    high: 0.841,
    attribution: 'start',
    asOf: [{ source: 'zd', at: FLOOR_AT - 1000 }],
    outcomes: ['answered', 'abandoned'],
    caveats: ['caveat.mixedRules'],
    ...change,
  };
}

export function quarters(): CallOutput<'trend'> {
  const random = randomFrom(5);
  const from = FLOOR_AT - 10.7 * 3_600_000;
  return Array.from({ length: 42 }, (_, index) => {
    const offered = Math.max(0, Math.round(30 * Math.sin((index - 14) / 10) + random() * 6));
    const abandoned = Math.round(offered * random() * 0.14);
    return {
      at: from + index * 900_000,
      offered,
      answered: offered - abandoned,
      abandoned,
      serviceLevel: ratioOf(Math.round(offered * (0.62 + random() * 0.36)), offered),
      asa: ratioOf(offered * 14, offered),
    };
  });
}

export function agentDay(): CallOutput<'agentDay'> {
  const states: CallOutput<'agentDay'>['states'] = [];
  const words = [
    'available',
    'on-contact',
    'wrap',
    'on-contact',
    'break',
    'available',
    'on-contact',
    'wrap',
    'meeting',
  ];
  let at = FLOOR_AT - 3.6 * 3_600_000;
  for (let index = 0; at < FLOOR_AT; index += 1) {
    const state = words[index % words.length] ?? 'available';
    const to = at + (state === 'break' ? 900_000 : state === 'meeting' ? 1_500_000 : 120_000 + (index % 7) * 61_000);
    states.push({ state, rawState: state, platform: 'talk', from: at, to: to > FLOOR_AT ? null : to });
    at = to;
  }
  const contacts = Array.from({ length: 12 }, (_, index) => contact(index));
  return { states, handled: 31, aht: ratioOf(9610, 31), contacts };
}

export function alarmLines(): CallOutput<'alarmHistory'> {
  const line = (minutes: number, event: string, change: Partial<CallOutput<'alarmHistory'>[number]> = {}) => ({
    at: FLOOR_AT - minutes * 60_000,
    key: 'longestWait:zd/1',
    rule: 'longestWait',
    subject: 'zd/1',
    who: 'Private banking',
    event,
    level: 'breach' as const,
    value: 161,
    limit: 80,
    actor: null,
    note: null,
    ...change,
  });
  return [
    line(2, 'escalated'),
    line(9, 'raised', { level: 'warning', value: 44, limit: 20 }),
    line(71, 'cleared', { level: 'normal', value: 12, limit: 20 }),
    line(83, 'acknowledged', { level: 'warning', actor: 'Dana Peled', note: 'Two agents moved over from Cards.' }),
    line(88, 'raised', { level: 'warning', rule: 'abandonRate', value: 0.061, limit: 0.05, who: 'Stock trading' }),
  ];
}

/** Everything that the features ask, answered plausibly; a test overrides what it is about. Settings are kept. */
export function answerEverything(bridge: FakeBridge, settings: Partial<Settings> = {}): FakeBridge {
  let current: Settings = { ...SETTINGS, ...settings };
  bridge
    .handle('settings', () => current)
    .handle('saveSettings', (change) => (current = { ...current, ...change } as Settings))
    .handle('explain', (question) =>
      question.figure === 'serviceLevel'
        ? explanation({
            rule: current.serviceLevel,
            value: serviceLevel(COUNTS, current.serviceLevel.variant).value,
          })
        : explanation({
            figure: question.figure,
            value: question.figure === 'longest' ? FLOOR_AT - 161_000 : 13,
            rule: null,
            formula: `why.formula.${question.figure}`,
            counts: [{ name: 'waiting', value: 13 }],
            variants: [],
            low: null,
            high: null,
            attribution: 'snapshot',
            outcomes: ['open'],
            caveats: ['caveat.snapshot'],
          }),
    )
    .handle('contacts', contactPage(340))
    .handle('trend', quarters)
    .handle('agentDay', agentDay)
    .handle('alarmHistory', alarmLines)
    .handle('quarantine', () => [
      {
        source: 'bank',
        stream: 'bank-1999-02.txt',
        key: '17203',
        line: 17_203,
        reason: 'The time “29:99:00” is no time of day.',
        payload: 'AA0101\t34536\t3030\t2\tPS\t990217\t29:99:00\t9:12:04\t5\t0:00:00\t0:00:00\t0\tAGENT',
        at: FLOOR_AT - 3_600_000,
      },
    ])
    .handle('practice', () => ({
      running: true,
      speed: 1,
      incidents: [{ id: 'i1', kind: 'queue-surge', until: FLOOR_AT + 512_000 }],
    }))
    .handle('about', () => ({
      app: '0.1.0',
      node: '24.21.0',
      sqlite: '3.53.0',
      engine: 'utility-process',
      dataFolder: '/home/supervisor/watchfloor',
      pid: 4711,
    }))
    .handle('acknowledgeAlarm', () => ({ ok: true }))
    .handle('snoozeAlarm', ({ minutes }) => ({ until: FLOOR_AT + minutes * 60_000 }))
    .handle('unsnoozeAlarm', () => ({ ok: true }))
    .handle('unmask', () => ({ customer: '+972 54 555 0141' }))
    .handle('startIncident', () => ({ id: 'i2' }))
    .handle('endIncident', () => ({ ok: true }))
    .handle('setPracticeSpeed', () => ({ ok: true }))
    .handle('pauseSource', () => ({ ok: true }))
    .handle('removeSource', () => ({ ok: true }))
    .handle('addSource', () => ({ id: 'zd2' }))
    .handle('cancelImport', () => ({ ok: true }))
    .handle('testSource', () => ({
      streams: [
        { stream: 'tickets', available: true, reason: null },
        { stream: 'agents', available: true, reason: null },
        { stream: 'calls', available: true, reason: null },
        { stream: 'queue-activity', available: false, reason: 'Talk is not in this account’s plan.' },
      ],
    }))
    .handle('filePreview', ({ mapping }) => ({
      delimiter: '\t',
      encoding: 'utf-8',
      columns: ['vru+line', 'call_id', 'customer_id', 'date', 'vru_entry', 'q_time', 'outcome', 'server'],
      sample: [
        ['AA0101', '34536', '0', '990201', '6:52:59', '94', 'AGENT', 'TOVA'],
        ['AA0102', '34537', '3030', '990201', '6:54:21', '0', 'HANG', 'NO_SERVER'],
      ],
      mapped: [
        {
          line: 2,
          ok: true,
          fields: { id: '34536', createdAt: '1999-02-01T04:52:59.000Z', outcome: 'answered' },
          reason: null,
        },
        { line: 3, ok: false, fields: {}, reason: 'The date “99o201” is no date.' },
      ],
      mapping: mapping ?? 'anonymous-bank',
      mappings: [{ name: 'anonymous-bank', title: 'Anonymous bank, calls of 1999' }],
    }))
    .handle('importFile', ({ path }) => ({
      file: path.split('/').pop() ?? path,
      rows: 33_344,
      stored: 33_340,
      repaired: 12,
      duplicates: 0,
      quarantined: 4,
    }))
    .handleShell('versions', () => ({
      ok: true,
      value: {
        app: '0.1.0',
        electron: '33.2.1',
        chrome: '130.0.6723.137',
        node: '20.18.1',
        runtime: 'fallback 33.2.1',
      },
    }))
    .handleShell('setTheme', () => ({ ok: true, value: { ok: true } }))
    .handleShell('boardShown', () => ({ ok: true, value: { ok: true } }))
    .handleShell('openWallboard', () => ({ ok: true, value: { ok: true } }))
    .handleShell('chooseFile', () => ({ ok: true, value: { path: '/home/supervisor/february.txt' } }))
    .handleShell('keepSecret', () => ({ ok: true, value: { kept: 'keyring' } }))
    .handleShell('recover', () => ({ ok: true, value: { ok: true, message: '' } }))
    .handleShell('quit', () => ({ ok: true, value: { ok: true } }));
  return bridge;
}
