import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Puts the focus into a field when it appears, for boxes that were opened to be typed into. */
export function useFocus(ref: RefObject<HTMLElement | null>, wanted = true): void {
  useEffect(() => {
    if (wanted) ref.current?.focus();
  }, [ref, wanted]);
}
