import { describe, expect, it } from 'vitest';
import { parseMapping } from '../../../electron/files/index.ts';
import type { MappingInput } from '../../../electron/files/index.ts';
import { RowMapper } from '../../../electron/files/row-mapper.ts';
import type { MappedRow } from '../../../electron/files/row-mapper.ts';
import { isAppError } from '../../../shared/errors/index.ts';

const STATES: MappingInput = {
  mapping: 1,
  name: 'states',
  title: 'Agent states',
  source: { id: 'states', name: 'States' },
  entity: 'agent-state',
  zone: 'Europe/London',
  columns: [
    { name: 'agent', required: true },
    { name: 'state' },
    { name: 'from', type: 'datetime', format: ['dd/MM/yyyy HH:mm', 'iso'] },
    { name: 'minutes', type: 'number' },
  ],
  identity: { columns: ['agent', 'from'] },
  let: { length: { scale: { of: { column: 'minutes' }, by: 60 } } },
  fields: {
    agent: { column: 'agent' },
    platform: 'voice',
    state: { map: { of: { column: 'state' }, values: { Ready: 'available', Lunch: 'lunch' }, else: 'away' } },
    rawState: { column: 'state' },
    startAt: { column: 'from' },
    endAt: { plus: { instant: { column: 'from' }, seconds: { field: 'length' } } },
  },
};

const SURVEYS: MappingInput = {
  mapping: 1,
  name: 'surveys',
  title: 'Surveys',
  source: { id: 'surveys', name: 'Surveys' },
  entity: 'survey',
  zone: 'UTC',
  columns: [
    { name: 'id' },
    { name: 'score', type: 'integer', none: ['-'] },
    { name: 'words' },
    { name: 'at', type: 'epoch-seconds' },
  ],
  identity: { columns: ['id'] },
  fields: {
    kind: 'csat',
    score: { column: 'score' },
    scaleMax: 5,
    satisfied: {
      cases: [
        { when: { of: { column: 'score' }, atLeast: 4 }, use: true },
        { when: { of: { column: 'score' }, below: 4 }, use: false },
      ],
      else: null,
    },
    comment: { firstOf: [{ column: 'words' }, { concat: ['score ', { column: 'score' }] }] },
    answeredAt: { column: 'at' },
  },
};

function map(input: MappingInput, row: string): MappedRow {
  const mapping = parseMapping(input, 'test');
  const mapper = new RowMapper(
    mapping,
    mapping.columns.map(({ name }) => name),
  );
  return mapper.map({ text: row, line: 1, problem: null, length: row.length, ended: true });
}

function record(input: MappingInput, row: string): unknown {
  const mapped = map(input, row);
  return mapped.kind === 'record' ? mapped.record : mapped.reason;
}

