import { createElement, Suspense } from 'react';
import { slot } from './slots.ts';
import type { SlotName, Slots } from './slots.ts';

/** What a feature put into a slot, which may be lazily loaded; nothing while nobody filled it. */
export function Slot<N extends SlotName>({ name, fill }: { name: N; fill: Slots[N] }) {
  const component = slot(name);
  if (component === null) return null;
  return <Suspense fallback={null}>{createElement(component, fill)}</Suspense>;
}
