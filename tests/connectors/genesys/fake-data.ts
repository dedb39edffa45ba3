/** What a fake Genesys Cloud account holds. Rows are as the vendor sends them; instants of helpers are epoch ms UTC. */
export type Row = Record<string, unknown>;

/** What an agent was and is, the latest last; an end is where the next begins. */
export interface StateLog {
  routing: { at: number; status: string }[];
  presence: { at: number; system: string; definition: string }[];
}

export interface Account {
  users: Row[];
  queues: Row[];
  /** Ids of users by queue. */
  members: Record<string, string[]>;
  teams: Row[];
  groups: Row[];
  definitions: Row[];
  wrapUpCodes: Row[];
  conversations: Row[];
  states: Record<string, StateLog>;
  /** Who waits since when, and how many agents are idle, by queue. */
  waiting: Record<string, { since: number[]; idle: number }>;
  businessUnits: Row[];
  units: Row[];
  unitUsers: Record<string, string[]>;
  activityCodes: Row[];
  zone: string;
  schedules: Record<string, { shifts: Row[]; fullDayTimeOffMarkers: Row[] }>;
  evaluations: Row[];
}

export const iso = (at: number) => new Date(at).toISOString();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A UUID that says what it is of, so that failures can be read. */
export function uuid(kind: number, n: number): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export const userId = (n: number) => uuid(1, n);
export const queueId = (n: number) => uuid(2, n);
export const conversationId = (n: number) => uuid(3, n);

export function emptyAccount(): Account {
  return {
    users: [],
    queues: [],
    members: {},
    teams: [],
    groups: [],
    definitions: [],
    wrapUpCodes: [],
    conversations: [],
    states: {},
    waiting: {},
    businessUnits: [],
    units: [],
    unitUsers: {},
    activityCodes: [],
    zone: 'America/New_York',
    schedules: {},
    evaluations: [],
  };
}

export function user(n: number, overrides: Row = {}): Row {
  return {
    id: userId(n),
    name: `Agent ${n}`,
    email: `agent${n}@example.test`,
    username: `agent${n}@example.test`,
    state: 'active',
    version: 7,
    team: { id: uuid(5, 1), name: 'Team Blue' },
    groups: [{ id: uuid(6, 1), name: 'Everybody', rulesVisible: true, type: 'official', visibility: 'public' }],
    skills: [{ id: uuid(7, 1), name: 'Billing', proficiency: 4, state: 'active' }],
    languages: [{ id: uuid(7, 2), name: 'Dutch', proficiency: 5, state: 'active' }],
    ...overrides,
  };
}

export function queue(n: number, overrides: Row = {}): Row {
  return { id: queueId(n), name: `Queue ${n}`, dateModified: '2025-12-01T08:00:00.000Z', memberCount: 2, ...overrides };
}

interface Segmented {
  type: string;
  from: number;
  to: number | null;
  more?: Row;
}

function session(media: string, segments: readonly Segmented[], more: Row = {}): Row {
  return {
    mediaType: media,
    ...more,
    segments: segments.map(({ type, from, to, more: fields }) => ({
      segmentType: type,
      segmentStart: iso(from),
      ...(to === null ? {} : { segmentEnd: iso(to) }),
      ...fields,
    })),
  };
}

export interface CallPlan {
  queue?: number;
  agent?: number;
  /** Seconds. */
  menu?: number;
  wait?: number;
  ring?: number;
  talk?: number;
  hold?: number;
  wrap?: number;
  ani?: string;
  outcome?: 'answered' | 'abandoned' | 'open' | 'waiting';
}

