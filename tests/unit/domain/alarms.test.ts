import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acknowledgeAlarm,
  compareAlarms,
  DEFAULT_HYSTERESIS,
  isActive,
  isCalling,
  NO_ALARM,
  snoozeAlarm,
  stepAlarm,
  unsnoozeAlarm,
  worstLevel,
} from '../../../shared/domain/alarms.ts';
import type { AlarmSample, AlarmSeverity, AlarmState, AlarmTransition } from '../../../shared/domain/alarms.ts';

const TICK = 5000;
const look = (severity: AlarmSeverity | null, stale = false): AlarmSample => ({ severity, value: 1, limit: 2, stale });
const N = look('normal');
const W = look('warning');
const B = look('breach');
const NONE = look(null);
const STALE = look(null, true);

interface Run {
  state: AlarmState;
  now: number;
  events: string[];
  transitions: AlarmTransition[];
}

/** Steps through samples, one a tick, from a run or from nothing. */
function run(samples: readonly AlarmSample[], from?: Run, tick = TICK): Run {
  const result: Run = from ?? { state: NO_ALARM, now: 0, events: [], transitions: [] };
  let { state, now } = result;
  const transitions = [...result.transitions];
  for (const sample of samples) {
    now += tick;
    const step = stepAlarm(state, sample, DEFAULT_HYSTERESIS, now);
    state = step.state;
    if (step.transition !== null) transitions.push(step.transition);
  }
  return { state, now, transitions, events: transitions.map(({ event }) => event) };
}

describe('entering and leaving', () => {
  test('one sample does not raise, two in a row do, and the alarm is dated from the first', () => {
    expect(run([W]).events).toEqual([]);
    const raised = run([N, W, W]);
    expect(raised.transitions).toEqual([
      { event: 'raised', at: 3 * TICK, from: 'normal', to: 'warning', value: 1, limit: 2, since: 2 * TICK },
    ]);
    expect(raised.state).toMatchObject({ level: 'warning', since: 2 * TICK });
  });

  test('two samples below do not clear, three in a row do', () => {
    expect(run([W, W, N, N, W, N, N]).events).toEqual(['raised']);
    const cleared = run([W, W, N, N, N]);
    expect(cleared.events).toEqual(['raised', 'cleared']);
    expect(cleared.transitions[1]).toMatchObject({ from: 'warning', to: 'normal', since: TICK });
    expect(cleared.state).toMatchObject({ level: 'normal', since: null });
  });

  test.each([
    ['warning then breach is a warning first', [W, B], ['raised'], 'warning'],
    ['a second breach escalates', [W, B, B], ['raised', 'escalated'], 'breach'],
    ['two breaches raise a breach at once', [B, B], ['raised'], 'breach'],
    ['three warnings ease a breach', [B, B, W, W, W], ['raised', 'eased'], 'warning'],
    ['mixed samples below the breach ease it too', [B, B, W, N, W], ['raised', 'eased'], 'warning'],
    ['three normals clear a breach at once', [B, B, N, N, N], ['raised', 'cleared'], 'normal'],
  ] as const)('%s', (_name, samples, events, level) => {
    const result = run(samples);
    expect(result.events).toEqual(events);
    expect(result.state.level).toBe(level);
  });

  test('a breach that eases keeps the start of its alarm', () => {
    expect(run([W, W, B, B, W, W, W]).state.since).toBe(TICK);
  });

  test('a long alarm keeps one state, so that nothing is written anew', () => {
    const settled = run([B, B, B, B]);
    expect(run([B], settled).state).toEqual(settled.state);
  });
});

describe('no figure', () => {
  test('counts for nothing for a while', () => {
    expect(run([W, NONE, W]).events).toEqual(['raised']);
    expect(run([W, W, N, N, NONE, NONE]).events).toEqual(['raised']);
  });

  test('clears the alarm of a queue that has had none for a quarter of an hour', () => {
    const raised = run([W, W]);
    const samples = Array.from({ length: 15 }, () => NONE);
    expect(run(samples, raised, 60_000).events).toEqual(['raised']);
    expect(run([...samples, NONE], raised, 60_000).events).toEqual(['raised', 'cleared']);
  });

  test('a figure in between starts the wait anew', () => {
    const samples = Array.from({ length: 10 }, () => NONE);
    expect(run([...samples, W, ...samples], run([W, W]), 60_000).events).toEqual(['raised']);
  });
});

