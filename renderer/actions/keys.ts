import type { Action } from './types.ts';

/** Shortcuts as the person set them: by action name; null switches one off. */
export type Shortcuts = Readonly<Record<string, string | null>>;

/** The keys of an action after remapping; null when it has none. */
export function keysOf(action: Pick<Action, 'name' | 'keys'>, shortcuts: Shortcuts): string | null {
  const own = shortcuts[action.name];
  return own === undefined ? action.keys : own;
}

interface Pressed {
  key: string;
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * The name of a key press as it is written in `Action.keys`. Letters count by their place on the keyboard where the layout is not
 * Latin, so that shortcuts work in Hebrew or Greek too.
 */
export function chordOf(event: Pressed): string {
  let key = event.key;
  if (key.length === 1 && key.charCodeAt(0) > 127 && /^Key[A-Z]$/.test(event.code ?? ''))
    key = (event.code ?? '').slice(3);
  const control = event.ctrlKey || event.metaKey;
  if (key.length === 1) key = control || event.altKey ? key.toUpperCase() : key.toLowerCase();
  return `${control ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${key}`;
}

/** How long the second key of a sequence may take. */
const SEQUENCE_MS = 1200;

/**
 * Finds the action of the keys pressed. Single keys and sequences are not heard while the person types in a field.
 *
 * @param actions offered now
 * @param now real milliseconds
 */
export class KeyReader {
  #prefix: string | null = null;
  #prefixAt = 0;

  read(
    chord: string,
    typing: boolean,
    actions: readonly Action[],
    shortcuts: Shortcuts,
    now: number,
  ): Action | 'waiting' | null {
    if (typing && !chord.includes('+') && chord !== 'Escape') return null;
    const prefix = this.#prefix !== null && now - this.#prefixAt < SEQUENCE_MS ? this.#prefix : null;
    this.#prefix = null;
    const wanted = prefix === null ? [chord] : [`${prefix} ${chord}`, chord];
    for (const keys of wanted) {
      // The latest offer wins; one that cannot be done now leaves the keys to the next.
      const found = actions.findLast((action) => keysOf(action, shortcuts) === keys && action.when?.() !== false);
      if (found !== undefined) return found;
    }
    if (actions.some((action) => keysOf(action, shortcuts)?.startsWith(`${chord} `))) {
      this.#prefix = chord;
      this.#prefixAt = now;
      return 'waiting';
    }
    return null;
  }
}

/** Whether keys go into text at the moment. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