/** A call that came in at an instant: menu, queue, and (where it was answered) ringing, talk, hold and wrap-up. */
export function call(n: number, at: number, plan: CallPlan = {}): Row {
  const { queue: q = 1, agent = 1, menu = 20, wait = 30, ring = 5, talk = 120, hold = 0, wrap = 15 } = plan;
  const { outcome = 'answered', ani = `tel:+1555000${String(n).padStart(4, '0')}` } = plan;
  const queued = at + menu * 1000;
  const left = queued + wait * 1000;
  const talkEnd = left + talk * 1000;
  const holdEnd = talkEnd + hold * 1000;
  const over = outcome === 'abandoned' ? left : outcome === 'answered' ? holdEnd : null;
  const id = conversationId(n);
  const name = (part: number) => ({ sessionId: uuid(4, n * 10 + part), direction: 'inbound' });
  const participants: Row[] = [
    {
      participantId: uuid(8, n * 10),
      participantName: 'Customer',
      purpose: 'customer',
      sessions: [
        session(
          'voice',
          [{ type: 'interact', from: at, to: over, more: over === null ? {} : { disconnectType: 'peer' } }],
          {
            ...name(0),
            ani,
            dnis: 'tel:+15559999',
          },
        ),
      ],
    },
    {
      participantId: uuid(8, n * 10 + 1),
      purpose: 'ivr',
      sessions: [session('voice', [{ type: 'ivr', from: at, to: queued }], { ...name(1), ani })],
    },
    {
      participantId: uuid(8, n * 10 + 2),
      purpose: 'acd',
      sessions: [
        session(
          'voice',
          [
            {
              type: 'interact',
              from: queued,
              to: outcome === 'waiting' ? null : left,
              more: {
                queueId: queueId(q),
                ...(outcome === 'waiting' ? {} : { disconnectType: outcome === 'abandoned' ? 'client' : 'transfer' }),
              },
            },
          ],
          {
            ...name(2),
            ani,
            metrics:
              outcome === 'abandoned'
                ? [{ name: 'tAbandon', value: wait * 1000, emitDate: iso(left) }]
                : [{ name: 'nOffered', value: 1, emitDate: iso(queued) }],
          },
        ),
      ],
    },
  ];
  if (outcome === 'answered' || outcome === 'open') {
    const open = outcome === 'open';
    const segments: Segmented[] = [
      { type: 'alert', from: left - ring * 1000, to: left, more: { queueId: queueId(q) } },
      { type: 'interact', from: left, to: open ? null : talkEnd, more: { queueId: queueId(q) } },
    ];
    if (!open && hold > 0) segments.push({ type: 'hold', from: talkEnd, to: holdEnd, more: { queueId: queueId(q) } });
    if (!open && wrap > 0) {
      const more = { queueId: queueId(q), wrapUpCode: uuid(9, 1) };
      segments.push({ type: 'wrapup', from: holdEnd, to: holdEnd + wrap * 1000, more });
    }
    participants.push({
      participantId: uuid(8, n * 10 + 3),
      purpose: 'agent',
      userId: userId(agent),
      sessions: [session('voice', segments, name(3))],
    });
  }
  const end = over === null ? null : outcome === 'answered' ? over + wrap * 1000 : over;
  return {
    conversationId: id,
    conversationStart: iso(at),
    ...(end === null ? {} : { conversationEnd: iso(end) }),
    originatingDirection: 'inbound',
    divisionIds: [uuid(10, 1)],
    participants,
  };
}

export function evaluation(n: number, agent: number, at: number, overrides: Row = {}): Row {
  return {
    id: uuid(11, n),
    conversation: { id: conversationId(n) },
    evaluationForm: { id: uuid(12, 1), name: 'Call quality', questionGroups: [] },
    evaluator: { id: userId(20), name: 'Agent 20', version: 1 },
    agent: { id: userId(agent), name: `Agent ${agent}`, version: 1 },
    status: 'FINISHED',
    answers: { totalScore: 87.5, totalCriticalScore: 100, anyFailedKillQuestions: false, comments: 'Friendly' },
    assignedDate: iso(at),
    createdDate: iso(at),
    changedDate: iso(at + HOUR),
    releaseDate: iso(at + HOUR),
    ...overrides,
  };
}

/** A shift from an instant on: work with a break after two hours and lunch after four. */
export function shift(n: number, at: number, hours = 8): Row {
  const part = (code: number, fromMinutes: number, lengthMinutes: number, paid: boolean): Row => ({
    activityCodeId: String(code),
    startDate: iso(at + fromMinutes * MINUTE),
    lengthMinutes,
    description: '',
    paid,
  });
  return {
    id: uuid(13, n),
    startDate: iso(at),
    lengthMinutes: hours * 60,
    activities: [
      part(1, 0, 120, true),
      part(2, 120, 15, true),
      part(1, 135, 105, true),
      part(3, 240, 30, false),
      part(1, 270, hours * 60 - 270, true),
    ],
    schedule: { id: uuid(14, 1), weekDate: '2026-03-02' },
  };
}

