import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FLOOR_AT } from '../../helpers/fake-rows.ts';
import { onWire } from '../helpers.tsx';
import { callsOf, openAdherence, user } from './open.tsx';

const list = (name = 'Out of adherence') => screen.findByRole('grid', { name });
const namesIn = (grid: HTMLElement) =>
  within(grid)
    .queryAllByRole('rowheader')
    .map((cell) => cell.textContent ?? '');

describe('the live list', () => {
  it('shows those out of adherence only, what hurts first and what helps last', async () => {
    await openAdherence();
    const grid = await list();
    await waitFor(() => expect(namesIn(grid)).toEqual(['Rina Amit', 'Omer Dagan', 'Dana Peled']));
    expect(within(grid).getAllByText('Hurts')).toHaveLength(2);
    expect(within(grid).getByText('Helps')).toBeDefined();
  });

  it('counts the buckets, the excused apart and the conflicts on its chips', async () => {
    await openAdherence();
    const chips = await screen.findByRole('radiogroup', { name: 'Show' });
    await waitFor(() => expect(within(chips).getByRole('radio', { name: 'All out 3' })).toBeDefined());
    for (const name of ['< 1 min 0', '1–5 min 0', '> 5 min 3', 'Excused 1', 'Conflicts 1', 'Everybody 16']) {
      expect(within(chips).getByRole('radio', { name })).toBeDefined();
    }
  });

  it('says why an overrun does not count', async () => {
    await openAdherence();
    user.click(await screen.findByRole('radio', { name: 'Excused 1' }));
    const grid = await list('Excused');
    await waitFor(() => expect(namesIn(grid)).toEqual(['Amir Tal']));
    expect(within(grid).getByText('The contact had begun before the break and ran into it')).toBeDefined();
  });

  it('excuses by one key and one press, everything filled in, and can take it back', async () => {
    const { bridge } = await openAdherence();
    const grid = await list();
    user.click(await within(grid).findByText('Team South', { selector: '[aria-rowindex="4"] *' }));
    user.press(['u']);
    const dialog = await screen.findByRole('dialog', { name: 'Excuse Dana Peled' });
    expect(within(dialog).getByText(/Planned Work, actually Break/)).toBeDefined();
    user.click(within(dialog).getByRole('button', { name: 'Excuse' }));
    await waitFor(() => expect(callsOf(bridge, 'addException')).toHaveLength(1));
    expect(callsOf(bridge, 'addException')[0]).toMatchObject({
      people: ['gc/3'],
      reason: 'Break moved with approval',
      approver: 'Dana Peled',
    });
    user.click(await screen.findByRole('button', { name: 'Take it back' }));
    await waitFor(() => expect(callsOf(bridge, 'removeException')).toEqual([{ id: 'x1', note: null }]));
  });

  it('asks for the reason of an exception before it is added, over the minutes of the deviation', async () => {
    const { bridge } = await openAdherence();
    await list();
    user.press(['e']);
    const dialog = await screen.findByRole('dialog', { name: 'Add exception' });
    expect(within(dialog).getByLabelText<HTMLInputElement>('From').value).toBe('09:00');
    expect(within(dialog).getByLabelText<HTMLInputElement>('To').value).toBe('10:43');
    user.click(within(dialog).getByRole('button', { name: 'Add exception' }));
    expect(within(dialog).getByText('Say why.')).toBeDefined();
    expect(callsOf(bridge, 'addException')).toEqual([]);
  });

  it('keeps a note and opens the vendor’s page', async () => {
    const { bridge } = await openAdherence();
    await list();
    await screen.findByRole('button', { name: /Open in Genesys/ });
    user.press(['n']);
    user.type(await screen.findByRole('textbox', { name: 'Note' }), 'Called: on the way.');
    user.click(screen.getByRole('button', { name: 'Keep the note' }));
    await waitFor(() =>
      expect(callsOf(bridge, 'addNote')).toMatchObject([{ person: 'gc/9', text: 'Called: on the way.' }]),
    );
    user.press(['v']);
    await waitFor(() => expect(bridge.shellCalls.filter(({ name }) => name === 'openExternal')).toHaveLength(1));
  });

  it('holds the order while the pointer is inside', async () => {
    const { bridge, team } = await openAdherence();
    const grid = await list();
    await waitFor(() => expect(namesIn(grid)).toHaveLength(3));
    fireEvent.pointerMove(grid);
    const worst = team.people[8]?.row;
    if (worst === undefined) throw new Error('no such row');
    await onWire(() =>
      bridge.patch('adherence', { people: { upsert: [{ ...worst, deviation: null }] } }, { at: FLOOR_AT + 1000 }),
    );
    expect(namesIn(grid)).toHaveLength(3);
    expect(screen.getByText('order held while you are here')).toBeDefined();
    fireEvent.pointerLeave(grid.parentElement ?? grid);
    await waitFor(() => expect(namesIn(grid)).toEqual(['Omer Dagan', 'Dana Peled']));
  });

  it('is calm when nobody is out, and says what comes next', async () => {
    await openAdherence({ calm: true });
    expect(await screen.findByText('Everybody is where the plan says')).toBeDefined();
    expect(screen.getByText(/Next change at 10:55: 5 people to work/)).toBeDefined();
  });

  it('says what to do where there are no schedules at all', async () => {
    const { bridge } = await openAdherence({ planless: true });
    expect(await screen.findByText('No schedules yet')).toBeDefined();
    user.click(screen.getByRole('button', { name: 'Import a schedule file' }));
    user.click(await screen.findByRole('button', { name: 'Choose a file' }));
    expect(await screen.findByText('60 shifts of 14 people from march.csv.')).toBeDefined();
    expect(callsOf(bridge, 'importSchedule')).toHaveLength(1);
  });

  it('stands still and says so while the source has stalled', async () => {
    await openAdherence({ stale: true });
    const grid = await list();
    await waitFor(() => expect(within(grid).getAllByText('stale')).toHaveLength(3));
    expect(within(grid).getAllByText('1 h 38')).toHaveLength(2);
  });

  it('opens “why” at a tile', async () => {
    const { bridge } = await openAdherence();
    user.click(await screen.findByRole('button', { name: /^Out of adherence now/ }));
    await waitFor(() =>
      expect(callsOf(bridge, 'explain')).toMatchObject([{ figure: 'outOfAdherence', window: 'now' }]),
    );
  });
});
