import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callsOf, openAdherence, user } from './open.tsx';

const grid = () => screen.findByRole('grid', { name: 'Timeline' });

describe('the team timeline', () => {
  it('has a row for each person in sight, said in words', async () => {
    await openAdherence({ at: 'timeline' });
    const table = await grid();
    const header = await within(table).findByRole('rowheader', { name: /Dana Peled/ });
    const row = header.closest('tr');
    await waitFor(() =>
      expect(row?.textContent).toMatch(/Planned: Work 09:00 to 11:10.*since 10:35, planned Work, actually Break.*93%/),
    );
  });

  it('puts those out of adherence first and offers other orders', async () => {
    await openAdherence({ at: 'timeline' });
    const table = await grid();
    const first = () => within(table).getAllByRole('rowheader')[0]?.textContent;
    await waitFor(() => expect(first()).toMatch(/Rina Amit/));
    user.click(screen.getByRole('button', { name: /Order/ }));
    await user.choose('Name');
    await waitFor(() => expect(first()).toMatch(/Adi Marom/));
  });

  it('subscribes for the people on screen only', async () => {
    const { bridge } = await openAdherence({ at: 'timeline', people: 400 });
    await grid();
    await waitFor(() => {
      const last = bridge.subscriptions.filter(({ view }) => view === 'timeline').at(-1)?.input as { people: string[] };
      expect(last.people.length).toBeGreaterThan(10);
      expect(last.people.length).toBeLessThan(60);
    });
  });

  it('chooses quarter hours and people by keyboard and adds an exception to them', async () => {
    const { bridge } = await openAdherence({ at: 'timeline' });
    const table = await grid();
    await within(table).findByRole('rowheader', { name: /Rina Amit/ });
    act(() => table.focus());
    user.press(['ArrowDown']);
    user.press(['ArrowRight', 'ArrowRight', 'ArrowDown'], true);
    expect(await screen.findByText('10:30–11:15, 45:00, 2 people')).toBeDefined();
    user.press(['e']);
    const dialog = await screen.findByRole('dialog', { name: 'Add exception' });
    expect(within(dialog).getByLabelText<HTMLInputElement>('From').value).toBe('10:30');
    expect(within(dialog).getByLabelText<HTMLInputElement>('To').value).toBe('11:15');
    user.click(within(dialog).getByRole('button', { name: /Reason/ }));
    await user.choose('The plan was wrong');
    user.click(within(dialog).getByRole('button', { name: 'Add exception' }));
    await waitFor(() =>
      expect(callsOf(bridge, 'addException')).toMatchObject([
        { people: ['gc/9', 'gc/10'], reason: 'The plan was wrong', approver: 'Dana Peled' },
      ]),
    );
  });

  it('chooses by dragging over rows', async () => {
    await openAdherence({ at: 'timeline' });
    const table = await grid();
    await within(table).findByRole('rowheader', { name: /Rina Amit/ });
    table.setPointerCapture = () => undefined;
    fireEvent.pointerDown(table, { button: 0, clientX: 200, clientY: 10, pointerId: 1 });
    fireEvent.pointerMove(table, { clientX: 300, clientY: 60, pointerId: 1 });
    fireEvent.pointerUp(table, { clientX: 300, clientY: 60, pointerId: 1 });
    const dialog = await screen.findByRole('dialog', { name: 'Add exception' });
    expect(within(dialog).getByText('Rina Amit and 1 other')).toBeDefined();
  });

  it('opens the person’s day by Enter', async () => {
    await openAdherence({ at: 'timeline' });
    const table = await grid();
    await within(table).findByRole('rowheader', { name: /Rina Amit/ });
    act(() => table.focus());
    user.press(['ArrowDown', 'Enter']);
    await waitFor(() => expect(window.location.hash).toBe('#/adherence/day/gc%2F9/2026-03-03'));
    expect(await screen.findByRole('complementary', { name: /Rina Amit/ })).toBeDefined();
  });
});
