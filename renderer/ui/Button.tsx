import { useRef } from 'react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import type { ButtonProps as AriaProps } from 'react-aria-components';
import { cx } from './cx.ts';
import { useFocus } from './use-focus.ts';
import './button.css';

interface ButtonProps extends Omit<AriaProps, 'children' | 'className'> {
  /** `quiet` is bare until pointed at; `primary` once per screen at most. */
  kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  icon?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** The focus goes to it when it appears, or when this turns true: the next step of a dialog. */
  focused?: boolean;
}

/** A button with words. */
export function Button({ kind = 'plain', icon, children, className, focused = false, ...rest }: ButtonProps) {
  const own = useRef<HTMLButtonElement>(null);
  useFocus(own, focused);
  return (
    <AriaButton {...rest} ref={own} className={cx('wf-button', `wf-button-${kind}`, className)}>
      {icon}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'focused'> {
  /** Spoken and shown as the tooltip. */
  label: string;
  children: ReactNode;
}

/** A button with an icon only: its label is a tooltip and its name. */
export function IconButton({ label, kind = 'quiet', children, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={cx('wf-button wf-icon-button', `wf-button-${kind}`, className)}
      >
        {children}
      </AriaButton>
    </Tooltip>
  );
}

/** A tooltip on a focusable element (a react-aria Button or alike). Dense cells use `data-tip` instead, see TipLayer. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip className="wf-tip" offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
