import { describe, expect, it } from 'vitest';
import { chordOf, isTyping, KeyReader, keysOf } from '../../../renderer/actions/keys.ts';
import type { Action } from '../../../renderer/actions/index.ts';

const press = (
  key: string,
  more: Partial<{ code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }> = {},
) => chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

const action = (name: string, keys: string | null, when?: () => boolean): Action => ({
  name,
  label: 'actions.help',
  group: 'help',
  keys,
  perform: () => undefined,
  ...(when === undefined ? {} : { when }),
});

describe('names of key presses', () => {
  it('writes chords as the actions do', () => {
    expect([
      press('a'),
      press('A'),
      press('?', { shiftKey: true }),
      press('k', { ctrlKey: true }),
      press('K', { metaKey: true }),
    ]).toEqual(['a', 'a', '?', 'Ctrl+K', 'Ctrl+K']);
    expect(press('Escape')).toBe('Escape');
  });

  it('goes by the place of the key where the layout is not Latin', () => {
    expect(press('ע', { code: 'KeyG' })).toBe('g');
  });
});

describe('finding the action of a key', () => {
  const goFloor = action('go.floor', 'g f');
  const palette = action('app.palette', 'Ctrl+K');
  const acknowledge = action('alarms.acknowledge', 'a');

  it('hears a sequence, and not when its second key comes too late', () => {
    const reader = new KeyReader();
    expect(reader.read('g', false, [goFloor], {}, 0)).toBe('waiting');
    expect(reader.read('f', false, [goFloor], {}, 500)).toBe(goFloor);
    expect(reader.read('g', false, [goFloor], {}, 1000)).toBe('waiting');
    expect(reader.read('f', false, [goFloor], {}, 3000)).toBeNull();
  });

  it('leaves letters to a field that is typed in, but not Ctrl and Esc', () => {
    const reader = new KeyReader();
    expect(reader.read('a', true, [acknowledge], {}, 0)).toBeNull();
    expect(reader.read('Ctrl+K', true, [palette], {}, 0)).toBe(palette);
  });

  it('follows the settings: remapped, switched off', () => {
    const reader = new KeyReader();
    const shortcuts = { 'alarms.acknowledge': 'q', 'app.palette': null };
    expect(reader.read('q', false, [acknowledge], shortcuts, 0)).toBe(acknowledge);
    expect(reader.read('a', false, [acknowledge], shortcuts, 0)).toBeNull();
    expect(reader.read('Ctrl+K', false, [palette], shortcuts, 0)).toBeNull();
    expect(keysOf(palette, shortcuts)).toBeNull();
  });

  it('passes over an action that cannot be done now', () => {
    const reader = new KeyReader();
    const never = action('replay.back', 'a', () => false);
    expect(reader.read('a', false, [acknowledge, never], {}, 0)).toBe(acknowledge);
  });

  it('knows when keys go into text', () => {
    expect(isTyping(document.createElement('input'))).toBe(true);
    expect(isTyping(document.createElement('button'))).toBe(false);
  });
});
