import { Check, ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Switch as AriaSwitch,
  Text,
  TextField as AriaTextField,
} from 'react-aria-components';
import { cx } from './cx.ts';
import { useFocus } from './use-focus.ts';
import './fields.css';

interface FieldBase {
  label: string;
  /** A sentence below the field. */
  help?: ReactNode;
  /** What is wrong with the value; null when nothing is. */
  error?: string | null;
  disabled?: boolean;
}

interface TextFieldProps extends FieldBase {
  value: string;
  onChange(value: string): void;
  type?: 'text' | 'password' | 'email' | 'url' | 'number';
  placeholder?: string;
  /** The focus goes into it when it appears. */
  focused?: boolean;
  /** Enter in the field. */
  onSubmit?(): void;
}

/** One line of text with its label. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    help,
    error = null,
    disabled = false,
    value,
    onChange,
    type = 'text',
    placeholder,
    focused = false,
    onSubmit,
  } = props;
  const field = useRef<HTMLInputElement>(null);
  useFocus(field, focused);
  return (
    <AriaTextField
      className="wf-field"
      value={value}
      onChange={onChange}
      type={type}
      isDisabled={disabled}
      isInvalid={error !== null}
    >
      <Label>{label}</Label>
      <Input
        ref={field}
        className="wf-input"
        placeholder={placeholder ?? ''}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSubmit?.();
        }}
      />
      {help !== undefined && <Text slot="description">{help}</Text>}
      <FieldError>{error}</FieldError>
    </AriaTextField>
  );
}

export interface Option<Id extends string> {
  id: Id;
  label: string;
  /** A second, muted line. */
  note?: string;
}

interface SelectProps<Id extends string> extends FieldBase {
  options: readonly Option<Id>[];
  value: Id | null;
  onChange(id: Id): void;
  /** The label is for screen readers only. */
  bare?: boolean;
  placeholder?: string;
}

/** One of a short list. */
export function Select<Id extends string>({
  label,
  help,
  disabled = false,
  options,
  value,
  onChange,
  bare = false,
  placeholder,
}: SelectProps<Id>) {
  return (
    <AriaSelect
      className={cx('wf-field', bare && 'wf-field-bare')}
      {...(bare ? { 'aria-label': label } : {})}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      isDisabled={disabled}
      {...(placeholder === undefined ? {} : { placeholder })}
    >
      {!bare && <Label>{label}</Label>}
      <AriaButton className="wf-input wf-select">
        <SelectValue className="wf-clip">
          {({ selectedText, defaultChildren }) => selectedText ?? defaultChildren}
        </SelectValue>
        <ChevronDown aria-hidden />
      </AriaButton>
      {help !== undefined && <Text slot="description">{help}</Text>}
      <Popover className="wf-popover wf-select-list" offset={4}>
        <ListBox className="wf-menu">
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.label} className="wf-menu-item wf-option">
              {({ isSelected }) => (
                <>
                  <span className="wf-menu-icon">{isSelected && <Check />}</span>
                  <span className="wf-option-text">
                    {option.label}
                    {option.note !== undefined && <small>{option.note}</small>}
                  </span>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

interface SwitchProps extends FieldBase {
  on: boolean;
  onChange(on: boolean): void;
}

/** On or off, taking effect at once. */
export function Switch({ label, help, disabled = false, on, onChange }: SwitchProps) {
  return (
    <div className="wf-switch-field">
      <AriaSwitch className="wf-switch" isSelected={on} onChange={onChange} isDisabled={disabled}>
        <span className="wf-switch-track" aria-hidden />
        <span>{label}</span>
      </AriaSwitch>
      {help !== undefined && <small>{help}</small>}
    </div>
  );
}
