import { fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { caseOf, madeAt } from '../../../renderer/features/recovery/cases.ts';
import { boardRow, fakeFloor } from '../../helpers/fake-floor.ts';
import { giveSize, onWire, settle } from '../helpers.tsx';
import { callsOf, openFeatures } from './console.tsx';

const press = async (name: string | RegExp) => {
  fireEvent.click(screen.getByRole('button', { name }));
  await settle();
};

describe('the practice floor', () => {
  beforeEach(() => giveSize(1400, 420));

  const openPractice = async (setup: Parameters<typeof openFeatures>[0] = {}) => {
    const floor = { ...fakeFloor({ agents: 12 }), board: [boardRow({ practice: true })] };
    const opened = await openFeatures({ floor, ...setup });
    await press(/Practice floor: simulated/);
    return opened;
  };
  const panel = () => screen.getByRole('dialog', { name: 'Practice floor' });

  it('says that it is simulated, sets the speed, and starts and ends incidents', async () => {
    const { bridge } = await openPractice();
    fireEvent.click(within(panel()).getByRole('radio', { name: '20×' }));
    await settle();
    expect(callsOf(bridge, 'setPracticeSpeed')).toEqual([{ speed: 20 }]);
    await press(/^Start Queue surge/);
    const surge = { kind: 'queue-surge', queue: null, minutes: 15, factor: null, source: null };
    expect(callsOf(bridge, 'startIncident')).toEqual([surge]);
    await press(/^Start Expired token/);
    expect(callsOf(bridge, 'startIncident')[1]).toMatchObject({ kind: 'expired-token' });
    expect(panel().textContent).toMatch(/Queue surge8:\d\d left/);
    await press('End Queue surge');
    expect(callsOf(bridge, 'endIncident')).toEqual([{ id: 'i1' }]);
  });

  it('tells when the practice floor does not take it', async () => {
    await openPractice({
      prepare: (bridge) =>
        bridge.handle('startIncident', () => {
          throw { code: 'refused', message: 'It is still starting.' };
        }),
    });
    await press(/^Start Rate limit/);
    expect(screen.getByText('The practice floor did not take that: It is still starting.')).toBeTruthy();
  });

  it('is not there on a real floor', async () => {
    await openFeatures();
    expect(screen.queryByRole('button', { name: /simulated/ })).toBeNull();
  });
});

describe('recovery', () => {
  beforeEach(() => giveSize(1400, 420));

  const stop = async (state: { code: string; offers: string[]; backups?: string[] }) => {
    const opened = await openFeatures();
    await onWire(() =>
      opened.bridge.say({ state: 'stopped', message: 'mirror.db is damaged.', backups: [], ...state }),
    );
    await settle();
    return opened;
  };

  it('says what happened, what is kept, and rebuilds the mirror on request', async () => {
    const { bridge } = await stop({ code: 'store-corrupt', offers: ['rebuild-mirror', 'restart'] });
    expect(screen.getByRole('heading', { name: 'The copy of your sources is damaged' })).toBeTruthy();
    expect(document.body.textContent).toContain('mirror.db is damaged.');
    expect(document.body.textContent).toContain('What is kept');
    await press('Set it aside and rebuild');
    expect(bridge.shellCalls.at(-1)).toEqual({ name: 'recover', input: { action: 'rebuild-mirror', backup: null } });
    expect(document.body.textContent).toContain('Working on it…');
  });

  it('restores the backup that was chosen', async () => {
    const backups = ['/d/notebook-daily-20260303T020000Z.db', '/d/notebook-daily-20260302T020000Z.db'];
    const { bridge } = await stop({ code: 'store-corrupt', offers: ['restore-notebook'], backups });
    await press('Restore the chosen backup');
    expect(bridge.shellCalls.at(-1)).toEqual({
      name: 'recover',
      input: { action: 'restore-notebook', backup: backups[0] },
    });
  });

  it('begins a new notebook where there is no backup, and says what is lost', async () => {
    const { bridge } = await stop({ code: 'store-corrupt', offers: ['new-notebook', 'restart'] });
    expect(document.body.textContent).toContain('No backup of it was made yet.');
    expect(document.body.textContent).not.toContain('the backup you choose');
    await press('Begin a new notebook');
    expect(bridge.shellCalls.at(-1)).toEqual({ name: 'recover', input: { action: 'new-notebook', backup: null } });
  });

  it('tells a repair that did not work and lets it be tried again', async () => {
    const { bridge } = await stop({ code: 'store-corrupt', offers: ['rebuild-mirror'] });
    bridge.handleShell('recover', () => ({ ok: true, value: { ok: false, message: 'The disk is full.' } }));
    await press('Set it aside and rebuild');
    expect(screen.getByRole('alert').textContent).toContain('The disk is full.');
    expect(screen.getByRole('button', { name: 'Set it aside and rebuild' })).toBeTruthy();
  });

  it.each([
    ['store-newer', [], 'newer'],
    ['store-busy', ['restart'], 'busy'],
    ['store-full', ['restart'], 'full'],
    ['migration-failed', ['rebuild-mirror', 'restart'], 'migration'],
    ['store-corrupt', ['new-notebook', 'restart'], 'unsaved'],
    ['engine-down', ['restart'], 'down'],
    ['internal', ['restart'], 'start'],
    [null, [], 'start'],
  ] as const)('finds the words for %s', (code, offers, expected) => {
    expect(caseOf(code, offers)).toBe(expected);
  });

  it('reads when a backup was made from its name', () => {
    expect(madeAt('/d/notebook-migration-20260303T084217Z-2.db')).toBe(Date.UTC(2026, 2, 3, 8, 42, 17));
    expect(madeAt('/d/other.db')).toBeNull();
  });
});
