import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busySeconds, combineStates } from '../../../shared/domain/floor-agent.ts';
import { occupancyMark, occupancyPhase, ruleFor } from '../../../shared/domain/floor-rules.ts';
import { riskOf } from '../../../shared/domain/risk.ts';
import type { Stay } from '../../../shared/domain/floor-agent.ts';
import type { ServiceLevelRule } from '../../../shared/domain/service-level.ts';

const stay = (fields: Partial<Stay>): Stay => ({
  id: 'x',
  platform: 'zd/talk',
  state: 'available',
  rawState: 'online',
  startAt: 0,
  endAt: null,
  contact: null,
  ...fields,
});

describe('an agent on several platforms', () => {
  it('is on contact before a stated reason before available before offline', () => {
    const talk = stay({ id: '1', state: 'available', startAt: 10 });
    const chat = stay({ id: '2', platform: 'zd/chat', state: 'on-contact', startAt: 20, contact: 'c9' });
    const mail = stay({ id: '3', platform: 'zd/support', state: 'on-contact', startAt: 15 });
    expect(combineStates([talk, chat, mail], 30)).toMatchObject({
      state: 'on-contact',
      since: 15,
      contact: 'c9',
      conflict: null,
    });
    const lunch = stay({ id: '4', platform: 'zd/chat', state: 'lunch', startAt: 11 });
    expect(combineStates([talk, lunch], 12)).toMatchObject({ state: 'lunch', since: 11 });
    expect(combineStates([talk, chat, mail], 12)).toMatchObject({ state: 'available', since: 10 });
    expect(combineStates([talk], 5)).toBeNull();
  });

  it('says "at least" where the state that counts was already running when it was first seen', () => {
    const seen = stay({ id: '1', startAt: 10, startIsBound: 1 });
    const busy = stay({ id: '2', platform: 'zd/chat', state: 'on-contact', startAt: 20 });
    expect(combineStates([seen], 30)?.sinceAtLeast).toBe(true);
    expect(combineStates([seen, busy], 30)?.sinceAtLeast).toBe(false);
  });

  it('shows a conflict where one platform says ready and another away on purpose, but not offline', () => {
    const ready = stay({ id: '1' });
    const away = (state: Stay['state']) => combineStates([ready, stay({ id: '2', platform: 'zd/chat', state })], 1);
    expect(away('break')?.conflict).toBe('conflict.readyWhileAway');
    expect(away('offline')?.conflict).toBeNull();
  });

  it('goes by the order of trust where people set one', () => {
    const talk = stay({ id: '1', platform: 'phones/acd', state: 'break', startAt: 1 });
    const chat = stay({ id: '2', platform: 'desk/chat', state: 'meeting', startAt: 2 });
    expect(combineStates([talk, chat], 3)?.state).toBe('meeting');
    expect(combineStates([talk, chat], 3, ['phones/acd'])?.state).toBe('break');
  });

  it('is the same whatever the order in which the platforms spoke, where the longest and the newest state are of one rank', () => {
    const three = [
      stay({ id: '1', platform: 'chat', state: 'away', startAt: 1 }),
      stay({ id: '2', platform: 'support', state: 'break', startAt: 0 }),
      stay({ id: '3', platform: 'talk', state: 'away', startAt: 0 }),
    ];
    expect(combineStates(three.toReversed(), 5)).toEqual(combineStates(three, 5));
  });

  it('is the same whatever the order in which the platforms spoke', () => {
    const states = ['available', 'on-contact', 'wrap', 'break', 'offline', 'away'] as const;
    const stays = fc.array(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3 }),
        platform: fc.constantFrom('zd/talk', 'zd/chat', 'sf/support'),
        state: fc.constantFrom(...states),
        startAt: fc.integer({ min: 0, max: 5 }),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(stays, (fields) => {
        const unique = [...new Map(fields.map((item) => [item.id, stay(item)])).values()];
        expect(combineStates(unique.toReversed(), 5)).toEqual(combineStates(unique, 5));
      }),
    );
  });

  it('is busy once where two platforms are, and only within the window', () => {
    const talk = stay({ id: '1', state: 'on-contact', startAt: -100_000, endAt: 60_000 });
    const idle = stay({ id: '2', state: 'available', startAt: 60_000 });
    const chat = stay({ id: '3', platform: 'zd/chat', state: 'on-contact', startAt: 30_000, endAt: 90_000 });
    expect(busySeconds([talk, idle], 0, 120_000)).toEqual({ busy: 60, ready: 60 });
    expect(busySeconds([talk, idle, chat], 0, 120_000)).toEqual({ busy: 90, ready: 30 });
  });

  it('has its occupancy reckoned at a second of its own', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 4e12 }), (key, at) => {
        const mark = occupancyMark(occupancyPhase(key), at);
        expect(mark).toBeLessThanOrEqual(at);
        expect(at - mark).toBeLessThan(15_000 + 1000);
        expect(occupancyMark(occupancyPhase(key), mark)).toBe(mark);
      }),
    );
  });
});

const rule: ServiceLevelRule = {
  variant: 'short-abandons-removed',
  thresholdSeconds: 20,
  comparator: 'le',
  shortAbandonSeconds: 5,
  target: 0.8,
};

describe('the rule of a queue', () => {
  it('is its own, else the floor’s, with a threshold that suits the channel', () => {
    expect(ruleFor('s/q', 'voice', rule, {})).toBe(rule);
    expect(ruleFor('s/q', 'chat', rule, {}).thresholdSeconds).toBe(60);
    expect(ruleFor('s/q', 'ticket', rule, {}).thresholdSeconds).toBe(28_800);
    const own = { ...rule, thresholdSeconds: 10 };
    expect(ruleFor('s/q', 'ticket', rule, { 's/q': own })).toBe(own);
  });
});

describe('the risk of the next quarter hour', () => {
  const input = { queueing: true, expected: 50, waiting: 0, handleSeconds: 180, staff: 14, rule };
  it('is Erlang C with the staff of now (100 calls in half an hour, 14 agents: 0.888)', () => {
    expect(riskOf(input)).toEqual({
      expected: expect.closeTo(0.8883500191794669, 12) as number,
      level: 'normal',
      reason: null,
    });
    expect(riskOf({ ...input, staff: 13 }).level).toBe('warning');
    expect(riskOf({ ...input, staff: 12 }).level).toBe('breach');
    expect(riskOf({ ...input, staff: 9 }).expected).toBe(0);
  });

  it('counts those who wait, and a shared agent by part', () => {
    expect(riskOf({ ...input, expected: 40, waiting: 10 })).toEqual(riskOf(input));
    const half = riskOf({ ...input, staff: 13.5 }).expected ?? 0;
    expect(half).toBeCloseTo((0.8883500191794669 + 0.7955948) / 2, 6);
  });

  it('says why where it cannot be said', () => {
    expect(riskOf({ ...input, queueing: false })).toMatchObject({ expected: null, reason: 'risk.notQueueing' });
    expect(riskOf({ ...input, staff: null })).toMatchObject({ expected: null, reason: 'risk.noStaff' });
    expect(riskOf({ ...input, expected: null })).toMatchObject({ expected: null, reason: 'risk.noHistory' });
    expect(riskOf({ ...input, handleSeconds: null })).toMatchObject({ expected: null, reason: 'risk.noHandleTime' });
    expect(riskOf({ ...input, expected: 0, handleSeconds: null })).toMatchObject({ expected: 1, level: 'normal' });
  });
});
