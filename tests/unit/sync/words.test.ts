import { describe, expect, it } from 'vitest';
import { sourceState } from '../../../electron/sync/words.ts';
import type { StreamView } from '../../../electron/sync/words.ts';

const stream = (part: Partial<StreamView>): StreamView => ({
  state: 'ok',
  planGated: false,
  live: false,
  fault: null,
  ...part,
});

describe('the state of a source', () => {
  it('is stale when nothing live comes any more, though streams that are read once in a while were well', () => {
    const gone = stream({ live: true, state: 'retrying', fault: 'no answer' });
    expect(sourceState([stream({}), gone, gone], null)).toEqual({ state: 'stale', fault: 'no answer' });
  });

  it('is degraded while something live still comes, or where only a list is in trouble', () => {
    const live = stream({ live: true });
    const bad = stream({ state: 'retrying', fault: 'too slow' });
    expect(sourceState([live, { ...bad, live: true }], null)).toEqual({ state: 'degraded', fault: 'too slow' });
    expect(sourceState([live, bad], null)).toEqual({ state: 'degraded', fault: 'too slow' });
  });

  it('is not harmed by a stream that the plan leaves out', () => {
    const left = stream({ state: 'unavailable', planGated: true, live: true, fault: 'not in the plan' });
    expect(sourceState([stream({}), left], null)).toEqual({ state: 'ok', fault: null });
  });

  it('has failed when every stream has, or the source itself', () => {
    const bad = stream({ live: true, state: 'retrying', fault: 'no answer' });
    expect(sourceState([bad, bad], null).state).toBe('failed');
    expect(sourceState([stream({})], 'the token has expired')).toEqual({
      state: 'failed',
      fault: 'the token has expired',
    });
  });
});
