import { describe, expect, it } from 'vitest';
import { sparkPath } from '../../../renderer/ui/index.ts';

describe('the small line', () => {
  it('scales to its own range, oldest at the left', () => {
    expect(sparkPath([0, 10, 5], 62, 23)).toBe('M1.0 21.5L31.0 1.5L61.0 11.5');
  });

  it('leaves a gap where there is no data', () => {
    expect(sparkPath([1, null, 3, 4], 62, 23).match(/M/g)).toHaveLength(2);
  });

  it('runs level through the middle when nothing changed, and draws nothing for a single value', () => {
    expect(sparkPath([4, 4], 62, 20)).toBe('M1.0 10.0L61.0 10.0');
    expect(sparkPath([4, null], 62, 20)).toBe('');
  });
});
