import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fillSlot } from '../../../renderer/app/slots.ts';
import type { Question, Subject } from '../../../renderer/app/state.ts';
import { useUi } from '../../../renderer/app/state.ts';
import '../../../renderer/features/floor/register.ts';
import { agentRow, boardRow, FLOOR_AT, fakeFloor, queueRow, ratioOf, stripRow } from '../../helpers/fake-floor.ts';
import { bridgeWithSettings, giveSize, onWire, openConsole } from '../helpers.tsx';

const grid = (name: string) => screen.getByRole('grid', { name });
const names = (of: string) =>
  [...grid(of).querySelectorAll('[data-key]')]

    .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
    .map((row) => row.querySelector('.wf-name')?.textContent);
const rowOf = (name: string) => {
  const found = [...document.querySelectorAll('[data-key] .wf-name')].find((cell) => cell.textContent === name);
  if (found === undefined) throw new Error(`There is no row of ${name}.`);
  return found.closest('tr') as HTMLElement;
};
const cellOf = (name: string, column: string) => rowOf(name).querySelector(`[data-column="${column}"]`) as HTMLElement;
const reasonOf = (name: string, column: string) => within(cellOf(name, column)).getByText('–').title;
const tile = (title: RegExp) =>
  within(screen.getByRole('region', { name: 'Figures of the floor' })).getByRole('button', { name: title });

