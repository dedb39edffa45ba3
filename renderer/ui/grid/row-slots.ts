/** A row in sight: which of the list it is, and the element that shows it. */
export interface SlottedRow {
  index: number;
  /** Number of the element, stable while rows pass through it. */
  slot: number;
}

/**
 * Gives rows in sight to a fixed set of elements by their place in the list. A row that scrolls in takes over the element of the one that
 * went out, and a new order rewrites texts: nothing is built, taken out or moved within the page, which costs far more than a text.
 */
export class RowSlots {
  #size = 0;
  #order: number[] = [];

  /**
   * @param indexes places in the list, rising; the first or last may stand apart (a row kept while it is out of sight)
   * @param least elements that are needed at most for this height: fewer changes of their number
   * @param settled nothing scrolls: elements go in the order of the list again, for those who read it one by one
   * @returns the rows in the order in which their elements are to stand
   */
  arrange(indexes: readonly number[], least: number, settled: boolean): SlottedRow[] {
    this.#size = Math.max(least, this.#size, indexes.length);
    const bySlot = new Map<number, SlottedRow>();
    let spare = this.#size;
    const rows = indexes.map((index, place) => {
      const before = indexes[place - 1];
      const after = indexes[place + 1];
      const apart =
        (place === 0 && after !== undefined && after !== index + 1) ||
        (place > 0 && place === indexes.length - 1 && before !== index - 1);
      const row = { index, slot: apart ? spare++ : index % this.#size };
      bySlot.set(row.slot, row);
      return row;
    });
    if (settled) {
      this.#order = rows.map(({ slot }) => slot);
      return rows;
    }
    const known = new Set(this.#order);
    // An element that is out of use for a moment keeps its place.
    for (const { slot } of rows) if (!known.has(slot)) this.#order.push(slot);
    return this.#order.map((slot) => bySlot.get(slot)).filter((row) => row !== undefined);
  }
}
