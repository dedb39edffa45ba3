import type { SourceRow } from '../../../../shared/contract/index.ts';
import type { FakeBridge } from '../../../helpers/fake-bridge.ts';
import { alarmRow, boardRow, fakeFloor, FLOOR_AT, sourceRow } from '../../../helpers/fake-floor.ts';

const asOf = [{ source: 'zd', name: 'Zendesk', at: FLOOR_AT - 1000, stale: false }];
export const LONG = 'W'.repeat(10_000);
const HOSTILE = ['<script>alert(1)</script>', '=cmd|’ /C calc’!A0', 'شركة الاتصالات (دعم)', '👩‍👩‍👧‍👦 Support', LONG];

function streams(): SourceRow['streams'] {
  const stream = (name: string, change: Partial<SourceRow['streams'][number]> = {}) => ({
    stream: name,
    state: 'ok' as const,
    asOf: FLOOR_AT - 8000,
    rows: 1284,
    quarantined: 0,
    progress: 1,
    fault: null,
    ...change,
  });
  return [
    stream('tickets', { state: 'backfill', progress: 0.42, rows: 48_210 }),
    stream('metric-events', { rows: 96_011, quarantined: 3 }),
    stream('calls', { rows: 31_599 }),
    stream('legs', {
      state: 'retrying',
      fault: 'Zendesk asked to wait 40 seconds (rate limit).',
      asOf: FLOOR_AT - 95_000,
    }),
    stream('queue-activity', { rows: 12 }),
    stream('agent-activity', {
      state: 'unavailable',
      rows: 0,
      asOf: null,
      fault: 'Talk Professional is needed for agents’ states.',
    }),
  ];
}

export function sourceRows(): SourceRow[] {
  return [
    sourceRow('zd', {
      name: 'Zendesk acme',
      streams: streams(),
      quarantined: 3,
      state: 'degraded',
      fault: 'Zendesk asked to wait 40 seconds (rate limit).',
    }),
    sourceRow('practice', {
      kind: 'practice',
      name: 'Practice floor',
      skewMs: 480_000,
      streams: streams().slice(2, 3),
    }),
    sourceRow('bank', {
      kind: 'file',
      name: 'Anonymous bank',
      state: 'read-only',
      asOf: FLOOR_AT - 86_400_000 * 40,
      quarantined: 4,
      streams: [
        {
          stream: 'bank-1999-02.txt',
          state: 'ok',
          asOf: FLOOR_AT - 86_400_000 * 40,
          rows: 33_344,
          quarantined: 4,
          progress: 1,
          fault: null,
        },
      ],
    }),
    sourceRow('old', {
      name: 'Zendesk old',
      state: 'failed',
      asOf: null,
      fault: 'The token is no longer accepted. Enter a new one.',
      streams: [],
    }),
  ];
}

type Case = (bridge: FakeBridge) => void;

const rich: Case = (bridge) => {
  const floor = fakeFloor();
  const extra = [
    alarmRow('abandonRate', 'zd/1', {
      value: 0.091,
      limit: 0.08,
      acknowledgedAt: FLOOR_AT - 60_000,
      acknowledgedBy: 'Dana Peled',
    }),
    alarmRow('waiting', 'zd/9', {
      who: 'Mortgages',
      level: 'warning',
      value: 3,
      limit: 1,
      snoozedUntil: FLOOR_AT + 900_000,
    }),
    alarmRow('occupancy', 'zd/3', { who: 'New customers', level: 'stale', value: 0.88, limit: 0.85 }),
  ];
  bridge.snapshot(
    'floor',
    { ...floor, board: [boardRow({ practice: true })], alarms: [...floor.alarms, ...extra] },
    { at: FLOOR_AT, asOf },
  );
  bridge.snapshot('sources', { sources: sourceRows() }, { at: FLOOR_AT });
};

const replay: Case = (bridge) => {
  rich(bridge);
  const floor = fakeFloor();
  bridge.snapshot(
    'floor',
    { ...floor, board: [boardRow({ mode: 'replay', speed: 60 })], alarms: [] },
    { at: FLOOR_AT, asOf },
  );
};

const empty: Case = (bridge) => {
  bridge.snapshot('floor', { board: [boardRow({ empty: true, extent: null })] }, { at: FLOOR_AT, asOf: [] });
  bridge.snapshot('sources', {});
  bridge.handle('alarmHistory', () => []);
};

const hostile: Case = (bridge) => {
  rich(bridge);
  const floor = fakeFloor();
  floor.queues.forEach((row, index) => (row.name = HOSTILE[index % HOSTILE.length] ?? ''));
  floor.agents.forEach((row, index) => (row.name = HOSTILE[index % HOSTILE.length] ?? ''));
  floor.alarms.forEach((row, index) => (row.who = HOSTILE[(index + 4) % HOSTILE.length] ?? ''));
  floor.strip.forEach((row) => (row.queue = LONG));
  bridge.snapshot('floor', { ...floor }, { at: FLOOR_AT, asOf });
  bridge.snapshot('sources', {
    sources: sourceRows().map((row, index) => ({
      ...row,
      name: HOSTILE[(index + 4) % 5] ?? '',
      fault: LONG.slice(0, 500),
    })),
  });
};

const stale: Case = (bridge) => {
  rich(bridge);
  const floor = fakeFloor();
  const old = FLOOR_AT - 260_000;
  floor.strip = floor.strip.map((row) => ({ ...row, stale: true, level: 'stale' as const, asOf: old }));
  floor.queues = floor.queues.map((row) => ({ ...row, stale: true, asOf: old }));
  bridge.snapshot('floor', { ...floor }, { at: FLOOR_AT, asOf });
};

const down: Case = (bridge) => {
  rich(bridge);
  setTimeout(() => bridge.down(), 300);
};

const stopped = (code: string, offers: string[], backups: string[] = []): Case => {
  return (bridge) => {
    setTimeout(
      () => bridge.say({ state: 'stopped', code, message: 'The file mirror.db is damaged.', offers, backups }),
      200,
    );
  };
};

const CASES: Readonly<Record<string, Case>> = {
  rich,
  replay,
  empty,
  hostile,
  stale,
  down,
  mirror: stopped('store-corrupt', ['rebuild-mirror', 'restart']),
  notebook: stopped(
    'store-corrupt',
    ['restore-notebook', 'restart'],
    ['/data/backups/notebook-daily-20260303T020000Z.db', '/data/backups/notebook-migration-20260301T081500Z.db'],
  ),
  newer: stopped('store-newer', []),
};

export function play(name: string, bridge: FakeBridge): void {
  (CASES[name] ?? rich)(bridge);
}
