import type { LucideIcon } from 'lucide-react';
import type { MessageKey } from '../ui/i18n/index.ts';

export const ACTION_GROUPS = ['go', 'floor', 'adherence', 'alarms', 'replay', 'table', 'view', 'help'] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

/** One thing a person can do: its menu entry, its shortcut and its line in the palette all come from here. */
export interface Action {
  /** `area.verb`; the settings' `shortcuts` are by this name. */
  name: string;
  label: MessageKey;
  group: ActionGroup;
  /** `a`, `Ctrl+K`, `Escape`, or a sequence such as `g f`; null: no shortcut unless the settings give one. */
  keys: string | null;
  icon?: LucideIcon;
  /** Whether it can be done now; always when left out. */
  when?(): boolean;
  perform(): void;
  /** Not listed in the palette (moving in a table, closing). */
  quiet?: boolean;
}
