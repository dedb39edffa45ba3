import { useEffect, useEffectEvent } from 'react';
import { chordOf, isTyping, KeyReader } from './keys.ts';
import type { Shortcuts } from './keys.ts';
import { allActions } from './registry.ts';

/** Listens for the shortcuts of every action offered; once per window. */
export function useKeyboard(shortcuts: Shortcuts): void {
  const current = useEffectEvent(() => shortcuts);
  useEffect(() => {
    const reader = new KeyReader();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || (event.repeat && event.key.length > 1)) return;
      // A dialog or a menu has the keyboard to itself; it hears Esc on its own.
      if (event.target instanceof Element && event.target.closest('[role=dialog],[role=menu],[role=listbox]') !== null)
        return;
      const action = reader.read(chordOf(event), isTyping(event.target), allActions(), current(), performance.now());
      if (action === null) return;
      event.preventDefault();
      if (action !== 'waiting') action.perform();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