describe('a stalled source', () => {
  test('neither raises nor clears; samples before the gap do not count after it', () => {
    expect(run([W, STALE, W]).events).toEqual([]);
    expect(run([W, STALE, W, W]).events).toEqual(['raised']);
    const frozen = run([B, B, N, N, STALE, STALE, STALE, STALE]);
    expect(frozen.events).toEqual(['raised', 'stale']);
    expect(frozen.state).toMatchObject({ level: 'stale', severity: 'breach' });
    const back = run([N], frozen);
    expect(back.events).toEqual(['raised', 'stale', 'resumed']);
    expect(back.state.level).toBe('breach');
    expect(run([N, N], back).events.at(-1)).toBe('cleared');
  });

  test('shows on a quiet rule too, without a line in its history', () => {
    const stale = run([N, STALE]);
    expect(stale.state.level).toBe('stale');
    expect(run([N], stale).state.level).toBe('normal');
    expect(run([N], stale).events).toEqual([]);
  });

  test('keeps the last value that was true', () => {
    const stale = run([W, W, { severity: null, value: null, limit: null, stale: true }]);
    expect(stale.state).toMatchObject({ value: 1, limit: 2 });
  });

  test('does not call for attention', () => {
    const frozen = run([B, B, STALE]);
    expect([isActive(frozen.state), isCalling(frozen.state, frozen.now)]).toEqual([true, false]);
  });
});

describe('acknowledging', () => {
  const raised = run([W, W]);
  const seen = acknowledgeAlarm(raised.state, 'Ada', raised.now);
  const seenRun: Run = { ...raised, state: seen.state };

  test('quiets the alarm and is written down once', () => {
    expect(isCalling(raised.state, raised.now)).toBe(true);
    expect(seen.transition).toMatchObject({ event: 'acknowledged', to: 'warning' });
    expect(seen.state.acknowledged).toEqual({ at: raised.now, by: 'Ada' });
    expect(isCalling(seen.state, raised.now)).toBe(false);
    expect(acknowledgeAlarm(seen.state, 'Bob', raised.now).transition).toBeNull();
    expect(acknowledgeAlarm(NO_ALARM, 'Bob', 0)).toEqual({ state: NO_ALARM, transition: null });
  });

  test('is taken back by escalation', () => {
    const worse = run([B, B], seenRun);
    expect(worse.events).toEqual(['raised', 'escalated']);
    expect([worse.state.acknowledged, isCalling(worse.state, worse.now)]).toEqual([null, true]);
  });

  test('holds through easing and a stall, and ends with the alarm', () => {
    const breach = run([B, B]);
    const state = acknowledgeAlarm(breach.state, 'Ada', breach.now).state;
    const eased = run([W, W, W, STALE, W], { ...breach, state });
    expect(eased.state.acknowledged?.by).toBe('Ada');
    const again = run([N, N, N, W, W], eased);
    expect(again.events.slice(-2)).toEqual(['cleared', 'raised']);
    expect(isCalling(again.state, again.now)).toBe(true);
  });
});

