import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callsOf, openAdherence, user } from './open.tsx';

const DANA = 'day/gc%2F3/2026-03-03';
const panel = () => screen.findByRole('complementary', { name: 'Dana Peled · 3 Mar 2026' });

describe('a person’s day', () => {
  it('shows figures with their counts, deviations with reasons, plans of before and notes', async () => {
    await openAdherence({ at: DANA });
    const day = await panel();
    expect(await within(day).findAllByText('92.9%')).toHaveLength(2);
    const rows = within(day).getAllByRole('row');
    expect(rows.map((row) => row.textContent).join('\n')).toMatch(/10:35lasts.*WorkBreakHurtscounts/);
    expect(within(day).getByText('Headset was changed at nine.')).toBeDefined();
    expect(within(day).getByText('What was known when')).toBeDefined();
    expect(within(day).getAllByText(/Plan until 07:30/).length).toBeGreaterThan(0);
    expect(within(day).getByText('Zendesk')).toBeDefined();
  });

  it('goes to the day before and after by [ and ], and back to the list by Esc', async () => {
    await openAdherence({ at: DANA });
    const day = await panel();
    await within(day).findByText('Deviations');
    user.press(['[']);
    await waitFor(() => expect(window.location.hash).toBe('#/adherence/day/gc%2F3/2026-03-02'));
    user.press([']']);
    await waitFor(() => expect(window.location.hash).toBe('#/adherence/day/gc%2F3/2026-03-03'));
    user.press(['Escape']);
    await waitFor(() => expect(window.location.hash).toBe('#/adherence/now'));
  });

  it('takes the keyboard when it opens over a table and gives it back', async () => {
    await openAdherence();
    const grid = await screen.findByRole('grid', { name: 'Out of adherence' });
    await within(grid).findByText('Dana Peled');
    grid.focus();
    user.press(['d']);
    const day = await screen.findByRole('complementary');
    expect(day.contains(document.activeElement)).toBe(true);
    user.press(['Escape']);
    await waitFor(() => expect(window.location.hash).toBe('#/adherence/now'));
    await waitFor(() => expect(grid.contains(document.activeElement)).toBe(true));
  });

  it('excuses a deviation on the spot, lists the exception and takes it back', async () => {
    const { bridge } = await openAdherence({ at: DANA });
    const day = await panel();
    const [, lasting] = await within(day).findAllByRole('button', { name: 'Excuse' });
    if (lasting === undefined) throw new Error('no deviation to excuse');
    user.click(lasting);
    const dialog = await screen.findByRole('dialog', { name: 'Excuse Dana Peled' });
    user.click(within(dialog).getByRole('button', { name: 'Excuse' }));
    const back = await within(day).findByRole('button', { name: 'Take back' });
    expect(within(day).getByText(/Break moved with approval · approved by Dana Peled/)).toBeDefined();
    user.click(back);
    await waitFor(() => expect(callsOf(bridge, 'removeException')).toHaveLength(1));
    expect(await within(day).findByText(/taken back by Supervisor/)).toBeDefined();
  });

  it('says so where nothing is known of the day', async () => {
    await openAdherence({ at: 'day/gc%2F3/2026-02-14' });
    expect(await screen.findByText('Nothing was planned and nothing is known of this day.')).toBeDefined();
  });
});
