import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../../renderer/actions/index.ts';
import { conflictOf, isReserved, withShortcut } from '../../../renderer/features/settings/shortcut-rules.ts';
import { zoneList } from '../../../renderer/features/settings/ZoneField.tsx';
import { giveSize, settle } from '../helpers.tsx';
import { callsOf, openFeatures } from './console.tsx';

const saved = (bridge: Parameters<typeof callsOf>[0]) => callsOf(bridge, 'saveSettings');
const line = (name: string) => screen.getByRole('button', { name: new RegExp(`^Change the keys of “${name}”`) });
const type = async (target: HTMLElement, key: string, change: Partial<KeyboardEventInit> = {}) => {
  fireEvent.keyDown(target, { key, ...change });
  await settle();
};

describe('settings', () => {
  beforeEach(() => giveSize(1400, 420));

  it('save the theme and tell the system of it', async () => {
    const { bridge } = await openFeatures({ at: 'settings' });
    fireEvent.click(screen.getByRole('radio', { name: 'Light' }));
    await settle();
    expect(saved(bridge)).toEqual([{ theme: 'light' }]);
    expect(bridge.shellCalls.some(({ name }) => name === 'setTheme')).toBe(true);
    expect(document.documentElement.dataset['theme']).toBe('light');
  });

  it('find a zone by a part of its name', async () => {
    const { bridge } = await openFeatures({ at: 'settings' });
    const field = screen.getByRole('combobox', { name: 'Reporting zone' });
    act(() => field.focus());
    await settle();
    fireEvent.input(field, { target: { value: 'kolk' } });
    await settle();
    fireEvent.click(screen.getByRole('option', { name: 'Asia/Kolkata' }));
    await settle();
    expect(saved(bridge)).toEqual([{ zone: 'Asia/Kolkata' }]);
  });

  it('work the six variants out on the floor’s own counts, and save a rule', async () => {
    const { bridge } = await openFeatures({ at: 'settings' });
    const variants = screen.getByRole('radiogroup', { name: 'Variant' });
    expect(variants.textContent).toContain('860 / 1,050 = 81.9%');
    fireEvent.click(within(variants).getByRole('radio', { name: /^abandons met/ }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Target, per cent' }), { target: { value: '90' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save the rule' }));
    await settle();
    expect(saved(bridge)).toMatchObject([{ serviceLevel: { variant: 'abandons-met', target: 0.9 } }]);
  });

  it('tell a refusal and keep the old value', async () => {
    await openFeatures({
      at: 'settings',
      prepare: (bridge) =>
        bridge.handle('saveSettings', () => {
          throw { code: 'store-full', message: 'The disk is full.' };
        }),
    });
    fireEvent.click(screen.getByRole('radio', { name: 'Compact' }));
    await settle();
    expect(screen.getByText('The setting was not saved: The disk is full.')).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'Comfortable' }).getAttribute('aria-checked')).toBe('true');
  });

  it('say which runtime is in use and where the data are', async () => {
    await openFeatures({ at: 'settings' });
    const about = screen.getByRole('region', { name: 'About' }).textContent ?? '';
    expect(about).toContain('fallback 33.2.1');
    expect(about).toContain('/home/supervisor/watchfloor');
  });
});

describe('shortcuts', () => {
  beforeEach(() => giveSize(1400, 420));

  it('are remapped by pressing the new keys', async () => {
    const { bridge } = await openFeatures({ at: 'settings' });
    const button = line('Acknowledge the alarm');
    fireEvent.click(button);
    await type(button, 'K', { ctrlKey: true, shiftKey: true });
    expect(screen.getByRole('alert').textContent).toContain('Ctrl+K already belongs to “All actions”');
    fireEvent.click(button);
    await type(button, 'y', { altKey: true });
    expect(saved(bridge)).toEqual([{ shortcuts: { 'alarms.acknowledge': 'Alt+Y' } }]);
  });

  it('are switched off with Backspace, and left alone with Esc', async () => {
    const { bridge } = await openFeatures({ at: 'settings' });
    const button = line('Snooze the alarm');
    fireEvent.click(button);
    await type(button, 'Escape');
    expect(saved(bridge)).toEqual([]);
    fireEvent.click(button);
    await type(button, 'Backspace');
    expect(saved(bridge)).toEqual([{ shortcuts: { 'alarms.snooze': null } }]);
    expect(line('Snooze the alarm').textContent).toBe('switched off');
  });

  it('can be taken over, which switches the other one off', async () => {
    const { bridge } = await openFeatures({ at: 'settings' });
    const button = line('Acknowledge the alarm');
    fireEvent.click(button);
    await type(button, 'F2');
    fireEvent.click(line('Snooze the alarm'));
    await type(line('Snooze the alarm'), 'F2');
    fireEvent.click(screen.getByRole('button', { name: 'Take it over' }));
    await settle();
    expect(saved(bridge).at(-1)).toEqual({
      shortcuts: { 'alarms.acknowledge': null, 'alarms.snooze': 'F2' },
    });
  });

  const action = (name: string, keys: string | null): Action => ({
    name,
    label: 'ui.close',
    group: 'view',
    keys,
    perform: () => undefined,
  });

  it('conflict where one is the beginning of another', () => {
    const actions = [action('go.floor', 'g f'), action('help', '?')];
    expect(conflictOf('g', 'x', actions, {})?.name).toBe('go.floor');
    expect(conflictOf('? x', 'x', actions, {})?.name).toBe('help');
    expect(conflictOf('g f', 'go.floor', actions, {})).toBeNull();
    expect(conflictOf('g f', 'x', actions, { 'go.floor': null })).toBeNull();
    expect(isReserved('Enter')).toBe(true);
    expect(isReserved('Ctrl+Enter')).toBe(false);
  });

  it('forget a change that leads back to the original', () => {
    expect(withShortcut({ a: 'x', b: 'y' }, action('a', 'q'), 'q', null)).toEqual({ b: 'y' });
    expect(withShortcut({}, action('a', 'q'), 'z', action('b', 'z'))).toEqual({ a: 'z', b: null });
  });
});

describe('the list of zones', () => {
  it('holds every zone once, UTC, and an alias in use', () => {
    const ids = zoneList('US/Eastern').map(({ id }) => id);
    expect(ids).toContain('UTC');
    expect(ids).toContain('US/Eastern');
    expect(new Set(ids).size).toBe(ids.length);
  });
});
