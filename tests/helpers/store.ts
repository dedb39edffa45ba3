/** Data folders and records for tests of the store and of what stands on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Store, WritePage } from '../../electron/store/api.ts';
import { openStore } from '../../electron/store/index.ts';
import type { OpenOptions } from '../../electron/store/index.ts';
import type {
  AgentRecord,
  AgentStateRecord,
  ContactEventRecord,
  ContactRecord,
  ContactSegmentRecord,
  EvaluationRecord,
  QueueRecord,
  QueueSnapshotRecord,
  ShiftRecord,
  SurveyRecord,
} from '../../shared/domain/records.ts';
import { ManualClock } from '../../shared/time/clock.ts';

/** A Wednesday morning in winter: 10:00 in UTC. */
export const MORNING = Date.UTC(2026, 1, 4, 10);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const folders: string[] = [];
const stores: Store[] = [];

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

/** An empty folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-'));
  folders.push(folder);
  return folder;
}

/** A store that is closed after the test: in a fresh folder, on a clock that stands at MORNING, unless told otherwise. */
export function tempStore(options: Partial<OpenOptions> = {}): Store {
  const store = openStore({
    directory: options.directory ?? tempFolder(),
    clock: new ManualClock(MORNING),
    ...options,
  });
  stores.push(store);
  return store;
}

/** A page of source `zd`, stream `calls`, with nothing in it but what is given. */
export function page(part: Partial<WritePage> = {}): WritePage {
  return { source: 'zd', stream: 'calls', records: [], tombstones: [], quarantine: [], ...part };
}

/** An inbound call created at MORNING, answered after 12 s in queue `q1` by agent `a1`, ended after 200 s. */
export function contact(part: Partial<ContactRecord> = {}): ContactRecord {
  const createdAt = part.createdAt ?? MORNING;
  return {
    entity: 'contact',
    id: 'c1',
    version: 1,
    raw: null,
    channel: 'voice',
    direction: 'inbound',
    queue: 'q1',
    agent: 'a1',
    customerKey: null,
    createdAt,
    queuedAt: createdAt,
    answeredAt: createdAt + 12_000,
    endedAt: createdAt + 200_000,
    vruSeconds: 0,
    queueSeconds: 12,
    ringSeconds: null,
    talkSeconds: 150,
    holdSeconds: 20,
    wrapSeconds: 30,
    outcome: 'answered',
    subject: null,
    ...part,
  };
}

/** A call whose customer left the queue after so many seconds. */
export function abandoned(seconds: number, part: Partial<ContactRecord> = {}): ContactRecord {
  const createdAt = part.createdAt ?? MORNING;
  return contact({
    agent: null,
    answeredAt: null,
    endedAt: createdAt + seconds * 1000,
    queueSeconds: seconds,
    talkSeconds: null,
    holdSeconds: null,
    wrapSeconds: null,
    outcome: 'abandoned',
    ...part,
  });
}

export function agent(part: Partial<AgentRecord> = {}): AgentRecord {
  return {
    entity: 'agent',
    id: 'a1',
    version: 1,
    raw: null,
    name: 'Ada',
    email: null,
    active: true,
    teams: [],
    queues: [],
    ...part,
  };
}

export function queue(part: Partial<QueueRecord> = {}): QueueRecord {
  return { entity: 'queue', id: 'q1', version: 1, raw: null, name: 'Sales', channel: 'voice', active: true, ...part };
}

/** An hour available on the talk platform from MORNING. */
export function agentState(part: Partial<AgentStateRecord> = {}): AgentStateRecord {
  return {
    entity: 'agent-state',
    id: 's1',
    version: 1,
    raw: null,
    agent: 'a1',
    platform: 'talk',
    state: 'available',
    rawState: 'online',
    startAt: MORNING,
    endAt: MORNING + HOUR,
    contact: null,
    ...part,
  };
}

export function snapshot(part: Partial<QueueSnapshotRecord> = {}): QueueSnapshotRecord {
  return {
    entity: 'queue-snapshot',
    id: 'n1',
    version: 1,
    raw: null,
    queue: 'q1',
    at: MORNING,
    waiting: 3,
    longestWaitSeconds: 41,
    agentsAvailable: 2,
    ...part,
  };
}

export function survey(part: Partial<SurveyRecord> = {}): SurveyRecord {
  return {
    entity: 'survey',
    id: 'v1',
    version: 1,
    raw: null,
    kind: 'csat',
    contact: 'c1',
    agent: 'a1',
    queue: 'q1',
    score: 5,
    scaleMax: 5,
    satisfied: true,
    comment: null,
    offeredAt: MORNING,
    answeredAt: MORNING + MINUTE,
    ...part,
  };
}

export function contactEvent(part: Partial<ContactEventRecord> = {}): ContactEventRecord {
  return {
    entity: 'contact-event',
    id: 'e1',
    version: 1,
    raw: null,
    contact: 'c1',
    kind: 'reply',
    at: MORNING,
    seconds: 30,
    clock: 'calendar',
    ...part,
  };
}

export function segment(part: Partial<ContactSegmentRecord> = {}): ContactSegmentRecord {
  return {
    entity: 'contact-segment',
    id: 'g1',
    version: 1,
    raw: null,
    contact: 'c1',
    kind: 'talk',
    agent: 'a1',
    queue: 'q1',
    startAt: MORNING,
    endAt: MORNING + MINUTE,
    ...part,
  };
}

/** Eight hours of work from two hours before MORNING, lunch at noon. */
export function shift(part: Partial<ShiftRecord> = {}): ShiftRecord {
  const startAt = part.startAt ?? MORNING - 2 * HOUR;
  const endAt = part.endAt ?? startAt + 8 * HOUR;
  const lunchAt = startAt + 4 * HOUR;
  const work = { activity: 'work', rawActivity: 'On Queue', paid: true } as const;
  return {
    entity: 'shift',
    id: 'p1',
    version: 1,
    raw: null,
    agent: 'a1',
    startAt,
    endAt,
    activities: [
      { ...work, startAt, endAt: lunchAt },
      { activity: 'lunch', rawActivity: 'Meal', paid: false, startAt: lunchAt, endAt: lunchAt + HOUR / 2 },
      { ...work, startAt: lunchAt + HOUR / 2, endAt },
    ],
    ...part,
  };
}

export function evaluation(part: Partial<EvaluationRecord> = {}): EvaluationRecord {
  return {
    entity: 'evaluation',
    id: 'q1',
    version: 1,
    raw: null,
    contact: 'c1',
    agent: 'a1',
    evaluator: 'e1',
    form: 'f1',
    formName: 'Calls',
    status: 'finished',
    totalScore: 88,
    criticalScore: null,
    autoFailed: false,
    comment: null,
    assignedAt: MORNING - HOUR,
    releasedAt: MORNING,
    ...part,
  };
}
