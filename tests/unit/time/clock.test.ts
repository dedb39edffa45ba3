import { describe, expect, test } from 'vitest';
import { affineClock, ManualClock, systemClock } from '../../../shared/time/clock.ts';

describe('clocks', () => {
  test('the system clock shows the present and measures forward', () => {
    const before = Date.now();
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
    const start = systemClock.monotonic();
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(start);
  });

  test('a manual clock moves only when told, and its monotonic reading never goes back', () => {
    const clock = new ManualClock(1000);
    clock.advance(500);
    expect([clock.now(), clock.monotonic()]).toEqual([1500, 500]);
    clock.set(200);
    expect([clock.now(), clock.monotonic()]).toEqual([200, 500]);
    clock.set(300);
    expect([clock.now(), clock.monotonic()]).toEqual([300, 600]);
    expect(() => clock.advance(-1)).toThrow(RangeError);
  });

  test('an affine clock runs from its anchor at its speed', () => {
    const base = new ManualClock(10_000);
    const clock = affineClock({ base, anchorRealAt: 10_000, anchorAt: 5, speed: 60 });
    expect(clock.now()).toBe(5);
    base.advance(1000);
    expect(clock.now()).toBe(60_005);
    expect(clock.monotonic()).toBe(60_000);
  });

  test('driven by the monotonic reading it does not follow a set-back clock', () => {
    const base = new ManualClock(10_000);
    const clock = affineClock({ base, anchorRealAt: 0, anchorAt: 100, speed: 2, drivenBy: 'monotonic' });
    base.advance(50);
    base.set(0);
    expect(clock.now()).toBe(200);
  });

  test('a stopped clock stands, and a clock cannot run backwards', () => {
    const base = new ManualClock();
    const stopped = affineClock({ base, anchorRealAt: 0, anchorAt: 7, speed: 0 });
    base.advance(1e6);
    expect(stopped.now()).toBe(7);
    expect(() => affineClock({ base, anchorRealAt: 0, anchorAt: 0, speed: -1 })).toThrow(RangeError);
  });
});
