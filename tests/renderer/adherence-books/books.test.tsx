import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { settle } from '../helpers.tsx';
import { settingsWith } from '../../helpers/settings.ts';
import { spanOfDays } from '../../../renderer/features/adherence/exceptions/span.ts';
import { filtered, NO_FILTER, secondsOf } from '../../../renderer/features/adherence/exceptions/filter.ts';
import { draftOf, readRules } from '../../../renderer/features/adherence/states/rules-draft.ts';
import { inSetOrder, moved } from '../../../renderer/features/adherence/states/mapping.ts';
import { exceptionRows } from './answers.ts';
import { callsOf, openBook } from './open.tsx';

const choose = async (name: string) => {
  fireEvent.click(within(await screen.findByRole('listbox')).getByRole('option', { name }));
  await settle();
};
const press = async (name: string | RegExp) => {
  fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};

describe('the log of exceptions', () => {
  it('asks for whole days of the zone, and for none out of order', () => {
    const span = spanOfDays('2026-03-27', '2026-03-27', 'Asia/Jerusalem');
    // The day of the change to summer time has 23 hours.
    expect(span === null ? null : (span.to - span.from) / 3_600_000).toBe(23);
    expect(spanOfDays('2026-03-28', '2026-03-27', 'UTC')).toBeNull();
    expect(spanOfDays('2026-03', '2026-03-27', 'UTC')).toBeNull();
  });

  it('counts what stands, and finds words without their accents', () => {
    const rows = exceptionRows(12).map((row, index) => (index === 0 ? { ...row, name: 'Zoë Ávila' } : row));
    expect(filtered(rows, { ...NO_FILTER, words: 'zoe avila' })).toHaveLength(1);
    expect(filtered(rows, { ...NO_FILTER, removed: false })).toHaveLength(11);
    const standing = rows.filter(({ removedAt }) => removedAt === null);
    expect(secondsOf(rows)).toBe(secondsOf(standing));
  });

  it('strikes those taken back and says who took them back', async () => {
    await openBook('exceptions');
    const table = await screen.findByRole('grid', { name: 'Exceptions' });
    const struck = table.querySelectorAll('[data-removed]');
    expect(struck.length).toBeGreaterThan(0);
    expect(struck[0]?.querySelectorAll('s').length).toBeGreaterThan(2);
    expect(struck[0]?.textContent).toMatch(/taken back .*Roni Azulay/);
  });

  it('filters by approver from the patterns, which say counts and no verdict', async () => {
    await openBook('exceptions');
    const patterns = await screen.findByRole('table', { name: 'Who approves how much' });
    expect(patterns.textContent).toMatch(/\d+% \w+/);
    fireEvent.click(within(patterns).getByRole('button', { name: 'Roni Azulay' }));
    await settle();
    const table = screen.getByRole('grid', { name: 'Exceptions' });
    const shown = [...table.querySelectorAll('[data-column="approver"]')].slice(1).map((cell) => cell.textContent);
    expect(new Set(shown)).toEqual(new Set(['Roni Azulay']));
  });

  it('takes one back with a note', async () => {
    const { bridge } = await openBook('exceptions');
    const table = await screen.findByRole('grid', { name: 'Exceptions' });
    table.focus();
    fireEvent.keyDown(table, { key: 'ArrowDown' });
    fireEvent.keyDown(table, { key: 'Enter' });
    await settle();
    fireEvent.change(screen.getByLabelText('Why it is taken back (optional)'), { target: { value: 'Wrong day' } });
    await press('Take it back');
    expect(callsOf(bridge, 'removeException')).toEqual([
      { id: expect.stringMatching(/^e/) as string, note: 'Wrong day' },
    ]);
    await waitFor(() => expect(callsOf(bridge, 'exceptions').length).toBeGreaterThan(1));
  });
});

