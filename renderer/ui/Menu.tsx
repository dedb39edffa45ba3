import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Check } from 'lucide-react';
import { Kbd } from './Kbd.tsx';
import './menu.css';

export interface MenuEntry {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Shown at the right, as `g f`. */
  keys?: string | null;
  checked?: boolean;
  disabled?: boolean;
  onAction(): void;
}

/** A button that opens a menu. `trigger` is a react-aria button. */
export function Menu({
  label,
  trigger,
  entries,
}: {
  label: string;
  trigger: ReactNode;
  entries: readonly MenuEntry[];
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="wf-popover" offset={6}>
        <AriaMenu className="wf-menu" aria-label={label}>
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              className="wf-menu-item"
              textValue={entry.label}
              isDisabled={entry.disabled ?? false}
              onAction={entry.onAction}
            >
              <span className="wf-menu-icon">{entry.checked === true ? <Check /> : entry.icon}</span>
              <span className="wf-clip">{entry.label}</span>
              {entry.keys !== undefined && entry.keys !== null && <Kbd keys={entry.keys} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