describe('the floor', () => {
  beforeEach(() => {
    giveSize(1400, 420);
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  });

  afterEach(() => vi.useRealTimers());

  it('shows queues worst first and tints the cells that are in alarm', async () => {
    await openConsole();
    expect(names('Queues').slice(0, 2)).toEqual(['Private banking', 'Stock trading']);
    const cell = cellOf('Private banking', 'waiting');
    expect(cell.textContent).toBe('7Breach');
    expect(cell.querySelector('[data-level=breach]')).toBeTruthy();
    expect(cellOf('New customers', 'waiting').querySelector('[data-level]')).toBeNull();
  });

  it('outlines a tile on a warning, tints it on a breach, hatches it when it is stale, each with its word', async () => {
    const { bridge } = await openConsole();
    expect(tile(/^Service level · 20 s/).dataset['level']).toBe('warning');
    expect(tile(/^Longest wait/).dataset['level']).toBe('breach');
    expect(tile(/^Longest wait/).textContent).toContain('breach');
    await onWire(() =>
      bridge.patch('floor', {
        strip: { upsert: [stripRow('waiting', { value: 4, unit: 'count', stale: true, asOf: FLOOR_AT - 240_000 })] },
      }),
    );
    expect(tile(/^Waiting/).dataset['level']).toBe('stale');
    expect(tile(/^Waiting/).textContent).toMatch(/4 min.*stale/);
  });

  it('says why there is no number: a dash with a reason, never a zero', async () => {
    const none = ratioOf(0, 0);
    await openConsole({
      board: [boardRow()],
      strip: [stripRow('volume', { value: null, reason: 'strip.noHistory' })],
      queues: [
        queueRow('1', {
          waiting: null,
          slNow: none,
          expected: null,
          risk: { expected: null, level: 'normal', reason: 'risk.noStaff' },
        }),
      ],
      agents: [agentRow('1', { adherence: null, occupancy: none })],
    });
    expect(tile(/^Volume/).textContent).toContain('–Too little history to expect a volume');
    expect(reasonOf('Queue 1', 'waiting')).toBe('The source does not say how many wait');
    expect(reasonOf('Queue 1', 'risk')).toBe('The source does not say who serves this queue.');
    expect(reasonOf('Agent 1', 'adherence')).toBe('Nobody sent a schedule for this person today');
  });

  it('keeps the sort while the focus is in the table and lets it settle afterwards', async () => {
    const { bridge } = await openConsole();
    act(() => grid('Queues').focus());
    await onWire(() =>
      bridge.patch('floor', { queues: { upsert: [queueRow('8', { name: 'Social', severity: 900 })] } }),
    );
    act(() => vi.advanceTimersByTime(3000));
    expect(names('Queues')[0]).toBe('Private banking');
    expect(screen.getByText('order held while you are here')).toBeTruthy();
    act(() => grid('Queues').blur());
    expect(names('Queues')[0]).toBe('Social');
  });

  it('filters agents by state with counts, and by nothing again', async () => {
    const { bridge } = await openConsole({
      board: [boardRow()],
      agents: [agentRow('1', { state: 'wrap' }), agentRow('2', { state: 'lunch' }), agentRow('3', { state: 'break' })],
    });
    const chip = (name: string) => screen.getByRole('radio', { name });
    expect(chip('Break 2')).toBeTruthy();
    fireEvent.click(chip('Break 2'));
    expect(names('Agents')).toEqual(['Agent 2', 'Agent 3']);
    await onWire(() => bridge.patch('floor', { agents: { upsert: [agentRow('1', { state: 'break' })] } }));
    act(() => vi.advanceTimersByTime(1100));
    expect(chip('Break 3')).toBeTruthy();
    expect(names('Agents')).toEqual(['Agent 1', 'Agent 2', 'Agent 3']);
    fireEvent.click(chip('All 3'));
    expect(names('Agents')).toHaveLength(3);
  });

  it('puts who needs a hand first and the rest by name, whoever is offline last', async () => {
    await openConsole({
      board: [boardRow()],
      agents: [
        agentRow('1', { name: 'Zoe', state: 'help', level: 'breach' }),
        agentRow('2', { name: 'Ben' }),
        agentRow('3', { name: 'Ada', state: 'offline', since: null }),
        agentRow('4', { name: 'Yan', state: 'wrap', level: 'warning' }),
        agentRow('5', { name: 'Amy', state: 'on-contact' }),
      ],
    });
    expect(names('Agents')).toEqual(['Zoe', 'Yan', 'Amy', 'Ben', 'Ada']);
  });

  it('shows state as icon, hue and word, with the vendor’s own word behind it', async () => {
    await openConsole({
      board: [boardRow()],
      agents: [agentRow('1', { state: 'back-office', rawState: 'Email time' })],
    });
    const word = within(cellOf('Agent 1', 'state')).getByText('Back office');
    expect(word.dataset['tip']).toBe('Email time');
    expect(cellOf('Agent 1', 'agent').querySelector('svg[data-state=back-office]')).toBeTruthy();
  });

  it('opens a number and a row where features have filled the places', async () => {
    const asked: Question[] = [];
    const shown: Subject[] = [];
    fillSlot('why', ({ question }) => {
      asked.push(question);
      return <p>Because</p>;
    });
    fillSlot('details', ({ subject }) => {
      shown.push(subject);
      return <p>Particulars</p>;
    });
    await openConsole();
    fireEvent.click(within(cellOf('Private banking', 'slDay')).getByText(/%$/));
    expect(asked.at(-1)).toMatchObject({ figure: 'serviceLevel', window: 'day', queue: 'zd/1', agent: null });
    fireEvent.click(tile(/^Abandoned/));
    expect(asked.at(-1)).toMatchObject({ figure: 'abandon', window: 'now', queue: null });
    fireEvent.click(screen.getByText('Amir Shani'));
    expect(shown.at(-1)).toEqual({ kind: 'agent', key: 'zd/2' });
    expect(screen.getByText('Particulars')).toBeTruthy();
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.queryByText('Particulars')).toBeNull();
  });

  it('makes three offers when there is nothing yet, and starts the practice floor', async () => {
    const bridge = bridgeWithSettings().handle('addSource', () => ({ id: 'practice' }));
    await openConsole({ board: [boardRow({ empty: true })] }, bridge);
    expect(screen.getByRole('button', { name: 'Connect…' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Import…' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Start the practice floor' }));
    await onWire(() => undefined);
    expect(bridge.calls.at(-1)).toMatchObject({ name: 'addSource', input: { kind: 'practice' } });
    await onWire(() => bridge.snapshot('floor', fakeFloor()));
    expect(grid('Queues')).toBeTruthy();
  });

  it('keeps hostile names as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    await openConsole({
      board: [boardRow()],
      queues: [queueRow('1', { name })],
      agents: [agentRow('1', { name: 'W'.repeat(10_000) })],
    });
    expect(screen.getByText(name)).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });

  it('moves and opens by j, k and o in the table last used', async () => {
    await openConsole();
    const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
    press('j');
    press('j');
    press('k');
    const id = grid('Queues').getAttribute('aria-activedescendant');
    expect(document.getElementById(id ?? '')?.textContent).toContain('Private banking');
    press('o');
    expect(useUi.getState().subject).toEqual({ kind: 'queue', key: 'zd/1' });
  });

  it('shows the same floor by channel as sums over sums', async () => {
    await openConsole({
      board: [boardRow()],
      queues: [
        queueRow('1', { waiting: 2, offered: 100, expected: 100, abandon: ratioOf(10, 100) }),
        queueRow('2', { waiting: 3, offered: 300, expected: 100, abandon: ratioOf(0, 300) }),
        queueRow('3', { channel: 'chat', waiting: null, longestSince: null, expected: null }),
      ],
    });
    const table = screen.getByRole('table', { name: 'Channels' });
    const cells = (row: RegExp) =>
      within(within(table).getByRole('row', { name: row }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent);
    expect(cells(/^Voice/).slice(0, 5)).toEqual(['5', '0:12', '400', '200%', '2.5%']);
    expect(cells(/^Chat/)[0]).toContain('–');
    expect(cells(/^Chat/)[3]).toContain('–');
  });
});
