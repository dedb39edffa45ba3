import type {
  AgentRow,
  AlarmLevel,
  AlarmRow,
  BoardRow,
  PressureRow,
  QueueRow,
  StripRow,
} from '../../shared/contract/index.ts';
import type { AgentState, Channel } from '../../shared/domain/records.ts';
import { agentRow, alarmRow, boardRow, FLOOR_AT, queueRow, randomFrom, ratioOf, stripRow } from './fake-rows.ts';

export * from './fake-rows.ts';

export interface FakeFloor {
  board: BoardRow[];
  strip: StripRow[];
  queues: QueueRow[];
  agents: AgentRow[];
  alarms: AlarmRow[];
  pressure: PressureRow[];
}

const STATES: readonly AgentState[] = [
  'on-contact',
  'on-contact',
  'available',
  'on-contact',
  'wrap',
  'available',
  'on-contact',
  'break',
  'on-contact',
  'lunch',
  'training',
  'offline',
];
const FIRST = [
  'Noa',
  'Amir',
  'Dana',
  'Eli',
  'Maya',
  'Yossi',
  'Tamar',
  'Gil',
  'Rina',
  'Omer',
  'Shira',
  'Uri',
  'Lior',
  'Adi',
  'Ronit',
];
const LAST = [
  'Regev',
  'Tal',
  'Peled',
  'Katz',
  'Oren',
  'Bar',
  'Levin',
  'Shani',
  'Amit',
  'Dagan',
  'Golan',
  'Navon',
  'Sela',
  'Marom',
  'Paz',
  'Cohen',
];
const QUEUES: readonly [string, Channel][] = [
  ['Private banking', 'voice'],
  ['Stock trading', 'voice'],
  ['New customers', 'voice'],
  ['Returns', 'email'],
  ['Web chat', 'chat'],
  ['Hebrew support', 'voice'],
  ['Billing disputes', 'ticket'],
  ['Social', 'social'],
  ['Mortgages', 'voice'],
  ['Cards and fraud', 'voice'],
  ['Business accounts', 'chat'],
  ['Complaints', 'ticket'],
];

/** A floor of a working morning: two queues in trouble, one agent who asks for help, one overlong wrap. */
export function fakeFloor(options: { agents?: number; queues?: number; seed?: number } = {}): FakeFloor {
  const random = randomFrom(options.seed ?? 7);
  const queues = Array.from({ length: options.queues ?? 12 }, (_, index) => makeQueue(index, random));
  const agents = Array.from({ length: options.agents ?? 46 }, (_, index) => makeAgent(index, queues, random));
  return { board: [boardRow()], strip: strip(agents), queues, agents, alarms: alarms(), pressure: pressure() };
}

function makeQueue(index: number, random: () => number): QueueRow {
  const [name, channel] = QUEUES[index % QUEUES.length] ?? ['Queue', 'voice'];
  const round = Math.floor(index / QUEUES.length);
  const inbox = channel === 'email' || channel === 'ticket';
  const trend = Array.from({ length: 12 }, () => Math.round(12 + random() * 30));
  const level: AlarmLevel = index === 0 ? 'breach' : index === 1 ? 'warning' : 'normal';
  const waiting = index === 0 ? 7 : inbox ? Math.round(random() * 50) : Math.round(random() * 3);
  const wait = index === 0 ? 161 : index === 1 ? 48 : inbox ? 4000 + random() * 90_000 : random() * 19;
  const offered = Math.round(80 + random() * 400);
  return queueRow(String(index + 1), {
    name: round === 0 ? name : `${name} ${round + 1}`,
    channel,
    waiting,
    longestSince: waiting === 0 ? null : FLOOR_AT - Math.round(wait * 1000),
    slNow:
      index === 0 ? ratioOf(61, 100) : index === 1 ? ratioOf(76, 100) : ratioOf(82 + Math.round(random() * 14), 100),
    slDay: ratioOf(Math.round(offered * (0.78 + random() * 0.15)), offered),
    asa: ratioOf(Math.round(offered * (inbox ? 6000 : 12 + random() * 40)), offered),
    abandonNow: inbox ? ratioOf(0, 0) : ratioOf(index === 0 ? 5 : 1, 50),
    abandon: inbox ? ratioOf(0, 0) : ratioOf(Math.round(offered * (index === 0 ? 0.091 : random() * 0.04)), offered),
    offered,
    expected: index === 7 ? null : Math.round(offered * (0.85 + random() * 0.3)),
    available: inbox ? null : Math.round(random() * 4),
    onContact: Math.round(3 + random() * 7),
    wrap: inbox ? null : Math.round(random() * 2),
    away: Math.round(random() * 3),
    risk: inbox
      ? { expected: null, level: 'normal', reason: 'risk.notQueueing' }
      : { expected: index === 0 ? 0.42 : 0.78 + random() * 0.2, level, reason: null },
    trend,
    levels: {
      waiting: index === 0 ? 'breach' : 'normal',
      longest: level,
      sl: level,
      abandon: index === 0 ? 'breach' : 'normal',
    },
    severity: index === 0 ? 300 : index === 1 ? 200 : waiting / 100,
  });
}

