import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fillSlot } from '../../../renderer/app/slots.ts';
import { setMoment, useUi } from '../../../renderer/app/state.ts';
import '../../../renderer/features/floor/register.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { agentRow, alarmRow, boardRow, FLOOR_AT, fakeFloor, queueRow, sourceRow } from '../../helpers/fake-floor.ts';
import { bridgeWithSettings, giveSize, onWire, openConsole, settle } from '../helpers.tsx';

const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const queueRowHeader = (name: string) => within(screen.getByRole('grid', { name: 'Queues' })).getByText(name);
const stage = () => document.querySelector('.wf-stage') as HTMLElement;

describe('the shell', () => {
  beforeEach(() => {
    giveSize(1400, 300);
    fillSlot('alarmTray', () => <p>The tray</p>);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });

  afterEach(() => vi.useRealTimers());

  it('keeps the last board, marked, while the engine restarts, and goes on by itself', async () => {
    const { bridge } = await openConsole();
    await onWire(() => bridge.down());
    expect(stage().hasAttribute('data-lost')).toBe(true);
    expect(queueRowHeader('Private banking')).toBeTruthy();
    act(() => vi.advanceTimersByTime(2000));
    expect(screen.getByText(/This is the last board known, of 10:42:17/)).toBeTruthy();
    await onWire(() => bridge.connect());
    expect(stage().hasAttribute('data-lost')).toBe(false);
    expect(screen.queryByText(/last board known/)).toBeNull();
    expect(queueRowHeader('Private banking')).toBeTruthy();
  });

  it('says why the engine has stopped and starts it again on request', async () => {
    const bridge = bridgeWithSettings().handleShell('recover', () => ({ ok: true, value: { ok: true, message: '' } }));
    await openConsole(undefined, bridge);
    await onWire(() =>
      bridge.say({ state: 'stopped', code: 'internal', message: 'It stopped five times in two minutes.' }),
    );
    expect(screen.getByRole('alert').textContent).toContain('It stopped five times in two minutes.');
    fireEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Start it again' }));
    await settle();
    expect(bridge.shellCalls.at(-1)).toEqual({ name: 'recover', input: { action: 'restart', backup: null } });
  });

  it('says that there is no network and how many decisions wait', async () => {
    await openConsole({ ...fakeFloor(), board: [boardRow({ online: false, queued: 2 })] });
    expect(screen.getByText(/2 decisions go out when the network is back/)).toBeTruthy();
    expect(screen.getByText('Offline · 2 queued')).toBeTruthy();
  });

  it('marks a replay and returns to now by Esc', async () => {
    const { bridge } = await openConsole();
    act(() => setMoment({ kind: 'replay', at: FLOOR_AT - 3_600_000, speed: 60 }));
    await onWire(() =>
      bridge.snapshot(
        'floor',
        { ...fakeFloor(), board: [boardRow({ mode: 'replay', speed: 60 })] },
        { at: FLOOR_AT - 3_600_000 },
      ),
    );
    expect(screen.getByText('Replay')).toBeTruthy();
    expect(screen.getByText(/This is the floor of .*2026.*, not of now/)).toBeTruthy();
    expect(bridge.subscriptions.at(-1)?.input).toMatchObject({ moment: { kind: 'replay', speed: 60 } });
    press('Escape');
    await settle();
    expect(bridge.subscriptions.at(-1)?.input).toMatchObject({ moment: { kind: 'now' } });
  });

  it('shows each source with its age, and the worst first with its word', async () => {
    const { bridge } = await openConsole();
    await onWire(() =>
      bridge.patch('sources', {
        sources: { upsert: [sourceRow('ic', { name: 'Intercom', state: 'failed', fault: 'The token has expired.' })] },
      }),
    );
    act(() => vi.advanceTimersByTime(300));
    const pills = within(screen.getByRole('region', { name: 'Sources' })).getAllByRole('button');
    expect(pills[0]?.textContent).toMatch(/^IntercomFailed/);
    expect(pills[0]?.dataset['tip']).toContain('The token has expired.');
    expect(pills[1]?.textContent).toMatch(/^Zendesk\d+ sUp to date$/);
  });

  it('counts the alarms that nobody has taken and opens the tray', async () => {
    await openConsole({
      ...fakeFloor(),
      alarms: [
        alarmRow('longestWait', 'zd/1'),
        alarmRow('serviceLevel', 'zd/1', { acknowledgedAt: FLOOR_AT }),
        alarmRow('waiting', 'zd/2', { level: 'warning' }),
      ],
    });
    const button = screen.getByRole('button', { name: 'Alarms: 1 breach, 1 warning' });
    fireEvent.click(button);
    expect(screen.getByText('The tray')).toBeTruthy();
    press('Escape');
    expect(screen.queryByText('The tray')).toBeNull();
  });

  it('speaks new alarms, breaches first, and then rests', async () => {
    const { bridge } = await openConsole();
    const spoken = () =>
      [...document.querySelectorAll('output[aria-live=polite]')].map((region) => region.textContent).join('');
    expect(spoken()).toBe('');
    await onWire(() =>
      bridge.patch('floor', {
        alarms: {
          upsert: [
            alarmRow('waiting', 'zd/3', { who: 'Returns', level: 'warning', value: 9, limit: 4 }),
            alarmRow('longestWait', 'zd/4', { who: 'Web chat', value: 161, limit: 80 }),
          ],
        },
      }),
    );
    expect(spoken()).toBe(
      'Breach: Web chat. Longest wait 2:41, limit 1:20. Warning: Returns. 9 waiting, 4 free to take them.',
    );
    await onWire(() => bridge.patch('floor', { alarms: { upsert: [alarmRow('waiting', 'zd/5', { who: 'Social' })] } }));
    expect(spoken()).not.toContain('Social');
    act(() => vi.advanceTimersByTime(10_000));
    expect(spoken()).toContain('Social');
  });

  it('holds the picture on p and says so', async () => {
    const { bridge } = await openConsole({ board: [boardRow()], queues: [queueRow('1', { waiting: 3 })] });
    press('p');
    expect(screen.getByText(/The picture is held at 10:42:17/)).toBeTruthy();
    await onWire(() => bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 8 })] } }));
    const waiting = () => document.querySelector('[data-column=waiting]')?.textContent;
    expect(waiting()).toBe('3');
    fireEvent.click(screen.getAllByRole('button', { name: 'Resume updates' })[0] as HTMLElement);
    await settle();
    expect(waiting()).toBe('8');
  });

  it('finds a queue or an agent by name and opens it', async () => {
    vi.useRealTimers();
    await openConsole({
      board: [boardRow()],
      queues: [queueRow('1', { name: 'Returns' })],
      agents: [agentRow('7', { name: 'Rina Amit' })],
    });
    press('/');
    const box = await screen.findByRole('searchbox');
    fireEvent.change(box, { target: { value: 'rin' } });
    fireEvent.click(screen.getByRole('menuitem', { name: /Rina Amit/ }));
    await settle();
    expect(useUi.getState().subject).toEqual({ kind: 'agent', key: 'zd/7' });
    expect(screen.queryByRole('searchbox')).toBeNull();
  });

  it('lists and does every action from the palette', async () => {
    vi.useRealTimers();
    await openConsole();
    press('k', { ctrlKey: true });
    fireEvent.change(await screen.findByRole('searchbox'), { target: { value: 'pause' } });
    fireEvent.click(screen.getByRole('menuitem', { name: /Pause or resume updates/ }));
    await settle();
    expect(useUi.getState().paused).toBe(true);
  });

  it('shows the shortcuts in force, remapped ones too', async () => {
    vi.useRealTimers();
    const bridge = bridgeWithSettings({ shortcuts: { 'app.pause': 'h', 'app.search': null } });
    await openConsole(undefined, bridge);
    press('?', { shiftKey: true });
    const help = await screen.findByRole('dialog');
    expect(within(help).getByText('Pause or resume updates').parentElement?.textContent).toBe(
      'Pause or resume updatesh',
    );
    expect(within(help).queryByText('Find a queue or an agent')).toBeNull();
    press('h');
    expect(useUi.getState().paused).toBe(false);
  });

  it('tells the main process that the first whole board is on the glass, and once more when it is live', async () => {
    const { bridge } = await openConsole({ board: [boardRow()] });
    const stream = { stream: 'agents', asOf: null, rows: 0, quarantined: 0, progress: null, fault: null };
    const zendesk = (state: 'pending' | 'backfill') =>
      sourceRow('zd', {
        streams: [
          { ...stream, stream: 'activity', state: 'ok', rows: 4 },
          { ...stream, state },
        ],
      });
    await onWire(() => bridge.patch('sources', { sources: { upsert: [zendesk('pending')] } }));
    const told = () => bridge.shellCalls.filter(({ name }) => name === 'boardShown');
    act(() => vi.advanceTimersByTime(500));
    expect(told()).toEqual([]);
    await onWire(() => bridge.snapshot('floor', { ...fakeFloor({ agents: 12 }) }, { at: FLOOR_AT }));
    await vi.waitFor(() => {
      vi.advanceTimersByTime(50);
      expect(told()).toEqual([
        { name: 'boardShown', input: { queues: 12, agents: 12, waiting: 13, asOf: FLOOR_AT, live: false } },
      ]);
    });
    act(() => vi.advanceTimersByTime(500));
    expect(told()).toHaveLength(1);
    await onWire(() => bridge.patch('sources', { sources: { upsert: [zendesk('backfill')] } }));
    await vi.waitFor(() => {
      vi.advanceTimersByTime(50);
      expect(told().map(({ input }) => (input as { live: boolean }).live)).toEqual([false, true]);
    });
    await onWire(() => bridge.patch('floor', { queues: { upsert: [queueRow('99')] } }));
    act(() => vi.advanceTimersByTime(500));
    expect(told()).toHaveLength(2);
  });

  it('remembers the scope and asks the engine for it', async () => {
    const { bridge } = await openConsole();
    act(() => useUi.setState({ scope: { queues: ['zd/1'], teams: [] } }));
    await settle();
    expect(bridge.subscriptions.at(-1)).toMatchObject({
      view: 'floor',
      input: { scope: { queues: ['zd/1'], teams: [] } },
    });
    expect(screen.getByRole('button', { name: 'Scope: Private banking · all teams' })).toBeTruthy();
  });

  it('switches the theme at once and keeps it in the settings', async () => {
    const { bridge } = await openConsole();
    fireEvent.click(screen.getByRole('button', { name: 'Switch between dark and light' }));
    expect(document.documentElement.dataset['theme']).toBe('light');
    await settle();
    expect(bridge.calls.find(({ name }) => name === 'saveSettings')?.input).toEqual({ theme: 'light' });
    expect(document.documentElement.dataset['theme']).toBe('light');
  });

  it('opens on a quiet window and shows the board as soon as it is there', async () => {
    const bridge = bridgeWithSettings();
    const { view } = await openConsole({}, bridge);
    expect(view.container.querySelector('.wf-shell')).toBeTruthy();
    await onWire(() => bridge.snapshot('floor', { ...fakeFloor({ agents: 12 }) }, { at: FLOOR_AT }));
    expect(queueRowHeader('Private banking')).toBeTruthy();
    expect(bridge).toBeInstanceOf(FakeBridge);
  });
});
