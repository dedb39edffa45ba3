import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { MessageKey } from '../ui/index.ts';

/** An area of the left rail. */
export interface Area {
  /** The route: `#/<id>`. */
  id: string;
  label: MessageKey;
  icon: LucideIcon;
  /** The second key of `g <key>`. */
  key: string;
  /** Place in the rail: Floor 10, Adherence 20, Quality 30, Coaching 40, Insights 50, Planning 60, Reports 70, Sources 80, Settings 90. */
  order: number;
  /** May be `lazy`. */
  Screen: ComponentType;
}

const areas: Area[] = [];

/** Adds an area to the rail, the palette and `g` + key. Called from `features/<area>/register.ts`. */
export function addArea(area: Area): void {
  const index = areas.findIndex((known) => known.id === area.id);
  if (index >= 0) areas[index] = area;
  else areas.push(area);
  areas.sort((a, b) => a.order - b.order);
}

/** All areas in the order of the rail. */
export function allAreas(): readonly Area[] {
  return areas;
}
