import { describe, expect, test } from 'vitest';
import {
  AGENT_ALARM_RULES,
  DEFAULT_AGENT_ALARMS,
  DEFAULT_QUEUE_ALARMS,
  evaluateAgent,
  evaluateQueue,
  QUEUE_ALARM_RULES,
} from '../../../shared/domain/alarms-rules.ts';
import type { AgentFacts, AlarmRule, QueueFacts } from '../../../shared/domain/alarms-rules.ts';

const calm: QueueFacts = {
  serviceLevel: 0.9,
  waiting: 0,
  longestWaitSeconds: null,
  available: 4,
  abandonRate: 0.01,
  occupancy: 0.7,
  stale: false,
};
const idle: AgentFacts = { state: 'available', stateSeconds: 5000, occupancy: 0.5, stale: false };

const queue = (facts: Partial<QueueFacts>, rule: AlarmRule) =>
  evaluateQueue({ ...calm, ...facts }, DEFAULT_QUEUE_ALARMS).find((sample) => sample.rule === rule);
const agent = (facts: Partial<AgentFacts>, rule: AlarmRule) =>
  evaluateAgent({ ...idle, ...facts }, DEFAULT_AGENT_ALARMS).find((sample) => sample.rule === rule);

describe('queue rules', () => {
  test('a calm queue has a normal sample for every rule', () => {
    const samples = evaluateQueue(calm, DEFAULT_QUEUE_ALARMS);
    expect(samples.map(({ rule }) => rule)).toEqual(QUEUE_ALARM_RULES);
    expect(new Set(samples.map(({ severity }) => severity))).toEqual(new Set(['normal']));
  });

  test.each([
    ['serviceLevel', { serviceLevel: 0.8 }, 'normal', 0.8],
    ['serviceLevel', { serviceLevel: 0.799 }, 'warning', 0.8],
    ['serviceLevel', { serviceLevel: 0.701 }, 'warning', 0.8],
    ['serviceLevel', { serviceLevel: 0.7 }, 'breach', 0.7],
    ['serviceLevel', { serviceLevel: null }, null, 0.8],
    ['longestWait', { longestWaitSeconds: 20 }, 'normal', 20],
    ['longestWait', { longestWaitSeconds: 21 }, 'warning', 20],
    ['longestWait', { longestWaitSeconds: 40 }, 'warning', 20],
    ['longestWait', { longestWaitSeconds: 41 }, 'breach', 40],
    ['longestWait', { waiting: 0 }, 'normal', 20],
    ['longestWait', { waiting: null }, null, 20],
    ['waiting', { waiting: 4 }, 'normal', 4],
    ['waiting', { waiting: 5 }, 'warning', 4],
    ['waiting', { waiting: 8 }, 'warning', 4],
    ['waiting', { waiting: 9 }, 'breach', 8],
    ['waiting', { waiting: 0, available: 0 }, 'normal', 0],
    ['waiting', { waiting: 1, available: 0 }, 'warning', 0],
    ['waiting', { waiting: 3, available: 0 }, 'breach', 2],
    ['waiting', { waiting: null }, null, 4],
    ['waiting', { waiting: 3, available: null }, null, null],
    ['abandonRate', { abandonRate: 0.049 }, 'normal', 0.05],
    ['abandonRate', { abandonRate: 0.05 }, 'warning', 0.05],
    ['abandonRate', { abandonRate: 0.08 }, 'breach', 0.08],
    ['abandonRate', { abandonRate: null }, null, 0.05],
    ['occupancy', { occupancy: 0.84 }, 'normal', 0.85],
    ['occupancy', { occupancy: 0.85 }, 'warning', 0.85],
    ['occupancy', { occupancy: 0.9 }, 'breach', 0.9],
  ] as const)('%s with %j is %s', (rule, facts, severity, limit) => {
    const sample = queue(facts, rule);
    expect(sample?.severity).toBe(severity);
    if (limit === null) expect(sample?.limit).toBeNull();
    else expect(sample?.limit).toBeCloseTo(limit, 9);
  });

  test('limits that are met to the last digit are not missed by a rounding', () => {
    expect(queue({ serviceLevel: 7 / 10 }, 'serviceLevel')?.severity).toBe('breach');
    expect(queue({ serviceLevel: 0.1 + 0.7 }, 'serviceLevel')?.severity).toBe('normal');
    expect(queue({ abandonRate: 0.15 - 0.1 }, 'abandonRate')?.severity).toBe('warning');
  });

  test('a stalled source marks every sample', () => {
    const samples = evaluateQueue({ ...calm, stale: true }, DEFAULT_QUEUE_ALARMS);
    expect(samples.every(({ stale }) => stale)).toBe(true);
  });

  test('reasons and actions are keys, not words', () => {
    expect(queue({ waiting: 9 }, 'waiting')).toEqual({
      rule: 'waiting',
      severity: 'breach',
      value: 9,
      limit: 8,
      stale: false,
      reasonKey: 'alarm.waiting.reason',
      actionKey: 'alarm.waiting.action',
    });
  });
});

describe('agent rules', () => {
  test('an agent who waits for a contact has a normal sample for every rule', () => {
    const samples = evaluateAgent(idle, DEFAULT_AGENT_ALARMS);
    expect(samples.map(({ rule }) => rule)).toEqual(AGENT_ALARM_RULES);
    expect(new Set(samples.map(({ severity }) => severity))).toEqual(new Set(['normal']));
  });

  test.each([
    ['wrap', { state: 'wrap', stateSeconds: 120 }, 'normal'],
    ['wrap', { state: 'wrap', stateSeconds: 121 }, 'warning'],
    ['wrap', { state: 'wrap', stateSeconds: 90_000 }, 'warning'],
    ['wrap', { state: 'break', stateSeconds: 90_000 }, 'normal'],
    ['wrap', { state: null }, null],
    ['stateOverrun', { state: 'break', stateSeconds: 900 }, 'normal'],
    ['stateOverrun', { state: 'break', stateSeconds: 901 }, 'warning'],
    ['stateOverrun', { state: 'break', stateSeconds: 1801 }, 'breach'],
    ['stateOverrun', { state: 'break', stateSeconds: null }, null],
    ['stateOverrun', { state: 'offline', stateSeconds: 1e6 }, 'normal'],
    ['stateOverrun', { state: null }, null],
    ['occupancy', { occupancy: 0.9 }, 'breach'],
    ['occupancy', { occupancy: null }, null],
  ] as const)('%s with %j is %s', (rule, facts, severity) => {
    expect(agent(facts, rule)?.severity).toBe(severity);
  });

  test('no limit that is shown is unbounded', () => {
    for (const stateSeconds of [0, 121, 1e9]) {
      expect(Number.isFinite(agent({ state: 'wrap', stateSeconds }, 'wrap')?.limit)).toBe(true);
    }
  });
});
