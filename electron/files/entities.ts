/** From the fields of a row to a canonical record. One builder per entity that files may hold. */
import { createHash } from 'node:crypto';
import { ACTIVITIES, AGENT_STATES, CHANNELS, DIRECTIONS } from '../../shared/domain/records.ts';
import type {
  AgentStateRecord,
  CanonicalRecord,
  Channel,
  ContactRecord,
  Outcome,
  RecordBase,
  ShiftRecord,
  SurveyRecord,
} from '../../shared/domain/records.ts';
import type { Scalar } from './expression.ts';
import type { FileEntity } from './mapping.ts';
import { RowProblem, shown, wellFormed } from './problem.ts';

/** Longest id kept as it is. A longer one is cut and told apart by a hash, so that keys stay small. */
const MAX_ID = 200;

/** Typed reading of a row's fields; throws {@link RowProblem} where a value does not fit. */
export class FieldReader {
  readonly #value: (field: string) => Scalar;

  constructor(value: (field: string) => Scalar) {
    this.#value = value;
  }

  text(field: string): string | null {
    const value = this.#value(field);
    return value === null || value === '' ? null : String(value);
  }

  id(field: string): string | null {
    const text = this.text(field);
    return text === null ? null : stableId(text);
  }

  /** Epoch milliseconds UTC. */
  instant(field: string): number | null {
    const value = this.#value(field);
    if (value === null) return null;
    if (typeof value === 'number' && Number.isSafeInteger(Math.round(value))) return Math.round(value);
    throw new RowProblem(`The field “${field}” is not an instant: ${shown(String(value))}.`);
  }

  /** Seconds, zero or more. */
  seconds(field: string): number | null {
    const value = this.number(field);
    if (value !== null && value < 0) throw new RowProblem(`The field “${field}” is negative: ${value} seconds.`);
    return value;
  }

  number(field: string): number | null {
    const value = this.#value(field);
    if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
    throw new RowProblem(`The field “${field}” is not a number: ${shown(String(value))}.`);
  }

  boolean(field: string): boolean | null {
    const value = this.#value(field);
    if (value === null || typeof value === 'boolean') return value;
    throw new RowProblem(`The field “${field}” is neither true nor false: ${shown(String(value))}.`);
  }

  oneOf<T extends string>(field: string, known: readonly T[], otherwise: T | null): T {
    const value = this.#value(field) ?? otherwise;
    const found = known.find((word) => word === value);
    if (found !== undefined) return found;
    if (value === null) throw new RowProblem(`The field “${field}” is empty.`);
    throw new RowProblem(`The field “${field}” is ${shown(String(value))}, which is none of ${known.join(', ')}.`);
  }

  required<T>(field: string, value: T | null): T {
    if (value === null) throw new RowProblem(`The field “${field}” is empty.`);
    return value;
  }
}

/** What a row says besides its own record: the queue and the agent it names. */
export interface NamedInRow {
  queue: { id: string; name: string; channel: Channel } | null;
  agent: { id: string; name: string } | null;
}

export interface EntitySpec {
  /** Fields that a mapping may give. */
  readonly fields: readonly string[];
  /** Whether rows need an outcome rule. */
  readonly outcome: boolean;
  build(base: RecordBase, read: FieldReader, outcome: Outcome | null): CanonicalRecord;
  channel(record: CanonicalRecord): Channel;
}

const CONTACT: EntitySpec = {
  fields: [
    'channel',
    'direction',
    'queue',
    'queueName',
    'agent',
    'agentName',
    'customerKey',
    'subject',
    'createdAt',
    'queuedAt',
    'answeredAt',
    'endedAt',
    'vruSeconds',
    'queueSeconds',
    'ringSeconds',
    'talkSeconds',
    'holdSeconds',
    'wrapSeconds',
  ],
  outcome: true,
  build(base, read, outcome): ContactRecord {
    return {
      ...base,
      entity: 'contact',
      channel: read.oneOf('channel', CHANNELS, 'voice'),
      direction: read.oneOf('direction', DIRECTIONS, 'inbound'),
      queue: read.id('queue'),
      agent: read.id('agent'),
      customerKey: read.text('customerKey'),
      createdAt: read.required('createdAt', read.instant('createdAt')),
      queuedAt: read.instant('queuedAt'),
      answeredAt: read.instant('answeredAt'),
      endedAt: read.instant('endedAt'),
      vruSeconds: read.seconds('vruSeconds'),
      queueSeconds: read.seconds('queueSeconds'),
      ringSeconds: read.seconds('ringSeconds'),
      talkSeconds: read.seconds('talkSeconds'),
      holdSeconds: read.seconds('holdSeconds'),
      wrapSeconds: read.seconds('wrapSeconds'),
      outcome: read.required('outcome', outcome),
      subject: read.text('subject'),
    };
  },
  channel: (record) => (record.entity === 'contact' ? record.channel : 'voice'),
};

