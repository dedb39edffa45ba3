import { expectDay } from './expectations.ts';
import type { CountsReader } from './expectations.ts';
import type { Floor } from './floor.ts';

/** Works out what a floor's day is expected to bring, beside the floor: one at a time, a newer wish takes the place of an older one. */
export class Expecting {
  readonly #reader: CountsReader;
  readonly #fault: (what: string, error: unknown) => void;
  #signal = { aborted: false };

  constructor(reader: CountsReader, fault: (what: string, error: unknown) => void) {
    this.#reader = reader;
    this.#fault = fault;
  }

  /** @param then called when the floor has them */
  begin(floor: Floor, then: () => void = () => undefined): void {
    this.close();
    const signal = { aborted: false };
    this.#signal = signal;
    expectDay(this.#reader, floor.dayFrom, floor.settings.zone, signal).then(
      (expectations) => {
        if (signal.aborted) return;
        floor.expect(expectations);
        then();
      },
      (error: unknown) => {
        if (!signal.aborted) this.#fault('expectations', error);
      },
    );
  }

  close(): void {
    this.#signal.aborted = true;
  }
}
