interface DateFieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  error: string | null;
}

/** A local date with its label and what is wrong with it. */
export function DateField({ label, value, onChange, error }: DateFieldProps) {
  return (
    <label className="wf-field wf-date-field">
      <span className="wf-date-label">{label}</span>
      <input
        className="wf-input"
        type="date"
        value={value}
        data-invalid={error === null ? undefined : ''}
        aria-invalid={error !== null}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== null && <span className="wf-wizard-error">{error}</span>}
    </label>
  );
}
