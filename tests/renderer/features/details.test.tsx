import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSubject, useUi } from '../../../renderer/app/state.ts';
import { dayByPlatform, totals } from '../../../renderer/features/details/day-spans.ts';
import { readRule } from '../../../renderer/features/details/rule-draft.ts';
import { fakeFloor, FLOOR_AT, queueRow } from '../../helpers/fake-floor.ts';
import { giveSize, onWire, settle } from '../helpers.tsx';
import { SETTINGS } from './answers.ts';
import { callsOf, openFeatures } from './console.tsx';

const open = async (kind: 'queue' | 'agent', key: string) => {
  openSubject({ kind, key });
  await settle();
};
const panel = () => document.querySelector('.wf-slide') as HTMLElement;

describe('details of a queue', () => {
  beforeEach(() => giveSize(1400, 420));

  it('shows figures with their targets, alarms in words, the day and who serves it', async () => {
    const { bridge } = await openFeatures();
    await open('queue', 'zd/1');
    const text = panel().textContent ?? '';
    expect(text).toContain('Longest wait 2:41, limit 1:20');
    expect(text).toContain('target 80% · 61 of 100');
    expect(text).toContain('The day as a table');
    expect(panel().querySelectorAll('.wf-details-agents li').length).toBeGreaterThan(0);
    expect(callsOf(bridge, 'trend')).toMatchObject([{ by: 'quarter', queue: 'zd/1' }]);
  });

  it('opens why a figure is what it is', async () => {
    await openFeatures();
    await open('queue', 'zd/1');
    fireEvent.click(within(panel()).getByText('Service level · day'));
    await settle();
    expect(useUi.getState().question).toMatchObject({ figure: 'serviceLevel', queue: 'zd/1', window: 'day' });
  });

  it('keeps a rule of its own, refuses nonsense by field, and goes back to the floor’s', async () => {
    const { bridge } = await openFeatures();
    await open('queue', 'zd/1');
    fireEvent.click(screen.getByRole('button', { name: 'Change for this queue' }));
    const threshold = screen.getByRole('textbox', { name: 'Threshold, seconds' });
    fireEvent.change(threshold, { target: { value: 'soon' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await settle();
    expect(screen.getByText('A number of seconds above zero, at most a week.')).toBeTruthy();
    expect(callsOf(bridge, 'saveSettings')).toEqual([]);
    fireEvent.change(threshold, { target: { value: '30' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await settle();
    const own = { ...SETTINGS.serviceLevel, thresholdSeconds: 30 };
    expect(callsOf(bridge, 'saveSettings')).toEqual([{ queueServiceLevels: { 'zd/1': own } }]);
    fireEvent.click(screen.getByRole('button', { name: 'Back to the floor’s rule'.replace('’', "'") }));
    await settle();
    expect(callsOf(bridge, 'saveSettings')[1]).toEqual({ queueServiceLevels: {} });
  });

  it('says that figures are old, and that a row has left the board', async () => {
    const { bridge } = await openFeatures();
    await open('queue', 'zd/1');
    await onWire(() =>
      bridge.patch('floor', {
        queues: { upsert: [queueRow('1', { name: 'Private banking', stale: true, asOf: FLOOR_AT - 300_000 })] },
      }),
    );
    expect(panel().textContent).toContain('The source has stalled');
    await onWire(() => bridge.patch('floor', { queues: { remove: ['zd/1'] } }));
    expect(panel().textContent).toContain('No longer on the board');
    expect(panel().textContent).toContain('Private banking');
  });

  it('says that a row is not on the board at all', async () => {
    await openFeatures();
    await open('queue', 'zd/none');
    expect(panel().textContent).toContain('It is not on the board');
  });
});

describe('details of an agent', () => {
  beforeEach(() => giveSize(1400, 420));

  it('shows the state now, the day as a band with its sums, and recent contacts', async () => {
    await openFeatures();
    await open('agent', 'zd/5');
    const text = panel().textContent ?? '';
    expect(text).toContain('Wrap');
    expect(text).toContain('In wrap for 2:25, limit 2:00');
    expect(text).toContain('Handled31');
    expect(panel().querySelectorAll('.wf-day-band li').length).toBeGreaterThan(10);
    expect(panel().querySelectorAll('.wf-recent li').length).toBe(12);
  });

  it('says that a state has lasted at least so long where only its first look is known', async () => {
    const floor = fakeFloor({ agents: 12 });
    floor.agents = floor.agents.map((row) => (row.key === 'zd/5' ? { ...row, sinceAtLeast: true } : row));
    await openFeatures({ floor });
    await open('agent', 'zd/5');
    const time = [...panel().querySelectorAll('[data-tip]')].find((element) => /^≥ 2:\d\d$/.test(element.textContent));
    expect(time?.getAttribute('data-tip')).toContain('At least this long');
  });

  it('keeps the rest when the day cannot be read', async () => {
    await openFeatures({
      prepare: (bridge) =>
        bridge.handle('agentDay', () => {
          throw { code: 'time-limit', message: 'It took too long.' };
        }),
    });
    await open('agent', 'zd/5');
    expect(panel().textContent).toContain('This part could not be read: It took too long.');
    expect(panel().textContent).toContain('Current contact');
  });
});

describe('the day of an agent', () => {
  const stay = (state: string, from: number, to: number | null, platform = 'talk') => ({
    state,
    rawState: state,
    platform,
    from,
    to,
  });

  it('is cut to the day, kept apart by platform, and the open state lasts until now', () => {
    const days = dayByPlatform(
      [stay('available', -500, 1000), stay('wrap', 1000, null), stay('on-contact', 0, 2000, 'chat')],
      0,
      5000,
    );
    expect(days.map(({ platform }) => platform)).toEqual(['chat', 'talk']);
    expect(days[1]?.spans).toMatchObject([
      { state: 'available', from: 0, to: 1000, open: false },
      { state: 'wrap', from: 1000, to: 5000, open: true },
    ]);
    expect(totals(days[1]?.spans ?? [])).toEqual([
      { state: 'wrap', seconds: 4 },
      { state: 'available', seconds: 1 },
    ]);
  });

  it('leaves out what lies outside, and takes an unknown state for away', () => {
    expect(dayByPlatform([stay('available', 6000, null)], 0, 5000)).toEqual([]);
    expect(dayByPlatform([stay('levitating', 0, null)], 0, 5000)[0]?.spans[0]?.state).toBe('away');
  });
});

describe('a rule as it is typed', () => {
  const draft = { variant: 'answered-only', comparator: 'lt', threshold: '20', short: '5', target: '80' } as const;

  it('reads decimal commas and per cent', () => {
    expect(readRule({ ...draft, threshold: '20,5', target: '82.5' })).toEqual({
      rule: {
        variant: 'answered-only',
        comparator: 'lt',
        thresholdSeconds: 20.5,
        shortAbandonSeconds: 5,
        target: 0.825,
      },
    });
  });

  it.each([
    ['threshold', '0'],
    ['threshold', ''],
    ['threshold', '1e9'],
    ['short', '-1'],
    ['target', '101'],
    ['target', 'NaN'],
  ] as const)('refuses %s %j', (field, value) => {
    const read = readRule({ ...draft, [field]: value });
    expect('problems' in read && Object.keys(read.problems)).toEqual([field]);
  });
});
