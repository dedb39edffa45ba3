/** When time alone changes something, by whole seconds: setting, moving and taking cost the same whatever the number of entries. */
export class Agenda {
  readonly #bySecond = new Map<number, Set<string>>();
  readonly #secondOf = new Map<string, number>();
  #earliest = Number.POSITIVE_INFINITY;

  /** One instant for each key: a later call moves it; null takes it away. @param at epoch ms UTC */
  set(key: string, at: number | null): void {
    const before = this.#secondOf.get(key);
    const second = at === null ? null : Math.ceil(at / 1000);
    if (before === second) return;
    if (before !== undefined) this.#drop(key, before);
    if (second === null) return;
    this.#secondOf.set(key, second);
    const due = this.#bySecond.get(second);
    if (due === undefined) this.#bySecond.set(second, new Set([key]));
    else due.add(key);
    if (second < this.#earliest) this.#earliest = second;
  }

  /** Takes out everything that is due at the instant. */
  take(at: number): string[] {
    const now = Math.floor(at / 1000);
    const due: string[] = [];
    if (now < this.#earliest) return due;
    // After a long jump there are fewer seconds with an entry than seconds.
    const seconds =
      now - this.#earliest > this.#bySecond.size
        ? [...this.#bySecond.keys()].filter((second) => second <= now)
        : range(this.#earliest, now);
    for (const second of seconds) {
      for (const key of this.#bySecond.get(second) ?? []) {
        due.push(key);
        this.#secondOf.delete(key);
      }
      this.#bySecond.delete(second);
    }
    this.#earliest = now + 1;
    if (this.#bySecond.size === 0) this.#earliest = Number.POSITIVE_INFINITY;
    return due;
  }

  #drop(key: string, second: number): void {
    this.#secondOf.delete(key);
    const due = this.#bySecond.get(second);
    due?.delete(key);
    if (due?.size === 0) this.#bySecond.delete(second);
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