describe('who is who', () => {
  it('shows how each was found, those to confirm first', async () => {
    await openBook('people');
    const table = await screen.findByRole('grid', { name: 'People' });
    const rows = [...table.querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(rows[0]).toContain('Eli Katz');
    expect(rows[0]).toContain('found by name');
    expect(rows[1]).toContain('found by e-mail');
    expect(screen.getByRole('radio', { name: /To confirm/ }).textContent).toContain('2');
  });

  it('confirms, and shows names and teams with their dates', async () => {
    const { bridge } = await openBook('people');
    fireEvent.click(await screen.findByText('Noa Regev', { selector: '.wf-people-name' }));
    await settle();
    expect(document.querySelector('.wf-people-history')?.textContent).toContain('Noa Ben-Ami · Team North');
    await press('Confirm');
    expect(callsOf(bridge, 'decidePeople')).toEqual([{ action: 'confirm', agents: ['gc/u1', 'zd/36001'] }]);
  });

  it('merges those chosen with x, and takes it back', async () => {
    const { bridge } = await openBook('people');
    const table = await screen.findByRole('grid', { name: 'People' });
    table.focus();
    for (let step = 0; step < 4; step += 1) fireEvent.keyDown(table, { key: 'ArrowDown' });
    fireEvent.keyDown(table, { key: 'x' });
    fireEvent.keyDown(table, { key: 'ArrowDown' });
    fireEvent.keyDown(table, { key: 'x' });
    await settle();
    fireEvent.keyDown(table, { key: 'm' });
    await settle();
    const [first] = callsOf(bridge, 'decidePeople') as { action: string; agents: string[] }[];
    expect(first?.action).toBe('merge');
    expect(first?.agents).toEqual(['gc/u4', 'zd/36004']);
    await press('Undo');
    expect(callsOf(bridge, 'decidePeople').at(-1)).toEqual({ action: 'split', agents: ['zd/36004'] });
  });

  it('splits one off and merges all for the way back', async () => {
    const { bridge } = await openBook('people');
    fireEvent.click(await screen.findByText('Amir Tal', { selector: '.wf-people-name' }));
    await settle();
    const [, second] = screen.getAllByRole('button', { name: 'Somebody else' });
    fireEvent.click(second as HTMLElement);
    await settle();
    await press('Undo');
    expect(callsOf(bridge, 'decidePeople')).toEqual([
      { action: 'split', agents: ['zd/36002'] },
      { action: 'merge', agents: ['gc/u2', 'zd/36002'] },
    ]);
  });

  it('asks about names that look alike', async () => {
    const { bridge } = await openBook('people');
    fireEvent.click(await screen.findByRole('radio', { name: /Look alike/ }));
    await settle();
    await press('Different people');
    expect(callsOf(bridge, 'decidePeople')).toEqual([{ action: 'split', agents: ['gc/u4', 'zd/36004'] }]);
  });
});

describe('what states mean', () => {
  it('lists each platform’s states with the default beside the choice, and sends a change', async () => {
    const { bridge } = await openBook('states');
    const table = await screen.findByRole('table', { name: 'Genesys · Presence' });
    expect(table.textContent).toContain('18,204');
    fireEvent.click(within(table).getByRole('button', { name: /What “Floor walk” means/ }));
    await choose('Coaching');
    expect(callsOf(bridge, 'setStateMapping')).toEqual([
      { source: 'gc', platform: 'presence', rawState: 'Floor walk', state: 'coaching' },
    ]);
    expect(await screen.findByText(/“Floor walk” now means Coaching/)).toBeTruthy();
    expect(within(screen.getByRole('table', { name: 'Genesys · Presence' })).getByText('changed')).toBeTruthy();
  });

  it('orders platforms by Alt and arrows, and keeps those that are away', async () => {
    const { bridge } = await openBook('states');
    const name = await screen.findByRole('button', { name: 'Zendesk · Chat' });
    fireEvent.keyDown(name, { key: 'ArrowUp', altKey: true });
    await settle();
    const [saved] = callsOf(bridge, 'saveSettings') as { adherence: { platformOrder: string[] } }[];
    expect(saved?.adherence.platformOrder).toEqual(['gc/acd', 'zd/chat', 'gc/presence', 'zd/talk']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    const known = [{ platform: 'zd/talk' }, { platform: 'gc/acd' }];
    expect(inSetOrder(known, ['gone/x', 'zd/talk']).map(({ platform }) => platform)).toEqual(['zd/talk', 'gc/acd']);
  });

  it('keeps tolerances in minutes and refuses what is none', async () => {
    const was = settingsWith().adherence;
    const draft = draftOf(was);
    expect(readRules(draft, was)).toMatchObject({ settings: was });
    const half = readRules({ ...draft, tolerance: { ...draft.tolerance, break: '2,5' }, target: '90' }, was);
    expect('settings' in half && half.settings.toleranceSeconds.break).toBe(150);
    expect('settings' in half && half.settings.target).toBe(0.9);
    const bad = readRules({ ...draft, tolerance: { ...draft.tolerance, lunch: '61' }, warning: '9', breach: '3' }, was);
    expect('problems' in bad && [...bad.problems].sort()).toEqual(['order', 'tolerance.lunch']);
    const { bridge } = await openBook('states');
    fireEvent.change(await screen.findByLabelText('Target, %'), { target: { value: '88' } });
    await press('Save');
    expect(callsOf(bridge, 'saveSettings').at(-1)).toMatchObject({ adherence: { target: 0.88 } });
  });
});
