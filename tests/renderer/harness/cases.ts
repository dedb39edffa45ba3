import type { FakeBridge } from '../../helpers/fake-bridge.ts';
import {
  agentRow,
  boardRow,
  FLOOR_AT,
  fakeFloor,
  queueRow,
  randomFrom,
  ratioOf,
  sourceRow,
  stripRow,
} from '../../helpers/fake-floor.ts';

type Case = (bridge: FakeBridge) => void;

const asOf = [{ source: 'zd', name: 'Zendesk', at: FLOOR_AT - 1000, stale: false }];

function sources(bridge: FakeBridge): void {
  bridge.snapshot(
    'sources',
    {
      sources: [
        sourceRow('zd'),
        sourceRow('gc', { name: 'Genesys', asOf: FLOOR_AT - 14_000 }),
        sourceRow('ic', {
          name: 'Intercom',
          state: 'stale',
          asOf: FLOOR_AT - 240_000,
          fault: 'Intercom has not answered for 4 minutes.',
        }),
      ],
    },
    { at: FLOOR_AT },
  );
}

const rich: Case = (bridge) => {
  bridge.snapshot('floor', { ...fakeFloor() }, { at: FLOOR_AT, asOf });
  sources(bridge);
};

const many: Case = (bridge) => {
  const floor = fakeFloor({ agents: 2000, queues: 200 });
  bridge.snapshot('floor', { ...floor }, { at: FLOOR_AT, asOf });
  sources(bridge);
};

/** 1,000 changes a second in at most 30 frames. */
const storm: Case = (bridge) => {
  many(bridge);
  const floor = fakeFloor({ agents: 2000, queues: 200 });
  const random = randomFrom(99);
  let at = FLOOR_AT;
  setInterval(() => {
    at += 33;
    const agents = Array.from({ length: 30 }, () => {
      const row = floor.agents[Math.floor(random() * floor.agents.length)] ?? agentRow('1');
      return {
        ...row,
        since: at - Math.round(random() * 60_000),
        state: random() < 0.5 ? ('available' as const) : ('on-contact' as const),
      };
    });
    const queues = Array.from({ length: 4 }, () => {
      const row = floor.queues[Math.floor(random() * floor.queues.length)] ?? queueRow('1');
      return { ...row, waiting: Math.round(random() * 9), severity: random() * 100 };
    });
    bridge.patch('floor', { agents: { upsert: agents }, queues: { upsert: queues } }, { at });
  }, 33);
};

const HOSTILE = [
  '<script>alert(1)</script>',
  '=cmd|’ /C calc’!A0',
  'شركة الاتصالات السعودية ‏(دعم)',
  '👩‍👩‍👧‍👦🏳️‍🌈 Support 🎧',
  'W'.repeat(10_000),
  'a\u202Egnp.exe\u202C',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘',
  '{count, plural, one {#}}',
  'line\nbreak\ttab',
];

const hostile: Case = (bridge) => {
  const floor = fakeFloor();
  floor.queues.forEach((row, index) => (row.name = HOSTILE[index % HOSTILE.length] ?? ''));
  floor.agents.forEach((row, index) => {
    row.name = HOSTILE[index % HOSTILE.length] ?? '';
    row.team = HOSTILE[(index + 3) % HOSTILE.length] ?? '';
  });
  floor.strip.forEach((row) => (row.queue = HOSTILE[4] ?? ''));
  bridge.snapshot('floor', { ...floor }, { at: FLOOR_AT, asOf });
  bridge.snapshot('sources', {
    sources: [sourceRow('zd', { name: HOSTILE[4] ?? '', state: 'failed', fault: HOSTILE[0] ?? '' })],
  });
};