/** An account with a little of everything, its day of work beginning at an instant. */
export function smallAccount(at: number, agents = 25): Account {
  const account = emptyAccount();
  for (let n = 1; n <= agents; n += 1) account.users.push(user(n));
  account.queues = [queue(1), queue(2), queue(3)];
  account.members = {
    [queueId(1)]: account.users.map(({ id }) => String(id)),
    [queueId(2)]: [userId(2), userId(3)],
    [queueId(3)]: [],
  };
  account.teams = [{ id: uuid(5, 1), name: 'Team Blue', memberCount: agents }];
  account.groups = [{ id: uuid(6, 1), name: 'Everybody', rulesVisible: true, type: 'official', visibility: 'public' }];
  account.definitions = [
    ['Available', 'System', 'Available'],
    ['OnQueue', 'System', 'On Queue'],
    ['Meal', 'System', 'Meal'],
    ['Break', 'System', 'Break'],
    ['Meeting', 'User', 'Coaching round'],
    ['Offline', 'System', 'Offline'],
  ].map(([systemPresence, type, label], index) => ({
    id: uuid(15, index + 1),
    type,
    systemPresence,
    languageLabels: { en_US: label },
    deactivated: false,
  }));
  account.wrapUpCodes = [{ id: uuid(9, 1), name: 'Solved' }];
  for (let n = 1; n <= 12; n += 1) {
    const outcome = (['answered', 'abandoned', 'answered'] as const)[n % 3] ?? 'answered';
    account.conversations.push(call(n, at + n * 5 * MINUTE, { queue: 1 + (n % 2), agent: 1 + (n % 4), outcome }));
  }
  Object.assign(account.conversations[3] ?? {}, {
    surveys: [
      {
        surveyId: uuid(16, 1),
        surveyStatus: 'Finished',
        surveyPromoterScore: 9,
        eventTime: iso(at + HOUR),
        surveyCompletedDate: iso(at + HOUR),
        userId: userId(2),
        queueId: queueId(1),
      },
    ],
  });
  for (let n = 1; n <= agents; n += 1) {
    account.states[userId(n)] = {
      routing: [
        { at: at + n, status: 'OFF_QUEUE' },
        { at: at + HOUR + n * 1000, status: 'IDLE' },
        { at: at + 2 * HOUR + n * 1000, status: n % 3 === 0 ? 'INTERACTING' : 'IDLE' },
      ],
      presence: [
        { at: at + n, system: 'OFFLINE', definition: uuid(15, 6) },
        { at: at + HOUR + n * 1000, system: 'ON_QUEUE', definition: uuid(15, 2) },
      ],
    };
  }
  account.waiting = { [queueId(1)]: { since: [at + 3 * HOUR], idle: 4 } };
  account.businessUnits = [{ id: uuid(17, 1), name: 'Contact centre', authorized: true }];
  account.units = [{ id: uuid(18, 1), name: 'Voice', businessUnit: { id: uuid(17, 1) }, timeZone: account.zone }];
  account.unitUsers = { [uuid(18, 1)]: [userId(1), userId(2), userId(3)] };
  account.activityCodes = [
    { id: '1', name: '', active: true, defaultCode: true, category: 'OnQueueWork', countsAsPaidTime: true },
    { id: '2', name: 'Coffee', active: true, defaultCode: false, category: 'Break', countsAsPaidTime: true },
    { id: '3', name: 'Lunch', active: true, defaultCode: false, category: 'Meal', countsAsPaidTime: false },
    { id: '4', name: 'Holiday', active: true, defaultCode: false, category: 'TimeOff', countsAsPaidTime: true },
  ];
  account.schedules = {
    [userId(1)]: { shifts: [shift(1, at), shift(2, at + 24 * HOUR)], fullDayTimeOffMarkers: [] },
    [userId(2)]: {
      shifts: [shift(3, at + HOUR)],
      fullDayTimeOffMarkers: [
        {
          businessUnitDate: iso(at + 48 * HOUR).slice(0, 10),
          lengthMinutes: 480,
          description: 'Day off',
          activityCodeId: '4',
          paid: true,
        },
      ],
    },
  };
  for (let n = 1; n <= 7; n += 1) account.evaluations.push(evaluation(n, 1 + (n % 3), at + n * HOUR));
  return account;
}
