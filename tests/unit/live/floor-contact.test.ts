import { describe, expect, it } from 'vitest';
import {
  AS_STORED,
  TALLY_SIZE,
  nextMoveOf,
  phaseOf,
  slotOf,
  tallyContact,
} from '../../../shared/domain/floor-contact.ts';
import type { FloorContact, TallyName } from '../../../shared/domain/floor-contact.ts';

const RULE = { thresholdSeconds: 20, comparator: 'le', shortAbandonSeconds: 5 } as const;
const T = 1_000_000;

function contact(fields: Partial<FloorContact>): FloorContact {
  return {
    source: 's',
    id: 'c',
    channel: 'voice',
    direction: 'inbound',
    queue: 'q',
    agent: null,
    createdAt: T,
    queuedAt: T + 1000,
    answeredAt: null,
    endedAt: null,
    queueSeconds: null,
    talkSeconds: null,
    holdSeconds: null,
    wrapSeconds: null,
    outcome: 'open',
    ...fields,
  };
}

const answered = contact({
  agent: 'a',
  answeredAt: T + 11_000,
  endedAt: T + 71_000,
  queueSeconds: 10,
  talkSeconds: 55,
  holdSeconds: 5,
  wrapSeconds: 30,
  outcome: 'answered',
});

function counts(of: FloorContact, at: number): Partial<Record<TallyName, number>> {
  const slots = new Float64Array(TALLY_SIZE);
  tallyContact(of, at, RULE, slots, 0, 1);
  const names: TallyName[] = [
    'answered',
    'abandoned',
    'answeredWithin',
    'abandonedWithin',
    'shortAbandons',
    'handled',
    'handleMs',
  ];
  return Object.fromEntries(names.map((name) => [name, slots[slotOf(name)] ?? 0]).filter(([, value]) => value !== 0));
}

describe('a contact at an instant', () => {
  it.each([
    [T - 1, 'absent'],
    [T, 'menu'],
    [T + 999, 'menu'],
    [T + 1000, 'waiting'],
    [T + 10_999, 'waiting'],
    [T + 11_000, 'service'],
    [T + 70_999, 'service'],
    [T + 71_000, 'wrap'],
    [T + 100_999, 'wrap'],
    [T + 101_000, 'over'],
  ])('is at %i: %s', (at, phase) => {
    expect(phaseOf(answered, at)).toBe(phase);
  });

  it('waits while open and queued, is over without an end once it is not open, and never waits when excluded', () => {
    expect(phaseOf(contact({}), T + 5000)).toBe('waiting');
    expect(phaseOf(contact({ queuedAt: null }), T + 5000)).toBe('menu');
    expect(phaseOf(contact({ outcome: 'abandoned' }), T + 5000)).toBe('over');
    expect(phaseOf(contact({ outcome: 'excluded', endedAt: T + 9000 }), T + 5000)).toBe('over');
    expect(phaseOf(contact({ outcome: 'left-before-queue', endedAt: T + 9000 }), T + 5000)).toBe('menu');
  });

  it('does not claim that a chat waited whose answer has no instant, but counts an unsolved ticket as backlog', () => {
    const solved = { endedAt: T + 900_000, outcome: 'answered' } as const;
    expect(phaseOf(contact({ ...solved, channel: 'chat' }), T + 5000)).toBe('menu');
    expect(phaseOf(contact({ ...solved, channel: 'ticket' }), T + 5000)).toBe('waiting');
    expect(phaseOf(contact({ channel: 'chat', agent: null }), T + 5000)).toBe('waiting');
    expect(phaseOf(contact({ channel: 'chat', agent: 'a1' }), T + 5000)).toBe('menu');
    expect(phaseOf(contact({ channel: 'ticket', agent: 'a1' }), T + 5000)).toBe('waiting');
    expect(phaseOf(contact({ channel: 'voice', agent: 'a1' }), T + 5000)).toBe('waiting');
  });

  it('ends the wait of an abandoned chat when its customer gave up, however much later its ticket was closed', () => {
    const missed = contact({ channel: 'chat', outcome: 'abandoned', queueSeconds: 90, endedAt: T + 4 * 86_400_000 });
    expect(phaseOf(missed, T + 89_000)).toBe('waiting');
    expect(nextMoveOf(missed, T + 89_000)).toBe((missed.queuedAt ?? 0) + 90_000);
    expect(phaseOf(missed, (missed.queuedAt ?? 0) + 90_000)).toBe('over');
  });

  it('names the next instant at which it changes by itself', () => {
    expect(nextMoveOf(answered, T - 1)).toBe(T);
    expect(nextMoveOf(answered, T + 11_000)).toBe(T + 71_000);
    expect(nextMoveOf(answered, T + 71_000)).toBe(T + 101_000);
    expect(nextMoveOf(answered, T + 101_000)).toBeNull();
  });

  it('counts from its answer, its handle time from its end, and nothing before that was known', () => {
    expect(counts(answered, T + 10_999)).toEqual({});
    expect(counts(answered, T + 11_000)).toEqual({ answered: 1, answeredWithin: 1 });
    expect(counts(answered, T + 71_000)).toEqual({ answered: 1, answeredWithin: 1, handled: 1, handleMs: 90_000 });
    const inService = contact({ agent: 'a', answeredAt: T + 30_000, queueSeconds: 29 });
    expect(counts(inService, T + 40_000)).toEqual({ answered: 1 });
    expect(counts(inService, AS_STORED)).toEqual({});
  });

  it('counts an abandon from its end, by the thresholds, and nobody who called out or left before the queue', () => {
    const gone = contact({ endedAt: T + 5500, queueSeconds: 4.5, outcome: 'abandoned' });
    expect(counts(gone, T + 5499)).toEqual({});
    expect(counts(gone, T + 5500)).toEqual({ abandoned: 1, abandonedWithin: 1, shortAbandons: 1 });
    expect(counts({ ...gone, queueSeconds: 5.2 }, T + 9000)).toEqual({ abandoned: 1, abandonedWithin: 1 });
    expect(counts({ ...gone, queueSeconds: null }, T + 9000)).toEqual({ abandoned: 1 });
    expect(counts({ ...answered, direction: 'outbound' }, AS_STORED)).toEqual({});
    expect(counts(contact({ outcome: 'left-before-queue', endedAt: T + 1 }), AS_STORED)).toEqual({});
  });
});
