import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { openQuestion } from '../../../renderer/app/state.ts';
import type { Question } from '../../../renderer/app/state.ts';
import { caveatText, countName } from '../../../renderer/features/why/figures.ts';
import { openRows } from '../../../renderer/features/why/rows-store.ts';
import { SHRINKAGE_CAUSES } from '../../../shared/domain/adherence/index.ts';
import { FLOOR_AT } from '../../helpers/fake-floor.ts';
import { giveSize, settle } from '../helpers.tsx';
import { explanation } from './answers.ts';
import { callsOf, openFeatures } from './console.tsx';

const ask = async (change: Partial<Question> = {}) => {
  openQuestion({
    figure: 'serviceLevel',
    queue: null,
    agent: null,
    window: 'now',
    anchor: { x: 100, y: 100, width: 80, height: 40 },
    ...change,
  });
  await settle();
};
const panel = () => screen.getByRole('dialog', { name: /^Why this number/ });

describe('why this number', () => {
  beforeEach(() => giveSize(1400, 420));

  it('shows value, interval, formula in words, counts in order, window, zone and freshness', async () => {
    await openFeatures();
    await ask();
    const text = panel().textContent ?? '';
    expect(text).toContain('81.9%');
    expect(text).toContain('79.4% to 84.1%');
    expect(text).toContain('Answered within 20 s, divided by all answered and abandoned apart from those');
    expect([...panel().querySelectorAll('.wf-why-counts dt')].map((term) => term.textContent)).toEqual([
      'Answered',
      'Abandoned',
      'Answered within the threshold',
      'Abandoned within the threshold',
      'Short abandons',
    ]);
    expect(text).toContain('Asia/Jerusalem');
    expect(text).toContain('Not all queues here use the same rule');
  });

  it('has words for the causes of shrinkage and for what limits an adherence figure', () => {
    for (const cause of SHRINKAGE_CAUSES) expect(countName(`cause.${cause}.Seconds`)).not.toContain('cause');
    expect(countName('cause.exception:Fire drill.Seconds')).toBe('Exception: Fire drill');
    for (const limit of ['unknownTime', 'staffing', 'reading']) {
      expect(caveatText(`why.caveat.${limit}`)).toMatch(/\.$/);
      expect(caveatText(`why.caveat.${limit}`)).not.toContain('caveat');
    }
  });

  it('works all six variants out side by side, to the digit of the definition', async () => {
    await openFeatures();
    await ask();
    expect(within(panel()).getAllByRole('radio')).toHaveLength(6);
    expect([...panel().querySelectorAll('.wf-variant-value')].map((cell) => cell.textContent)).toEqual([
      '81.9%',
      '83.0%',
      '86.0%',
      '81.1%',
      '82.7%',
      '82.1%',
    ]);
  });

  it('makes a chosen variant the floor’s rule and asks anew', async () => {
    const { bridge } = await openFeatures();
    await ask();
    fireEvent.click(within(panel()).getByRole('radio', { name: /^answered only/ }));
    await settle();
    expect(callsOf(bridge, 'saveSettings')).toMatchObject([{ serviceLevel: { variant: 'answered-only' } }]);
    expect(panel().querySelector('.wf-why-value')?.textContent).toContain('86.0%');
  });

  it('changes the rule of a queue that has one of its own, and not the floor’s', async () => {
    const own = {
      variant: 'abandons-met',
      thresholdSeconds: 30,
      comparator: 'le',
      shortAbandonSeconds: 5,
      target: 0.9,
    } as const;
    const { bridge } = await openFeatures({
      settings: { queueServiceLevels: { 'zd/1': own } },
      prepare: (wire) => wire.handle('explain', () => explanation({ rule: own })),
    });
    await ask({ queue: 'zd/1' });
    fireEvent.click(within(panel()).getByRole('radio', { name: /^answered only/ }));
    await settle();
    expect(callsOf(bridge, 'saveSettings')).toEqual([
      { queueServiceLevels: { 'zd/1': { ...own, variant: 'answered-only' } } },
    ]);
  });

  it('says why it cannot explain, and asks again on request', async () => {
    let fail = true;
    await openFeatures({
      prepare: (bridge) =>
        bridge.handle('explain', () => {
          if (fail) throw { code: 'not-found', message: 'There is no such queue on the board.' };
          return explanation();
        }),
    });
    await ask();
    expect(panel().textContent).toContain('There is no such queue on the board.');
    fail = false;
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await settle();
    expect(panel().textContent).toContain('81.9%');
  });

  it('shows a dash where there is no value', async () => {
    await openFeatures({
      prepare: (bridge) =>
        bridge.handle('explain', () => explanation({ value: null, low: null, high: null, outcomes: [] })),
    });
    await ask();
    expect(panel().querySelector('.wf-why-value')?.textContent).toBe('–no data');
    expect(screen.queryByRole('button', { name: 'The rows behind it' })).toBeNull();
  });

  it('opens the rows behind it with queue, window and outcomes kept', async () => {
    const { bridge } = await openFeatures();
    await ask({ queue: 'zd/1' });
    fireEvent.click(screen.getByRole('button', { name: 'The rows behind it' }));
    await settle();
    expect(callsOf(bridge, 'contacts')).toEqual([
      {
        from: FLOOR_AT - 1_800_000,
        to: FLOOR_AT,
        queues: ['zd/1'],
        outcomes: ['answered', 'abandoned'],
        limit: 200,
      },
    ]);
    expect(screen.getByRole('dialog', { name: 'Rows behind: Service level · Private banking' })).toBeTruthy();
  });
});

describe('the rows behind a number', () => {
  beforeEach(() => giveSize(1400, 420));

  const REQUEST = { title: 'Rows', from: 0, to: FLOOR_AT, queues: [], outcomes: [], agent: null };
  const rows = async () => {
    openRows(REQUEST);
    await settle();
  };

  it('pages by key, and shows a customer only on request', async () => {
    const { bridge } = await openFeatures();
    await rows();
    fireEvent.click(screen.getByRole('button', { name: 'Read 200 more' }));
    await settle();
    expect(callsOf(bridge, 'contacts')[1]).toMatchObject({ after: { id: 'call-8801', source: 'zd' } });
    expect(screen.getByText('340 rows')).toBeTruthy();
    const masked = document.querySelectorAll('.wf-unmask')[0] as HTMLElement;
    expect(masked.textContent).toContain('••');
    fireEvent.click(masked);
    await settle();
    expect(callsOf(bridge, 'unmask')).toEqual([{ source: 'zd', contact: 'call-9000' }]);
    expect(screen.getByText('+972 54 555 0141')).toBeTruthy();
  });

  it('keeps what it read when a later page fails', async () => {
    const { bridge } = await openFeatures();
    await rows();
    bridge.handle('contacts', () => {
      throw { code: 'engine-restarting', message: 'The engine is restarting.' };
    });
    fireEvent.click(screen.getByRole('button', { name: 'Read 200 more' }));
    await settle();
    expect(screen.getByText(/could not be read: The engine is restarting/)).toBeTruthy();
    expect(document.querySelectorAll('.wf-unmask').length).toBeGreaterThan(3);
  });
});
