import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useUi } from '../../../renderer/app/state.ts';
import { recallChoice, toggleTile } from '../../../renderer/features/wallboard/choice.ts';
import { heldSeconds } from '../../../renderer/features/wallboard/wall-words.ts';
import { fakeFloor, FLOOR_AT } from '../../helpers/fake-floor.ts';
import { giveSize, onWire, settle } from '../helpers.tsx';
import { openFeatures } from './console.tsx';

const tiles = () => [...document.querySelectorAll<HTMLElement>('.wf-wall-tile')];
const tile = (title: string) => {
  const found = tiles().find((entry) => entry.querySelector('.wf-wall-head')?.textContent?.startsWith(title));
  if (found === undefined) throw new Error(`There is no tile ${title}.`);
  return found;
};

describe('the wallboard', () => {
  beforeEach(() => giveSize(1400, 420));

  it('is six figures with their level in a word, target and age, and nothing of the console', async () => {
    await openFeatures({ at: 'wallboard' });
    expect(tiles()).toHaveLength(6);
    expect(tile('Longest wait').textContent).toContain('Breach');
    expect(tile('Longest wait').textContent).toContain('limit 1:20 · Private banking');
    expect(tile('Service level').textContent).toContain('71.4');
    expect(tile('Service level').textContent).toContain('target 80%');
    expect(tile('Against forecast').textContent).toContain('14 s old');
    expect(document.querySelector('.wf-rail')).toBeNull();
  });

  it('hatches a stale tile and holds its waiting time at the last moment that was true', async () => {
    const floor = fakeFloor({ agents: 12 });
    floor.strip = floor.strip.map((row) =>
      row.key === 'longest' ? { ...row, stale: true, asOf: FLOOR_AT - 100_000 } : row,
    );
    await openFeatures({ at: 'wallboard', floor });
    expect(tile('Longest wait').dataset['level']).toBe('stale');
    expect(tile('Longest wait').textContent).toContain('Stale');
    // It waited 161 seconds now, 61 when the source was last heard of.
    expect(tile('Longest wait').querySelector('.wf-wall-number')?.textContent).toBe('1:01');
    expect(tile('Longest wait').textContent).toContain('1 min old');
  });

  it('says that the engine is away, and goes on when it is back', async () => {
    const { bridge } = await openFeatures({ at: 'wallboard' });
    await onWire(() => bridge.down());
    expect(screen.getByRole('alert').textContent).toContain('No connection to the engine: figures of');
    expect(tiles().every((entry) => entry.dataset['level'] === 'stale')).toBe(true);
    await onWire(() => bridge.connect());
    expect(screen.queryByRole('alert')).toBeNull();
    expect(tile('Service level').dataset['level']).toBe('warning');
  });

  it('remembers tiles and queues of its own, apart from the console’s scope', async () => {
    const { bridge } = await openFeatures({ at: 'wallboard' });
    fireEvent.click(screen.getByRole('button', { name: 'Choose tiles and queues' }));
    await settle();
    fireEvent.click(screen.getByRole('checkbox', { name: 'Abandoned' }));
    await settle();
    expect(tiles()).toHaveLength(5);
    fireEvent.click(screen.getByRole('option', { name: 'Stock trading' }));
    await settle();
    expect(recallChoice()).toMatchObject({ queues: ['zd/2'] });
    expect(useUi.getState().scope).toEqual({ queues: ['zd/2'], teams: [] });
    expect(bridge.subscriptions.some(({ input }) => JSON.stringify(input).includes('"zd/2"'))).toBe(true);
    expect(window.localStorage.getItem('watchfloor.scope')).toBeNull();
  });

  it('is in sight of its controls only after somebody moves', async () => {
    await openFeatures({ at: 'wallboard' });
    const wall = document.querySelector('.wf-wall') as HTMLElement;
    expect(wall.hasAttribute('data-idle')).toBe(true);
    fireEvent.pointerMove(wall);
    await settle();
    expect(wall.hasAttribute('data-idle')).toBe(false);
  });

  it('never has fewer than four tiles', () => {
    const four = ['serviceLevel', 'waiting', 'longest', 'available'] as const;
    expect(toggleTile(four, 'waiting')).toBe(four);
    expect(toggleTile(four, 'volume')).toEqual([...four, 'volume']);
  });

  it('never shows a negative wait', () => {
    expect(heldSeconds(5000, 3000, 9000)).toBe(0);
    expect(heldSeconds(5000, null, 9000)).toBe(4);
  });
});
