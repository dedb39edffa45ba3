import { describe, expect, it } from 'vitest';
import type { AdherenceRow, AdherenceTile, TimelineRow } from '../../shared/contract/adherence.ts';
import { MINUTE, agent, phone, shift, twoSystems, write } from './adherence-world.ts';
import { until } from './helpers.ts';
import { testEngine } from './window.ts';

/** Ann and Bob yesterday, of whom Bob went on a break from the thirtieth to the fiftieth minute and Ann came half an hour late. */
async function yesterday() {
  const engine = await testEngine();
  const { store } = engine.engine.context;
  const now = Date.now();
  const day = now - 24 * 60 * MINUTE;
  const from = day - (day % MINUTE);
  twoSystems(store, now);
  write(store, 'phones', [agent('ann', { email: null }), agent('bob', { email: null })]);
  for (const id of ['ann', 'bob']) write(store, 'phones', [shift(id, [['work', from, from + 90 * MINUTE]])]);
  write(store, 'phones', [
    phone('bob', 'available', from, from + 30 * MINUTE),
    phone('bob', 'break', from + 30 * MINUTE, from + 50 * MINUTE),
    phone('bob', 'available', from + 50 * MINUTE, from + 90 * MINUTE),
    phone('ann', 'available', from + 30 * MINUTE, from + 90 * MINUTE),
  ]);
  const window = engine.open();
  return { window, from };
}

describe('adherence of an instant gone by', () => {
  it('is told by the list and the timeline as it stood then, and nothing of what came later', async () => {
    const { window, from } = await yesterday();
    const at = from + 40 * MINUTE;
    const moment = { kind: 'replay', at, speed: 0 };
    const list = window.subscribe('adherence', { moment });
    const person = (key: string): AdherenceRow | undefined =>
      window.row(list, 'people', key) as unknown as AdherenceRow | undefined;
    await until(() => person('phones/ann') !== undefined && person('phones/bob') !== undefined, 'who was there');
    expect(person('phones/bob')).toMatchObject({
      state: 'break',
      scheduled: 'work',
      deviation: { since: from + 30 * MINUTE, actual: 'break', impact: 'negative' },
      counts: { scheduled: 2400, matched: 1800, unmatched: 600 },
    });
    expect(person('phones/ann')).toMatchObject({ deviation: null, counts: { matched: 600, unmatched: 1800 } });
    const tile = (): AdherenceTile | undefined =>
      window.row(list, 'tiles', 'out') as unknown as AdherenceTile | undefined;
    await until(() => tile()?.value === 1, 'one was out');

    const timeline = window.subscribe('timeline', { people: ['phones/bob'], moment });
    const row = (): TimelineRow | undefined =>
      window.row(timeline, 'rows', 'phones/bob') as unknown as TimelineRow | undefined;
    await until(() => row() !== undefined, 'his line');
    expect(row()?.actual.map(({ state }) => state)).toEqual(['available', 'break']);
    expect(row()?.deviations).toMatchObject([{ from: from + 30 * MINUTE, to: null }]);
    expect(row()?.planned).toMatchObject([{ activity: 'work', from, to: from + 90 * MINUTE }]);
    expect(window.rows(timeline, 'rows').size).toBe(1);
  });

  it('goes on with the replay: the break ends, and counts as what it was', async () => {
    const { window, from } = await yesterday();
    const list = window.subscribe('adherence', { moment: { kind: 'replay', at: from + 40 * MINUTE, speed: 120 } });
    const person = (): AdherenceRow | undefined =>
      window.row(list, 'people', 'phones/bob') as unknown as AdherenceRow | undefined;
    await until(() => person() !== undefined && person()?.deviation === null, 'the break is over', 30_000);
    expect(person()).toMatchObject({ state: 'available', counts: { unmatched: 1200 } });
  }, 60_000);
});
