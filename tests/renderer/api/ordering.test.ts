import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PartStore } from '../../../renderer/api/index.ts';
import { Ordering } from '../../../renderer/api/ordering.ts';

interface Row {
  key: string;
  weight: number;
  kind: string;
}

const heaviest = (a: Row, b: Row) => b.weight - a.weight;
const row = (key: string, weight: number, kind = 'a'): Row => ({ key, weight, kind });

describe('the order of a live list', () => {
  let part: PartStore<Row>;
  let ordering: Ordering<Row>;
  let stop: () => void;
  const told = vi.fn();
  const put = (...rows: Row[]) => {
    part.apply(rows, [], false);
    part.flush();
  };
  const drop = (...keys: string[]) => {
    part.apply([], keys, false);
    part.flush();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    part = new PartStore<Row>();
    put(row('x', 1), row('y', 3), row('z', 2));
    ordering = new Ordering(part, { filter: null, compare: heaviest });
    stop = ordering.subscribe(told);
    told.mockClear();
  });

  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('sorts by the rule and breaks ties by key', () => {
    put(row('w', 3));
    expect(ordering.get()).toEqual(['w', 'y', 'z', 'x']);
  });

  it('lets changed places settle instead of jumping with every patch', () => {
    put(row('x', 9));
    expect(ordering.get()).toEqual(['y', 'z', 'x']);
    vi.advanceTimersByTime(1000);
    expect(ordering.get()).toEqual(['x', 'y', 'z']);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('says nothing when the order is what it was', () => {
    put(row('y', 4));
    vi.advanceTimersByTime(2000);
    expect(told).not.toHaveBeenCalled();
  });

  it('moves nothing while frozen: newcomers line up at the end, the gone keep their place', () => {
    ordering.setFrozen(true);
    put(row('x', 9), row('new', 50));
    drop('z');
    vi.advanceTimersByTime(5000);
    expect(ordering.get()).toEqual(['y', 'z', 'x', 'new']);
    ordering.setFrozen(false);
    expect(ordering.get()).toEqual(['new', 'x', 'y']);
  });

  it('keeps a row in a frozen list although the filter no longer fits it', () => {
    ordering.setRule({ filter: (entry) => entry.kind === 'a', compare: heaviest });
    ordering.setFrozen(true);
    put(row('y', 3, 'b'));
    vi.advanceTimersByTime(5000);
    expect(ordering.get()).toContain('y');
    ordering.setFrozen(false);
    expect(ordering.get()).toEqual(['z', 'x']);
  });

  it('follows another rule at once, even while frozen: the person asked for it', () => {
    ordering.setFrozen(true);
    ordering.setRule({ filter: null, compare: (a, b) => a.weight - b.weight });
    expect(ordering.get()).toEqual(['x', 'z', 'y']);
  });

  it('is at any time what sorting everything anew would make of it', () => {
    // Numbers that look random and are the same with every run.
    let seed = 7;
    const next = (limit: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % limit;
    };
    const byWeight = { filter: ({ kind }: Row) => kind === 'a', compare: heaviest };
    ordering.setRule(byWeight);
    for (let round = 0; round < 200; round += 1) {
      const rows = Array.from({ length: next(12) }, () => row(`k${next(60)}`, next(8), next(4) === 0 ? 'b' : 'a'));
      put(...rows);
      if (next(3) === 0) drop(`k${next(60)}`);
      vi.advanceTimersByTime(1000);
      const whole = [...part.rows()].filter(byWeight.filter);
      whole.sort((a, b) => heaviest(a, b) || (a.key < b.key ? -1 : 1));
      expect(ordering.get()).toEqual(whole.map(({ key }) => key));
    }
  });
});
