import type { ReactNode, RefObject } from 'react';
import { Dialog as AriaDialog, DialogTrigger, Popover as AriaPopover } from 'react-aria-components';
import './dialog.css';

interface PopoverProps {
  /** Name for screen readers. */
  label: string;
  children: ReactNode;
  open: boolean;
  onClose(): void;
  /** What it points at. */
  anchor: RefObject<Element | null>;
  width?: number;
  /** Which edge of the anchor it hangs from; centred unless said. It moves where there is no room. */
  align?: 'start' | 'end';
}

/** A popover at an element, opened by its owner. */
export function Popover({ label, children, open, onClose, anchor, width = 340, align }: PopoverProps) {
  return (
    <AriaPopover
      className="wf-popover"
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      triggerRef={anchor}
      offset={6}
      placement={placementOf(align)}
      style={{ width }}
    >
      <AriaDialog className="wf-popover-pad" aria-label={label}>
        {children}
      </AriaDialog>
    </AriaPopover>
  );
}

interface PopoverButtonProps {
  label: string;
  /** A react-aria button (`Button`, `IconButton`). */
  trigger: ReactNode;
  children: ReactNode | ((close: () => void) => ReactNode);
  width?: number;
  /** Which edge of the button it hangs from; it flips where there is no room. */
  align?: 'start' | 'end';
}

/** A button with its popover. */
export function PopoverButton({ label, trigger, children, width = 340, align }: PopoverButtonProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className="wf-popover" offset={6} placement={placementOf(align)} style={{ width }}>
        <AriaDialog className="wf-popover-pad" aria-label={label}>
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </AriaDialog>
      </AriaPopover>
    </DialogTrigger>
  );
}

function placementOf(align: 'start' | 'end' | undefined) {
  return align === undefined ? ('bottom' as const) : (`bottom ${align}` as const);
}
