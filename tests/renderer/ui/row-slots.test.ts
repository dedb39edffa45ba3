import { describe, expect, it } from 'vitest';
import { RowSlots } from '../../../renderer/ui/grid/row-slots.ts';

const span = (from: number, count: number) => Array.from({ length: count }, (_, place) => from + place);
const indexes = (rows: readonly { index: number }[]) => rows.map(({ index }) => index);

describe('elements that rows pass through', () => {
  it('gives every row in sight an element of its own, wherever the list stands', () => {
    const slots = new RowSlots();
    for (const from of [0, 1, 7, 300, 12, 0]) {
      const rows = slots.arrange(span(from, 30), 31, false);
      expect(new Set(rows.map(({ slot }) => slot)).size).toBe(30);
      expect(new Set(indexes(rows))).toEqual(new Set(span(from, 30)));
    }
  });

  it('leaves rows that stay in sight in their elements, and moves none while it scrolls', () => {
    const slots = new RowSlots();
    const before = slots.arrange(span(0, 30), 30, true);
    const after = slots.arrange(span(4, 30), 30, false);
    const slotOf = new Map(before.map(({ index, slot }) => [index, slot]));
    for (const { index, slot } of after) if (index < 30) expect(slot).toBe(slotOf.get(index));
    expect(after.map(({ slot }) => slot)).toEqual(before.map(({ slot }) => slot));
  });

  it('stands in the order of the list once it has come to rest', () => {
    const slots = new RowSlots();
    slots.arrange(span(0, 30), 30, true);
    slots.arrange(span(17, 30), 30, false);
    expect(indexes(slots.arrange(span(17, 30), 30, true))).toEqual(span(17, 30));
  });

  it('keeps a row that is out of sight apart from those in sight', () => {
    const slots = new RowSlots();
    for (const far of [
      [2, ...span(100, 30)],
      [...span(100, 30), 900],
    ]) {
      const rows = slots.arrange(far, 30, true);
      expect(new Set(rows.map(({ slot }) => slot)).size).toBe(31);
      expect(indexes(rows)).toEqual(far);
    }
  });
});