describe('snoozing', () => {
  const raised = run([W, W]);
  const until = raised.now + 10 * TICK;
  const quiet = snoozeAlarm(raised.state, until, raised.now);
  const quietRun: Run = { ...raised, state: quiet.state };

  test('quiets until its time and then says so', () => {
    expect(quiet.transition?.event).toBe('snoozed');
    const before = run(
      Array.from({ length: 9 }, () => W),
      quietRun,
    );
    expect([isCalling(before.state, before.now), before.events]).toEqual([false, ['raised']]);
    const after = run([W], before);
    expect([isCalling(after.state, after.now), after.events]).toEqual([true, ['raised', 'unsnoozed']]);
  });

  test('outlasts a clearing, so that a nervous figure stays quiet', () => {
    const again = run([N, N, N, W, W], quietRun);
    expect(again.events).toEqual(['raised', 'cleared', 'raised']);
    expect(isCalling(again.state, again.now)).toBe(false);
  });

  test('ends without a word where its alarm is over', () => {
    const over = run(
      Array.from({ length: 12 }, () => N),
      quietRun,
    );
    expect([over.events, over.state.snoozed]).toEqual([['raised', 'cleared'], null]);
  });

  test('of a warning does not hide a breach; of a breach it does', () => {
    const worse = run([B, B], quietRun);
    expect([isCalling(worse.state, worse.now), worse.state.snoozed]).toEqual([true, null]);
    const breach = run([B, B]);
    const state = snoozeAlarm(breach.state, breach.now + 100 * TICK, breach.now).state;
    const back = run([W, W, W, B, B], { ...breach, state });
    expect([back.events.at(-1), isCalling(back.state, back.now)]).toEqual(['escalated', false]);
  });

  test('can be ended early, and must end later than it begins', () => {
    expect(unsnoozeAlarm(quiet.state, raised.now)).toMatchObject({
      state: { snoozed: null },
      transition: { event: 'unsnoozed' },
    });
    expect(unsnoozeAlarm(raised.state, raised.now).transition).toBeNull();
    expect(() => snoozeAlarm(raised.state, raised.now, raised.now)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
    expect(snoozeAlarm(NO_ALARM, 5, 1)).toEqual({ state: NO_ALARM, transition: null });
  });
});

describe('whatever the samples', () => {
  const sample = fc.constantFrom(N, N, W, W, B, B, NONE, STALE);
  const samples = fc.array(sample, { maxLength: 60 });

  test('a figure that swings at every sample changes nothing', () => {
    const pair = fc.constantFrom([N, W], [N, B], [W, N], [B, N]);
    fc.assert(
      fc.property(pair, fc.nat(60), ([a, b], length) => {
        const swinging = Array.from({ length }, (_, index) => (index % 2 === 0 ? a : b) ?? N);
        expect(run(swinging).events).toEqual([]);
        // In force, it stays so: two below are never three.
        expect(run(swinging, run([B, B])).events.filter((event) => event === 'cleared')).toEqual([]);
      }),
    );
  });

  test('a level is in force exactly when the last decisive row of samples says so', () => {
    // Against the definition, read from the whole history instead of kept state. No-data samples are left out here.
    const fresh = fc.array(fc.constantFrom(N, W, B), { maxLength: 40 });
    const inForce = (history: readonly AlarmSample[], counts: readonly (AlarmSeverity | null)[]): boolean => {
      for (let end = history.length; end > 0; end -= 1) {
        const last = (length: number): AlarmSample[] => history.slice(Math.max(0, end - length), end);
        if (end >= 3 && last(3).every(({ severity }) => !counts.includes(severity))) return false;
        if (end >= 2 && last(2).every(({ severity }) => counts.includes(severity))) return true;
      }
      return false;
    };
    fc.assert(
      fc.property(fresh, (history) => {
        const breach = inForce(history, ['breach']);
        const warning = inForce(history, ['warning', 'breach']);
        expect(run(history).state.severity).toBe(breach ? 'breach' : warning ? 'warning' : 'normal');
      }),
      { numRuns: 500 },
    );
  });

  test('transitions follow from one another and end in the state', () => {
    const follows: Record<string, readonly string[]> = {
      raised: ['normal', 'stale'],
      escalated: ['warning'],
      eased: ['breach'],
      cleared: ['warning', 'breach'],
      stale: ['warning', 'breach'],
      resumed: ['stale'],
    };
    fc.assert(
      fc.property(samples, (history) => {
        const { transitions, state } = run(history);
        for (const [index, transition] of transitions.entries()) {
          expect(follows[transition.event]).toContain(transition.from);
          const before = transitions[index - 1];
          if (before !== undefined) expect(transition.at).toBeGreaterThan(before.at);
          if (before !== undefined && before.to !== 'normal') expect(transition.from).toBe(before.to);
        }
        expect(isActive(state)).toBe(state.since !== null);
        const last = transitions.at(-1);
        if (isActive(state)) expect(last?.to).toBe(state.level);
        else expect(last === undefined || last.event === 'cleared').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('the state survives being stored as JSON at any point', () => {
    fc.assert(
      fc.property(samples, samples, (first, second) => {
        const whole = run([...first, ...second]);
        const half = run(first);
        const restored = JSON.parse(JSON.stringify(half.state)) as AlarmState;
        expect(run(second, { ...half, state: restored }).state).toEqual(whole.state);
      }),
    );
  });

  test('an acknowledged alarm calls again only after it got worse or was over', () => {
    fc.assert(
      fc.property(samples, (history) => {
        const start = run([W, W]);
        let state = acknowledgeAlarm(start.state, 'Ada', start.now).state;
        let { now } = start;
        let excused = false;
        for (const one of history) {
          now += TICK;
          const step = stepAlarm(state, one, DEFAULT_HYSTERESIS, now);
          state = step.state;
          excused ||= step.transition?.event === 'escalated' || step.transition?.event === 'cleared';
          expect(excused || !isCalling(state, now)).toBe(true);
        }
      }),
    );
  });
});

describe('order', () => {
  test('breach, warning, stale; within a level the oldest first', () => {
    const rows = [
      { level: 'stale', since: 1 },
      { level: 'warning', since: 5 },
      { level: 'breach', since: 9 },
      { level: 'normal', since: null },
      { level: 'warning', since: 2 },
    ] as const;
    expect(rows.toSorted(compareAlarms).map(({ level, since }) => `${level} ${since}`)).toEqual([
      'breach 9',
      'warning 2',
      'warning 5',
      'stale 1',
      'normal null',
    ]);
  });

  test('the worst of a row', () => {
    expect(worstLevel([])).toBe('normal');
    expect(worstLevel(['normal', 'stale'])).toBe('stale');
    expect(worstLevel(['stale', 'warning', 'normal'])).toBe('warning');
    expect(worstLevel(['warning', 'breach'])).toBe('breach');
  });
});
