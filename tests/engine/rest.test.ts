import { describe, expect, it } from 'vitest';
import { contract } from '../../shared/contract/index.ts';
import { freshen, furnish, until, write } from './helpers.ts';
import { World } from './floor-world.ts';
import { testEngine } from './window.ts';
import type { TestWindow } from './window.ts';

const NOW = { moment: { kind: 'now' } };
const RESTING = ['strip', 'queues', 'agents', 'pressure'];
const PARTS = Object.keys(contract.views.floor.parts);

/** Everything on the board, without what moves by itself between two looks. */
function board(window: TestWindow, id: number): string {
  const rows = (part: string): unknown[] =>
    [...window.rows(id, part).values()]
      .sort((a, b) => (String(a['key']) < String(b['key']) ? -1 : 1))
      .map(({ asOf: _asOf, ...row }) => row);
  return JSON.stringify(PARTS.map((part) => [part, rows(part)]));
}

describe('a window whose floor rests', () => {
  it('is sent neither queues nor agents, hears of alarms, and wakes to what a fresh window sees', async () => {
    const engine = await testEngine();
    const { store, live } = engine.engine.context;
    furnish(store, 'fake', 30, 40);
    freshen(store, 'fake', Date.now());
    const window = engine.open();
    const id = window.subscribe('floor', NOW);
    await window.first(id);
    await until(() => window.rows(id, 'agents').size === 40, 'the agents');
    window.send({ type: 'rest', id, parts: RESTING });
    // Messages of a window keep their order: when this is answered, the rest has begun.
    await window.call('about', {});
    const before = window.frames.get(id)?.length ?? 0;
    const world = new World(11, 30, 40);
    for (let step = 0; step < 60; step += 1) {
      write(store, 'fake', world.step(Date.now()));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    freshen(store, 'fake', Date.now() - 300_000);
    await until(() => live.floor.freshness.isStale('fake'), 'the silence of the source');
    for (let look = 0; look < 3; look += 1) live.tellAlarms(live.sampleAlarms());
    await until(() => window.rows(id, 'alarms').size > 0, 'the alarm');
    await until(() => window.row(id, 'strip', 'waiting')?.['stale'] === true, 'the strip, a little later');
    const slept = window.frames.get(id)?.slice(before) ?? [];
    const sent = slept.flatMap(({ parts }) => [...(parts['queues']?.upsert ?? []), ...(parts['agents']?.upsert ?? [])]);
    // Who comes is told: the row of contacts that no queue has. What all others do is not.
    expect(sent.map(({ key }) => key)).toEqual(['fake/']);
    expect(window.row(id, 'queues', 'fake/q0')?.['offered']).toBe(0);

    freshen(store, 'fake', Date.now());
    await until(() => !live.floor.freshness.isStale('fake'), 'the source');
    window.send({ type: 'rest', id, parts: [] });
    await window.call('about', {});
    const other = engine.open();
    let fresh = '';
    // Some figures are looked at once a second: a fresh window may be ahead for that long.
    for (let look = 0; look < 200 && fresh !== board(window, id); look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const subscribed = other.subscribe('floor', NOW);
      await other.first(subscribed);
      fresh = board(other, subscribed);
      other.send({ type: 'unsubscribe', id: subscribed });
    }
    expect(JSON.parse(board(window, id))).toEqual(JSON.parse(fresh));
    const frames = window.frames.get(id) ?? [];
    expect(frames.slice(1).every(({ kind }) => kind === 'patch')).toBe(true);
    expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_frame, index) => index + 1));
  });

  it('survives a rest of what it does not know', async () => {
    const engine = await testEngine();
    const window = engine.open();
    const id = window.subscribe('floor', NOW);
    await window.first(id);
    window.send({ type: 'rest', id, parts: ['nonsense', '__proto__'] });
    window.send({ type: 'rest', id: 999, parts: ['queues'] });
    for (const parts of ['queues', null, [1], Array.from({ length: 500 }, () => 'x')]) {
      window.sendRaw({ type: 'rest', id, parts });
    }
    expect(await window.call('about', {})).toBeDefined();
  });
});