function makeAgent(index: number, queues: readonly QueueRow[], random: () => number): AgentRow {
  const state = index === 1 ? 'help' : (STATES[index % STATES.length] ?? 'available');
  const queue = queues[Math.floor(random() * queues.length)];
  const overrun = index === 4;
  const seconds = overrun ? 145 : index === 1 ? 52 : Math.round(5 + random() * 900);
  const busy = state === 'on-contact' || state === 'wrap' || state === 'help';
  return agentRow(String(index + 1), {
    name: `${FIRST[index % FIRST.length] ?? ''} ${LAST[(index * 7) % LAST.length] ?? ''}${index < 240 ? '' : ` ${index}`}`,
    team: ['South', 'North', 'Night'][index % 3] ?? null,
    state,
    rawState: state === 'available' ? 'online' : state,
    since: state === 'offline' ? null : FLOOR_AT - seconds * 1000,
    channels: index % 4 === 3 ? ['chat', 'email'] : ['voice'],
    occupancy: state === 'offline' ? ratioOf(0, 0) : ratioOf(Math.round(1100 + random() * 640), 1800),
    contact:
      busy && queue !== undefined
        ? {
            source: 'zd',
            id: `c${index}`,
            channel: queue.channel,
            queue: queue.id,
            since: FLOOR_AT - seconds * 1000 - 4000,
          }
        : null,
    contacts: busy ? (index % 4 === 3 ? 2 : 1) : 0,
    queues: queues.slice(index % 5, (index % 5) + 3).map((entry) => entry.id),
    level: index === 1 ? 'breach' : overrun ? 'warning' : 'normal',
    reason: index === 1 ? 'alarm.stateOverrun.reason' : overrun ? 'alarm.wrap.reason' : null,
  });
}

function strip(agents: readonly AgentRow[]): StripRow[] {
  const on = agents.filter((row) => row.state !== 'offline').length;
  const available = agents.filter((row) => row.state === 'available').length;
  const common = { variant: 'short-abandons-removed', thresholdSeconds: 20 } as const;
  return [
    stripRow('serviceLevel', {
      value: 0.714,
      numerator: 192,
      denominator: 269,
      target: 0.8,
      level: 'warning',
      low: 0.657,
      high: 0.765,
      mixed: 4,
      ...common,
    }),
    stripRow('waiting', {
      value: 13,
      unit: 'count',
      numerator: null,
      denominator: null,
      queue: 'Private banking',
      level: 'warning',
      trend: [4, 3, 5, 6, 5, 7, 8, 8, 9, 11, 12, 13],
    }),
    stripRow('longest', {
      value: FLOOR_AT - 161_000,
      unit: 'since',
      numerator: null,
      denominator: null,
      queue: 'Private banking',
      target: 80,
      level: 'breach',
      trend: [30, 42, 41, 50, 48, 60, 72, 80, 85, 110, 130, 161],
    }),
    stripRow('available', { value: available, unit: 'count', numerator: available, denominator: on }),
    stripRow('abandon', { value: 0.052, numerator: 14, denominator: 269, low: 0.031, high: 0.086, level: 'warning' }),
    stripRow('volume', { value: 1.09, numerator: 1284, denominator: 1178, asOf: FLOOR_AT - 14_000 }),
  ];
}

function alarms(): AlarmRow[] {
  return [
    alarmRow('longestWait', 'zd/1'),
    alarmRow('serviceLevel', 'zd/1', { value: 0.61, limit: 0.7 }),
    alarmRow('longestWait', 'zd/2', { who: 'Stock trading', level: 'warning', value: 48, limit: 20 }),
    alarmRow('wrap', 'zd/5', { who: 'Maya Oren', level: 'warning', value: 145, limit: 120 }),
  ];
}

function pressure(): PressureRow[] {
  const from = FLOOR_AT - (FLOOR_AT % 86_400_000);
  return Array.from({ length: 96 }, (_, index) => {
    const at = from + index * 900_000;
    const load = Math.round(20 + 60 * Math.exp(-(((index - 40) / 16) ** 2)));
    const past = at < FLOOR_AT;
    return {
      key: String(at),
      at,
      offered: past ? load : null,
      expected: load,
      serviceLevel: past ? 0.8 : null,
      level: load > 74 ? 'breach' : load > 62 ? 'warning' : 'normal',
    };
  });
}