function refusal(input: unknown): string {
  try {
    const mapping = parseMapping(input, 'test');
    new RowMapper(
      mapping,
      mapping.columns.map(({ name }) => name),
    );
  } catch (error) {
    if (isAppError(error, 'invalid-input')) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('mappings of other entities', () => {
  it('read states of agents', () => {
    expect(record(STATES, 'Ann,Ready,01/07/2024 09:00,7.5')).toMatchObject({
      entity: 'agent-state',
      id: 'Ann-01/07/2024 09:00',
      agent: 'Ann',
      platform: 'voice',
      state: 'available',
      rawState: 'Ready',
      startAt: Date.parse('2024-07-01T09:00:00+01:00'),
      endAt: Date.parse('2024-07-01T09:07:30+01:00'),
    });
    expect(record(STATES, 'Ann,Yoga,2024-07-01T09:00Z,1')).toMatchObject({ state: 'away', rawState: 'Yoga' });
    expect(record(STATES, 'Ann,Ready,01/07/2024 09:00,-1')).toBe('The state ends before it starts.');
    expect(record(STATES, 'Ann,Ready,,1')).toContain('part of the row’s identity, is empty');
  });

  it('read surveys, answered and not', () => {
    expect(record(SURVEYS, 's1,5,,1719824400')).toMatchObject({
      entity: 'survey',
      kind: 'csat',
      score: 5,
      scaleMax: 5,
      satisfied: true,
      comment: 'score 5',
      answeredAt: 1_719_824_400_000,
    });
    expect(record(SURVEYS, 's2,-,"too late, ""again""",')).toMatchObject({
      score: null,
      satisfied: null,
      comment: 'too late, "again"',
      answeredAt: null,
    });
    expect(record(SURVEYS, 's3,six,,')).toBe('Column “score”: “six” is not a whole number.');
  });
});

describe('rules of every mapping', () => {
  it('keep identities apart whose parts hold the separator', () => {
    const two: MappingInput = { ...SURVEYS, identity: { columns: ['id', 'words'] } };
    const id = (row: string): unknown => (record(two, row) as { id: string }).id;
    expect(id('a-b,5,c,')).not.toBe(id('a,5,b-c,'));
  });

  it('count the local times that the changes of the clocks skip or repeat', () => {
    const skipped = map(STATES, 'Ann,Ready,31/03/2024 01:30,1');
    expect(skipped).toMatchObject({ kind: 'record', repairs: ['nonexistent-local-time'] });
    expect(record(STATES, 'Ann,Ready,31/03/2024 01:30,1')).toMatchObject({
      startAt: Date.parse('2024-03-31T02:30:00+01:00'),
    });
    const twice = map(STATES, 'Ann,Ready,27/10/2024 01:30,1');
    expect(twice).toMatchObject({ kind: 'record', repairs: ['ambiguous-local-time'] });
    expect(record(STATES, 'Ann,Ready,27/10/2024 01:30,1')).toMatchObject({
      startAt: Date.parse('2024-10-27T01:30:00+01:00'),
    });
  });

  it('reject rows that must not be stored', () => {
    const strict: MappingInput = {
      ...SURVEYS,
      rejects: [{ when: { of: { column: 'score' }, above: 5 }, reason: 'Off the scale.' }],
    };
    expect(record(strict, 's1,9,,')).toBe('Off the scale.');
  });

  it('read decimal commas where the mapping says so', () => {
    const comma: MappingInput = { ...STATES, format: { delimiter: ';', decimal: ',' } };
    expect(record(comma, 'Ann;Ready;01/07/2024 09:00;0,5')).toMatchObject({
      endAt: Date.parse('2024-07-01T09:00:30+01:00'),
    });
    expect(record(comma, 'Ann;Ready;01/07/2024 09:00;0.5')).toContain('is not a number');
  });
});

describe('a mapping that is not right', () => {
  it.each([
    ['an unknown key', { ...STATES, colour: 'red' }, 'is not right at'],
    ['an unknown zone', { ...STATES, zone: 'Europe/Nowhere' }, 'There is no time zone “Europe/Nowhere”'],
    [
      'an unknown column',
      { ...STATES, fields: { ...STATES.fields, agent: { column: 'who' } } },
      'a column “who” that it does not have',
    ],
    ['a field used before it is there', { ...STATES, let: { length: { field: 'startAt' } } }, 'a field “startAt”'],
    [
      'an unknown field of the entity',
      { ...STATES, fields: { ...STATES.fields, mood: 'good' } },
      'field of agent-state “mood”',
    ],
    [
      'a format that is not understood',
      { ...STATES, columns: [{ name: 'from', type: 'date', format: 'QQ' }] },
      'a format that is not understood',
    ],
    [
      'an expression that is none',
      { ...STATES, let: { length: { eval: 'process.exit()' } } },
      'is not right at “let.length”',
    ],
    [
      'no outcome rules for contacts',
      { ...STATES, entity: 'contact', let: {}, fields: { createdAt: { column: 'from' } } },
      'has no outcome rules',
    ],
  ])('is refused with its place: %s', (_what, input, words) => {
    expect(refusal(input)).toContain(words);
  });
});
