import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { formatCount } from './format.ts';
import './chips.css';

export interface ChipItem<Id extends string> {
  id: Id;
  label: string;
  count: number | null;
  /** Stands for the label where the room is short; the chosen chip keeps its word. */
  icon?: ReactNode;
  /** `alarm`: red outline while its count is not zero. */
  tone?: 'alarm';
}

interface ChipsProps<Id extends string> {
  /** Name of the group for screen readers. */
  label: string;
  items: readonly ChipItem<Id>[];
  value: Id;
  onChange(id: Id): void;
}

/** Filter chips with counts, one of them on. */
export function Chips<Id extends string>({ label, items, value, onChange }: ChipsProps<Id>) {
  return (
    <ToggleButtonGroup
      className="wf-chips"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = items.find((item) => keys.has(item.id));
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      {items.map((item) => (
        <ToggleButton
          key={item.id}
          id={item.id}
          className="wf-chip"
          {...(item.tone === 'alarm' && item.count ? { 'data-tone': 'alarm' } : {})}
        >
          {item.icon !== undefined && (
            <span className="wf-chip-icon" aria-hidden>
              {item.icon}
            </span>
          )}
          <span className={cx('wf-chip-label', item.icon !== undefined && 'wf-chip-short')}>{item.label}</span>
          {item.count !== null && <span className="wf-chip-count">{formatCount(item.count)}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
