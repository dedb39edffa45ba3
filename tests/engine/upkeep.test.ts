import { describe, expect, it, onTestFinished } from 'vitest';
import { Upkeep } from '../../electron/engine/upkeep.ts';
import { openLog } from '../../electron/engine/log.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { temporaryStore, until } from './helpers.ts';

interface Round {
  progress: (done: number, total: number) => void;
  end: () => void;
}

/** The upkeep of an empty store, whose counts take as long as the test wants. */
function upkeep(): { book: Upkeep; rounds: Round[] } {
  const store = temporaryStore(systemClock);
  const log = openLog({ directory: store.directory, level: 'error', now: systemClock.now });
  const rounds: Round[] = [];
  const book = new Upkeep({
    store,
    log,
    recount: (_signal, progress) => new Promise((resolve) => rounds.push({ progress, end: resolve })),
    progress: () => undefined,
  });
  onTestFinished(async () => {
    const closed = book.close();
    for (const { end } of rounds) end();
    await closed;
  });
  return { book, rounds };
}

describe('the share of counts that hold', () => {
  it('is nothing from the moment a round begins, what is done of it while it runs, and unsaid when all is', async () => {
    const { book, rounds } = upkeep();
    expect(book.share).toBeNull();
    book.kick();
    expect(book.share).toBe(0);
    await until(() => rounds.length === 1, 'the round');
    rounds[0]?.progress(0, 0);
    expect(book.share).toBe(0);
    rounds[0]?.progress(1, 4);
    expect(book.share).toBe(0.25);
    rounds[0]?.end();
    await until(() => book.share === null, 'the end of the round');
  });

  it('begins anew with the round that a change in the middle of one asks for', async () => {
    const { book, rounds } = upkeep();
    book.kick();
    await until(() => rounds.length === 1, 'the first round');
    rounds[0]?.progress(3, 4);
    book.kick();
    book.kick();
    expect(book.share).toBe(0.75);
    rounds[0]?.end();
    await until(() => rounds.length === 2, 'the second round');
    expect(book.share).toBe(0);
    rounds[1]?.end();
    await until(() => book.share === null, 'the end of it');
    expect(rounds).toHaveLength(2);
  });
});
