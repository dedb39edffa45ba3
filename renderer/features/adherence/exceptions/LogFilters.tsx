import { useId } from 'react';
import type { ExceptionRow } from '../../../../shared/contract/index.ts';
import { Select, Switch, t, TextField } from '../../../ui/index.ts';
import type { LogFilter } from './filter.ts';

interface LogFiltersProps {
  days: { from: string; to: string };
  onDays(days: { from: string; to: string }): void;
  isOrdered: boolean;
  filter: LogFilter;
  onFilter(filter: LogFilter): void;
  /** What there is to choose from. */
  rows: readonly ExceptionRow[];
}

/** The days, and which of their exceptions. */
export function LogFilters({ days, onDays, isOrdered, filter, onFilter, rows }: LogFiltersProps) {
  return (
    <div className="wf-log-filters">
      <DayField
        label={t('adherence-exceptions.from')}
        value={days.from}
        isValid={isOrdered}
        onChange={(from) => onDays({ ...days, from })}
      />
      <DayField
        label={t('adherence-exceptions.to')}
        value={days.to}
        isValid={isOrdered}
        onChange={(to) => onDays({ ...days, to })}
      />
      <TextField
        label={t('adherence-exceptions.search')}
        value={filter.words}
        onChange={(words) => onFilter({ ...filter, words })}
      />
      <Select
        label={t('adherence-exceptions.approver')}
        options={options(rows, 'approver', t('adherence-exceptions.any'), filter.approver)}
        value={filter.approver}
        onChange={(approver) => onFilter({ ...filter, approver })}
      />
      <Select
        label={t('adherence-exceptions.reason')}
        options={options(rows, 'reason', t('adherence-exceptions.anyReason'), filter.reason)}
        value={filter.reason}
        onChange={(reason) => onFilter({ ...filter, reason })}
      />
      <Switch
        label={t('adherence-exceptions.removed')}
        on={filter.removed}
        onChange={(removed) => onFilter({ ...filter, removed })}
      />
    </div>
  );
}

/** What occurs, most often first, after the choice of all. */
function options(rows: readonly ExceptionRow[], field: 'approver' | 'reason', all: string, chosen: string) {
  const counts = new Map<string, number>();
  if (chosen !== '') counts.set(chosen, 0);
  for (const row of rows) counts.set(row[field], (counts.get(row[field]) ?? 0) + 1);
  const found = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return [{ id: '', label: all }, ...found.map(([id]) => ({ id, label: id.slice(0, 120) }))];
}

interface DayFieldProps {
  label: string;
  value: string;
  isValid: boolean;
  onChange(value: string): void;
}

function DayField({ label, value, isValid, onChange }: DayFieldProps) {
  const id = useId();
  return (
    <div className="wf-field wf-log-day">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="wf-input"
        type="date"
        value={value}
        aria-invalid={!isValid}
        data-invalid={isValid ? undefined : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
