/** A binary heap of timed things: earliest first, and in the order of adding where times are equal (so that runs repeat exactly). */
export class TimeHeap<T> {
  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly items: T[] = [];
  private added = 0;

  get size(): number {
    return this.items.length;
  }

  /** Time of the earliest item; Infinity when empty. */
  get next(): number {
    return this.times[0] ?? Infinity;
  }

  push(time: number, item: T): void {
    let at = this.items.length;
    const order = this.added;
    this.added += 1;
    this.times.push(time);
    this.orders.push(order);
    this.items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  /** Takes the earliest item. @throws RangeError when empty */
  pop(): T {
    const top = this.items[0];
    if (top === undefined) throw new RangeError('The heap is empty.');
    const last = this.items.length - 1;
    this.swap(0, last);
    this.times.pop();
    this.orders.pop();
    this.items.pop();
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < last && this.before(left, least)) least = left;
      if (right < last && this.before(right, least)) least = right;
      if (least === at) return top;
      this.swap(at, least);
      at = least;
    }
  }

  private before(a: number, b: number): boolean {
    const ta = this.times[a] ?? 0;
    const tb = this.times[b] ?? 0;
    return ta < tb || (ta === tb && (this.orders[a] ?? 0) < (this.orders[b] ?? 0));
  }

  private swap(a: number, b: number): void {
    const { times, orders, items } = this;
    const time = times[a] ?? 0;
    const order = orders[a] ?? 0;
    const item = items[a] as T;
    times[a] = times[b] ?? 0;
    orders[a] = orders[b] ?? 0;
    items[a] = items[b] as T;
    times[b] = time;
    orders[b] = order;
    items[b] = item;
  }
}
