import { Chips } from '../../ui/index.ts';

interface ChoiceProps<Id extends string> {
  label: string;
  options: readonly { id: Id; label: string }[];
  value: Id;
  onChange(id: Id): void;
}

/** One of two or three, all in sight. */
export function Choice<Id extends string>({ label, options, value, onChange }: ChoiceProps<Id>) {
  return (
    <div className="wf-settings-choice">
      <span className="wf-settings-label">{label}</span>
      <Chips
        label={label}
        items={options.map((option) => ({ ...option, count: null }))}
        value={value}
        onChange={onChange}
      />
    </div>
  );
}
