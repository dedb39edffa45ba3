import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { setMoment, useUi } from '../../../renderer/app/state.ts';
import { alarmRow, fakeFloor, FLOOR_AT } from '../../helpers/fake-floor.ts';
import { giveSize, onWire, settle } from '../helpers.tsx';
import { callsOf, openFeatures } from './console.tsx';

const cards = () => [...document.querySelectorAll<HTMLElement>('.wf-alarm')];
const nameOf = (card: HTMLElement | undefined) => card?.querySelector('[data-alarm]')?.getAttribute('data-alarm');
const press = async (key: string, target: Element = document.body) => {
  fireEvent.keyDown(target, { key });
  await settle();
};
const openTray = async () => {
  useUi.setState({ trayOpen: true });
  await settle();
};

describe('the alarm tray', () => {
  beforeEach(() => giveSize(1400, 420));

  it('lists what calls before what was answered, worse before better, and says what to do', async () => {
    const floor = fakeFloor({ agents: 12 });
    floor.alarms.push(
      alarmRow('abandonRate', 'zd/1', { value: 0.091, limit: 0.08, acknowledgedAt: FLOOR_AT, acknowledgedBy: 'Dana' }),
    );
    await openFeatures({ floor });
    await openTray();
    expect(cards().map(nameOf)).toEqual([
      'longestWait:zd/1',
      'serviceLevel:zd/1',
      'longestWait:zd/2',
      'wrap:zd/5',
      'abandonRate:zd/1',
    ]);
    expect(cards()[0]?.textContent).toContain('Longest wait 2:41, limit 1:20');
    expect(cards()[0]?.textContent).toContain('Breach');
    expect(cards()[4]?.textContent).toContain('Acknowledged by Dana');
  });

  it('acknowledges the active alarm with a and goes on to the next; the arrows move', async () => {
    const { bridge } = await openFeatures();
    await openTray();
    const first = screen.getAllByRole('button', { name: /Private banking\. Breach/ })[0] as HTMLElement;
    first.focus();
    await press('ArrowDown', first);
    expect(document.activeElement?.getAttribute('data-alarm')).toBe('serviceLevel:zd/1');
    await press('a', document.activeElement ?? document.body);
    expect(callsOf(bridge, 'acknowledgeAlarm')).toEqual([{ key: 'serviceLevel:zd/1', note: null }]);
    expect(document.activeElement?.getAttribute('data-alarm')).toBe('longestWait:zd/2');
  });

  it('answers several at once: x selects, a acknowledges and z snoozes them all', async () => {
    const { bridge } = await openFeatures();
    await openTray();
    const first = screen.getAllByRole('button', { name: /Private banking\. Breach/ })[0] as HTMLElement;
    first.focus();
    await press('x', first);
    await press('ArrowDown', first);
    await press('x', document.activeElement ?? document.body);
    expect(screen.getByText(/^2 selected/)).toBeTruthy();
    await press('a', document.activeElement ?? document.body);
    expect(callsOf(bridge, 'acknowledgeAlarm').map((call) => (call as { key: string }).key)).toEqual([
      'longestWait:zd/1',
      'serviceLevel:zd/1',
    ]);
    expect(screen.queryByText(/selected/)).toBeNull();

    for (const card of cards().slice(0, 2)) {
      fireEvent.click(within(card).getByRole('button', { name: /^Select the alarm/ }));
      await settle();
    }
    await press('z');
    fireEvent.click(screen.getByRole('menuitem', { name: '15 minutes' }));
    await settle();
    expect(callsOf(bridge, 'snoozeAlarm')).toEqual([
      { key: nameOf(cards()[0]), minutes: 15 },
      { key: nameOf(cards()[1]), minutes: 15 },
    ]);
  });

  it('counts what is in force above the list', async () => {
    await openFeatures();
    await openTray();
    expect(document.querySelector('.wf-alarms-summary')?.textContent).toMatch(/\d breach.*\d warning/);
  });

  it('snoozes with z for the minutes chosen, and wakes a snoozed one', async () => {
    const floor = fakeFloor({ agents: 12 });
    floor.alarms = [alarmRow('longestWait', 'zd/1')];
    const { bridge } = await openFeatures({ floor });
    await openTray();
    await press('z');
    fireEvent.click(screen.getByRole('menuitem', { name: '30 minutes' }));
    await settle();
    expect(callsOf(bridge, 'snoozeAlarm')).toEqual([{ key: 'longestWait:zd/1', minutes: 30 }]);
    await onWire(() =>
      bridge.patch('floor', {
        alarms: { upsert: [alarmRow('longestWait', 'zd/1', { snoozedUntil: FLOOR_AT + 1_800_000 })] },
      }),
    );
    expect(cards()[0]?.textContent).toContain('Snoozed until');
    fireEvent.click(screen.getByRole('button', { name: 'Wake it' }));
    await settle();
    expect(callsOf(bridge, 'unsnoozeAlarm')).toEqual([{ key: 'longestWait:zd/1' }]);
  });

  it('tells a refusal and leaves the alarm as it was', async () => {
    await openFeatures({
      prepare: (bridge) =>
        bridge.handle('acknowledgeAlarm', () => {
          throw { code: 'store-full', message: 'The disk is full.' };
        }),
    });
    await openTray();
    fireEvent.click(within(cards()[0] as HTMLElement).getByRole('button', { name: /^Acknowledge/ }));
    await settle();
    expect(screen.getByText('The alarm could not be answered: The disk is full.')).toBeTruthy();
    expect(cards()[0]?.textContent).not.toContain('Acknowledged');
  });

  it('shows the history of the day with who did what, and nobody’s words as nobody’s', async () => {
    await openFeatures({
      prepare: (bridge) =>
        bridge.handle('alarmHistory', () => [
          {
            at: FLOOR_AT,
            key: 'longestWait:zd/1',
            rule: 'longestWait',
            subject: 'zd/1',
            who: 'Private banking',
            event: 'acknowledged',
            level: 'breach',
            value: 161,
            limit: 80,
            actor: 'Dana Peled',
            note: 'Two moved over.',
          },
          {
            at: FLOOR_AT - 60_000,
            key: 'longestWait:zd/1',
            rule: 'longestWait',
            subject: 'zd/1',
            who: 'Private banking',
            event: 'raised',
            level: 'breach',
            value: 90,
            limit: 80,
            actor: null,
            note: '1772526137000',
          },
        ]),
    });
    await openTray();
    fireEvent.click(screen.getByRole('tab', { name: 'History' }));
    await settle();
    const text = screen.getByRole('list', { name: /^Alarms of/ }).textContent ?? '';
    expect(text).toContain('by Dana Peled');
    expect(text).toContain('Two moved over.');
    expect(text).not.toContain('1772526137000');
  });

  it('offers the history alone in a replay, and says so', async () => {
    await openFeatures();
    setMoment({ kind: 'replay', at: FLOOR_AT - 3_600_000, speed: 0 });
    await openTray();
    expect(screen.getByRole('tab', { name: 'In force' }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText(/cannot be answered/)).toBeTruthy();
    expect(cards()).toEqual([]);
  });

  it('says that nothing is wrong when nothing is', async () => {
    await openFeatures({ floor: { ...fakeFloor({ agents: 12 }), alarms: [] } });
    await openTray();
    expect(screen.getByText('Nothing is wrong')).toBeTruthy();
  });

  it('answers the row under the keyboard while the tray is closed, else opens the tray', async () => {
    const { bridge } = await openFeatures();
    await press('a');
    expect(useUi.getState().trayOpen).toBe(true);
    useUi.setState({ trayOpen: false });
    await settle();
    const grid = screen.getByRole('grid', { name: 'Queues' });
    grid.focus();
    await press('ArrowDown', grid);
    await press('a', grid);
    expect(callsOf(bridge, 'acknowledgeAlarm').map((input) => (input as { key: string }).key)).toEqual([
      'longestWait:zd/1',
      'serviceLevel:zd/1',
    ]);
  });
});
