import { keysOf } from '../../actions/index.ts';
import type { Action, Shortcuts } from '../../actions/index.ts';

/** Keys of lists, tables and buttons themselves: an action on them would make those unusable. */
const RESERVED: ReadonlySet<string> = new Set([
  'Enter',
  'Tab',
  ' ',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

export function isReserved(keys: string): boolean {
  return keys.split(' ').some((key) => RESERVED.has(key)) || keys.trim() === '';
}

/**
 * The action that keys already belong to: the same keys, or keys of which one begins the other (`g` would swallow `g f`).
 *
 * @param name of the action that wants them
 */
export function conflictOf(
  keys: string,
  name: string,
  actions: readonly Action[],
  shortcuts: Shortcuts,
): Action | null {
  const found = actions.find((action) => {
    if (action.name === name) return false;
    const taken = keysOf(action, shortcuts);
    if (taken === null) return false;
    return taken === keys || taken.startsWith(`${keys} `) || keys.startsWith(`${taken} `);
  });
  return found ?? null;
}

/**
 * Shortcuts after a change. Keys that are the action's own again are forgotten, so that a later original can change.
 *
 * @param keys null: switched off
 * @param loser who gave the keys up; switched off
 */
export function withShortcut(
  shortcuts: Shortcuts,
  action: Pick<Action, 'name' | 'keys'>,
  keys: string | null,
  loser: Pick<Action, 'name'> | null,
): Record<string, string | null> {
  const next: Record<string, string | null> = { ...shortcuts };
  if (keys === action.keys) delete next[action.name];
  else next[action.name] = keys;
  if (loser !== null) next[loser.name] = null;
  return next;
}
