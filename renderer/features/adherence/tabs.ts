import type { ComponentType } from 'react';
import type { MessageKey } from '../../ui/index.ts';

/** A sub-page of the area, at `#/adherence/<id>`. */
export interface Tab {
  id: string;
  label: MessageKey;
  /** Place in the navigation: Now 10, Timeline 20, Month 30, Exceptions 40, People 50, States 60. */
  order: number;
  /** Whether the figures of the day stand above it. */
  strip: boolean;
  /** May be `lazy`. What follows the id in the route is for it to read: `#/adherence/month/2026-03`. */
  Screen: ComponentType;
}

const tabs: Tab[] = [];

/** Adds a sub-page. Called at module scope of `features/adherence/<tab>/tab.ts`, which is loaded by itself. */
export function addTab(tab: Tab): void {
  const index = tabs.findIndex((known) => known.id === tab.id);
  if (index >= 0) tabs[index] = tab;
  else tabs.push(tab);
  tabs.sort((a, b) => a.order - b.order);
}

/** All sub-pages in the order of the navigation. */
export function allTabs(): readonly Tab[] {
  return tabs;
}
