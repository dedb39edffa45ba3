import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { noCounts, sumAdherence } from '../../../shared/domain/adherence/index.ts';
import { cellOf, toneOf } from '../../../renderer/features/adherence/month/cells.ts';
import { shiftMonth } from '../../../renderer/features/adherence/month/months.ts';
import { settle } from '../helpers.tsx';
import { dayCounts, monthOf } from './answers.ts';
import { callsOf, openBook } from './open.tsx';

const grid = () => screen.findByRole('grid', { name: /Adherence of/ });
const activeText = (element: HTMLElement) =>
  document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.getAttribute('data-tip') ?? '';

describe('a cell of the month', () => {
  it('says the share, the counts and what was excused', () => {
    const cell = cellOf(dayCounts(0.9), 'all', 0.92);
    expect(cell.text).toBe('90');
    expect(cell.tone).toBe('near');
    expect(cell.words).toContain('90.0%');
    expect(cell.words).toContain('of 8 h');
    expect(cell.words).toContain('12:00 of them excused');
  });

  it('is a dash with its reason where there is no share, never a zero', () => {
    expect(cellOf(null, 'all', 0.92)).toMatchObject({ text: null, words: 'Nothing planned and nothing done' });
    expect(cellOf(null, 'all', 0.92, true)).toMatchObject({ text: null, words: 'Not yet' });
    const silent = dayCounts(1, { matched: 0, excused: 0, unknown: 28_800 });
    expect(cellOf(silent, 'all', 0.92)).toMatchObject({
      text: null,
      words: 'Planned, but no source says what was done',
    });
    const unplanned = { ...noCounts(), worked: 7200 };
    expect(cellOf(unplanned, 'all', 0.92).words).toBe('Worked 2 h 00 without a plan');
    const absent = dayCounts(0, { matched: 0, excused: 0, unmatched: 28_800 });
    expect(cellOf(absent, 'all', 0.92)).toMatchObject({ text: '0', tone: 'bad' });
  });

  it('never rounds a day with a gap up to a hundred', () => {
    expect(cellOf(dayCounts(0.9999), 'all', 0.92).text).toBe('99');
    expect(cellOf(dayCounts(1), 'all', 0.92).text).toBe('100');
  });

  it('is tinted by its distance from the target', () => {
    expect([0.93, 0.9, 0.8, 0.5].map((value) => toneOf(value, 0.92))).toEqual(['good', 'near', 'low', 'bad']);
  });

  it('goes from month to month over the year', () => {
    expect(shiftMonth('2026-01', -1)).toBe('2025-12');
    expect(shiftMonth('2026-12', 1)).toBe('2027-01');
  });
});

describe('the month', () => {
  it('shows people by days with totals that are sums over sums', async () => {
    await openBook('month/2026-02');
    const table = await grid();
    expect(table.getAttribute('aria-rowcount')).toBe('52');
    expect(table.getAttribute('aria-colcount')).toBe('30');
    const month = monthOf('2026-02');
    const first = sumAdherence(month.people.flatMap(({ days }) => days[0] ?? []));
    const foot = table.querySelectorAll('tfoot td');
    expect(foot[0]?.textContent).toBe(cellOf(first, 'all', 0.92).text);
    expect(foot[28]?.textContent).toBe(
      (((month.total.matched + month.total.excused) / (month.total.scheduled - month.total.unknown)) * 100).toFixed(1),
    );
  });

  it('keeps only the rows in sight', async () => {
    await openBook('month/2026-02', (bridge) => bridge.handle('adherenceMonth', ({ month }) => monthOf(month, 300)));
    const table = await grid();
    expect(table.getAttribute('aria-rowcount')).toBe('302');
    expect(table.querySelectorAll('tbody tr').length).toBeLessThan(60);
  });

  it('moves by arrows and opens the person’s day by Enter', async () => {
    await openBook('month/2026-02');
    const table = await grid();
    table.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) fireEvent.keyDown(table, { key });
    expect(activeText(table)).toContain('Amir Tal, Tue');
    fireEvent.keyDown(table, { key: 'Enter' });
    expect(window.location.hash).toBe('#/adherence/day/gc%2F2/2026-02-03');
  });

  it('turns the pages with [ and ]', async () => {
    const { bridge } = await openBook('month/2026-02');
    await grid();
    await act(async () => {
      fireEvent.keyDown(document.body, { key: '[' });
    });
    await waitFor(() => expect(window.location.hash).toBe('#/adherence/month/2026-01'));
    await settle();
    expect(callsOf(bridge, 'adherenceMonth').at(-1)).toMatchObject({ month: '2026-01' });
    expect(await screen.findByRole('grid', { name: 'Adherence of January 2026, people by days' })).toBeTruthy();
  });

  it('counts productive activities alone when asked', async () => {
    await openBook('month/2026-02');
    const table = await grid();
    const before = table.querySelector('tbody td')?.getAttribute('data-tip');
    fireEvent.click(screen.getByRole('radio', { name: 'Productive only' }));
    await settle();
    expect(table.querySelector('tbody td')?.getAttribute('data-tip')).not.toBe(before);
  });

  it('names the causes of shrinkage with their share of paid time', async () => {
    await openBook('month/2026-02');
    await grid();
    const list = document.querySelector('.wf-shrinkage-list')?.textContent ?? '';
    expect(list).toContain('Lunch8.1%');
    expect(list).toContain('Not signed in1.5%');
    expect(list).toContain('Exception: Unwell1.1%');
    expect(screen.getByText(/27\.3% of .* paid was not worked as planned/)).toBeTruthy();
  });

  it('says that history is being counted again, and asks anew at its end', async () => {
    const { bridge } = await openBook('month/2026-02', (fake) =>
      fake.handle('adherenceMonth', ({ month }) => ({ ...monthOf(month), recomputing: 0.42 })),
    );
    await grid();
    expect(screen.getByText(/Recomputing 42%/)).toBeTruthy();
    await act(async () => bridge.progress('adherence', 60, 100));
    await settle();
    expect(screen.getByText(/Recomputing 60%/)).toBeTruthy();
    const asked = callsOf(bridge, 'adherenceMonth').length;
    await act(async () => bridge.progress('adherence', 100, 100));
    await settle();
    expect(callsOf(bridge, 'adherenceMonth').length).toBe(asked + 1);
  });

  it('says that days are still to come while they are counted, not that nothing was done on them', async () => {
    const days = (month: string, whole: boolean) => {
      const made = monthOf(month);
      const people = made.people.map((person) => ({ ...person, days: person.days.map((day) => (whole ? day : null)) }));
      return { ...made, people, recomputing: whole ? null : 0.1 };
    };
    let whole = false;
    const { bridge } = await openBook('month/2026-02', (fake) =>
      fake.handle('adherenceMonth', ({ month }) => days(month, whole)),
    );
    const table = await grid();
    const tips = () => [...table.querySelectorAll('tbody td')].map((cell) => cell.getAttribute('data-tip')).join();
    expect(tips()).toContain('Not counted yet');
    expect(tips()).not.toContain('nothing done');
    whole = true;
    await act(async () => bridge.progress('adherence', 1, 1));
    await settle();
    await waitFor(() => expect(tips()).not.toContain('Not counted yet'));
  });

  it('says why a month is empty', async () => {
    await openBook('month/2026-09');
    expect(await screen.findByText('No counts for September 2026')).toBeTruthy();
    expect(screen.getByText('This month has not begun.')).toBeTruthy();
  });
});