const stale: Case = (bridge) => {
  const floor = fakeFloor();
  const old = FLOOR_AT - 260_000;
  floor.strip = floor.strip.map((row) => ({ ...row, stale: true, level: 'stale' as const, asOf: old }));
  floor.queues = floor.queues.map((row, index) =>
    index % 2 === 0
      ? {
          ...row,
          stale: true,
          asOf: old,
          levels: {
            waiting: 'stale' as const,
            longest: 'stale' as const,
            sl: 'stale' as const,
            abandon: 'stale' as const,
          },
        }
      : row,
  );
  floor.agents = floor.agents.map((row, index) =>
    index % 2 === 0 ? { ...row, stale: true, level: 'stale' as const, asOf: old } : row,
  );
  bridge.snapshot('floor', { ...floor }, { at: FLOOR_AT, asOf });
  bridge.snapshot('sources', {
    sources: [sourceRow('zd', { state: 'stale', asOf: old, fault: 'Zendesk has not answered since 10:38.' })],
  });
};

const empty: Case = (bridge) => {
  bridge.snapshot('floor', { board: [boardRow({ empty: true, extent: null })] }, { at: FLOOR_AT, asOf: [] });
  bridge.snapshot('sources', {});
};

const nodata: Case = (bridge) => {
  const none = ratioOf(0, 0);
  const blank = {
    waiting: null,
    longestSince: null,
    slNow: none,
    slDay: none,
    asa: none,
    abandonNow: none,
    abandon: none,
    expected: null,
    available: null,
    onContact: null,
    wrap: null,
    away: null,
    trend: [],
    risk: { expected: null, level: 'normal' as const, reason: 'risk.noHistory' },
  };
  bridge.snapshot(
    'floor',
    {
      board: [boardRow()],
      strip: (['serviceLevel', 'waiting', 'longest', 'available', 'abandon', 'volume'] as const).map((key) =>
        stripRow(key, {
          value: null,
          unit: key === 'longest' ? 'since' : 'ratio',
          trend: [],
          numerator: null,
          denominator: null,
        }),
      ),
      queues: ['1', '2', '3'].map((id) => queueRow(id, blank)),
      agents: ['1', '2'].map((id) => agentRow(id, { since: null, occupancy: none, team: null, channels: [] })),
    },
    { at: FLOOR_AT, asOf },
  );
  sources(bridge);
};

const offline: Case = (bridge) => {
  rich(bridge);
  bridge.patch('floor', { board: { upsert: [boardRow({ online: false, queued: 2 })] } });
};

const replay: Case = (bridge) => {
  const floor = fakeFloor();
  bridge.snapshot('floor', { ...floor, board: [boardRow({ mode: 'replay', speed: 60 })] }, { at: FLOOR_AT, asOf });
  sources(bridge);
};

const down: Case = (bridge) => {
  rich(bridge);
  setTimeout(() => bridge.down(), 300);
};

const stopped: Case = (bridge) => {
  rich(bridge);
  setTimeout(
    () =>
      bridge.say({
        state: 'stopped',
        code: 'internal',
        message: 'It stopped five times in two minutes.',
        offers: [],
        backups: [],
      }),
    300,
  );
};

/** More sources than the bar has room for, on the practice floor. */
const busybar: Case = (bridge) => {
  bridge.snapshot(
    'floor',
    { ...fakeFloor(), board: [boardRow({ practice: true, queued: 3 })] },
    { at: FLOOR_AT, asOf },
  );
  bridge.snapshot(
    'sources',
    {
      sources: [
        sourceRow('a', { name: 'Zendesk Europe', state: 'degraded' }),
        sourceRow('b', { name: 'Genesys Cloud', state: 'failed', fault: 'The token has expired.' }),
        sourceRow('c', { name: 'Intercom', state: 'read-only' }),
        sourceRow('d', { name: 'Salesforce' }),
      ],
    },
    { at: FLOOR_AT },
  );
};

const CASES: Readonly<Record<string, Case>> = {
  rich,
  many,
  storm,
  hostile,
  busybar,
  stale,
  empty,
  nodata,
  offline,
  replay,
  down,
  stopped,
};

/** Puts the fake floor of a case on the wire. */
export function play(name: string, bridge: FakeBridge): void {
  (CASES[name] ?? rich)(bridge);
}
