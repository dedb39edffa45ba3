import { describe, expect, it } from 'vitest';
import { CrashBudget } from '../../../electron/main/crash-budget.ts';

describe('crash budget', () => {
  it('waits longer after each death and gives up after the last one allowed', () => {
    const budget = new CrashBudget(3, 60_000);
    const waits = [0, 1, 2].map((at) => budget.spend(at));
    expect(waits[0]).toBeLessThan(waits[1] ?? 0);
    expect(waits[1]).toBeLessThan(waits[2] ?? 0);
    expect(budget.spend(3)).toBeNull();
  });

  it('forgets deaths that are long past', () => {
    const budget = new CrashBudget(1, 60_000);
    expect(budget.spend(0)).not.toBeNull();
    expect(budget.spend(60_001)).not.toBeNull();
    expect(budget.spend(60_002)).toBeNull();
  });

  it('starts afresh when a person asks for another try', () => {
    const budget = new CrashBudget(1, 60_000);
    budget.spend(0);
    budget.spend(1);
    budget.forget();
    expect(budget.spend(2)).not.toBeNull();
  });
});