const AGENT_STATE: EntitySpec = {
  fields: ['agent', 'agentName', 'platform', 'state', 'rawState', 'startAt', 'endAt', 'contact'],
  outcome: false,
  build(base, read): AgentStateRecord {
    const startAt = read.required('startAt', read.instant('startAt'));
    const endAt = read.instant('endAt');
    if (endAt !== null && endAt < startAt) throw new RowProblem('The state ends before it starts.');
    const state = read.oneOf('state', AGENT_STATES, null);
    return {
      ...base,
      entity: 'agent-state',
      agent: read.required('agent', read.id('agent')),
      platform: read.text('platform') ?? 'file',
      state,
      rawState: read.text('rawState') ?? state,
      startAt,
      endAt,
      contact: read.id('contact'),
    };
  },
  channel: () => 'voice',
};

const SURVEY_KINDS = ['csat', 'nps', 'ces'] as const;

const SURVEY: EntitySpec = {
  fields: [
    'kind',
    'contact',
    'agent',
    'agentName',
    'queue',
    'queueName',
    'score',
    'scaleMax',
    'satisfied',
    'comment',
    'offeredAt',
    'answeredAt',
  ],
  outcome: false,
  build(base, read): SurveyRecord {
    return {
      ...base,
      entity: 'survey',
      kind: read.oneOf('kind', SURVEY_KINDS, null),
      contact: read.id('contact'),
      agent: read.id('agent'),
      queue: read.id('queue'),
      score: read.number('score'),
      scaleMax: read.required('scaleMax', read.number('scaleMax')),
      satisfied: read.boolean('satisfied'),
      comment: read.text('comment'),
      offeredAt: read.instant('offeredAt'),
      answeredAt: read.instant('answeredAt'),
    };
  },
  channel: () => 'voice',
};

/** One planned activity of an agent. The import puts those of a shift together to one record (see shifts.ts). */
const SHIFT: EntitySpec = {
  fields: ['agent', 'agentName', 'activity', 'rawActivity', 'startAt', 'endAt', 'paid'],
  outcome: false,
  build(base, read): ShiftRecord {
    const startAt = read.required('startAt', read.instant('startAt'));
    const endAt = read.required('endAt', read.instant('endAt'));
    if (endAt <= startAt) throw new RowProblem('The activity does not end after it starts.');
    if (endAt - startAt > LONGEST_ACTIVITY_MS) throw new RowProblem('The activity lasts longer than a year.');
    const rawActivity = read.text('rawActivity');
    if (read.text('activity') === null && rawActivity !== null) {
      throw new RowProblem(`The mapping has no activity for ${shown(rawActivity)}.`);
    }
    const activity = read.oneOf('activity', ACTIVITIES, null);
    const paid = read.boolean('paid');
    return {
      ...base,
      entity: 'shift',
      agent: read.required('agent', read.id('agent')),
      startAt,
      endAt,
      activities: [{ activity, rawActivity: rawActivity ?? activity, startAt, endAt, paid }],
    };
  },
  channel: () => 'voice',
};

const LONGEST_ACTIVITY_MS = 366 * 86_400_000;

/** Entities by name. */
export const ENTITIES: Readonly<Record<FileEntity, EntitySpec>> = {
  contact: CONTACT,
  'agent-state': AGENT_STATE,
  survey: SURVEY,
  shift: SHIFT,
};

/** The text itself as an id; an overlong one is cut and ends in a hash of the whole, the same for every import. */
export function stableId(text: string): string {
  if (text.length <= MAX_ID) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 24);
  return `${wellFormed(text.slice(0, MAX_ID - 32))}…${hash}`;
}
