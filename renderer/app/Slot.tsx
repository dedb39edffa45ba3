import { createElement } from 'react';
import { slot } from './slots.ts';
import type { SlotName, Slots } from './slots.ts';

/** What a feature put into a slot; nothing while nobody filled it. */
export function Slot<N extends SlotName>({ name, fill }: { name: N; fill: Slots[N] }) {
  const component = slot(name);
  return component === null ? null : createElement(component, fill);
}
