/** One definition of each user action, for menu, shortcut and palette. */
export { keysOf } from './keys.ts';
export type { Shortcuts } from './keys.ts';
export { performAction, registerActions, useActions, useAllActions } from './registry.ts';
export { ACTION_GROUPS } from './types.ts';
export type { Action, ActionGroup } from './types.ts';
export { useKeyboard } from './use-keyboard.ts';
