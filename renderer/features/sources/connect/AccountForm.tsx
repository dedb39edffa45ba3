import { TextField, t } from '../../../ui/index.ts';
import { DateField } from './DateField.tsx';
import { nameOf } from './draft.ts';
import type { Draft, Problems } from './draft.ts';

interface AccountFormProps {
  draft: Draft;
  problems: Problems;
  onChange(draft: Draft): void;
  onSubmit(): void;
}

/** Where the account is and who reads it. */
export function AccountForm({ draft, problems, onChange, onSubmit }: AccountFormProps) {
  const set = (field: keyof Draft) => (value: string) => onChange({ ...draft, [field]: value });
  return (
    <>
      <p className="wf-muted">{t('sources.connect.where')}</p>
      <TextField
        label={t('sources.connect.address')}
        help={t('sources.connect.address.help')}
        value={draft.address}
        focused
        onChange={set('address')}
        error={problems.address ?? null}
        onSubmit={onSubmit}
      />
      <TextField
        label={t('sources.connect.email')}
        type="email"
        value={draft.email}
        onChange={set('email')}
        error={problems.email ?? null}
        onSubmit={onSubmit}
      />
      <TextField
        label={t('sources.connect.token')}
        help={t('sources.connect.token.help')}
        type="password"
        value={draft.token}
        onChange={set('token')}
        error={problems.token ?? null}
        onSubmit={onSubmit}
      />
      <div className="wf-wizard-pair">
        <TextField
          label={t('sources.connect.name')}
          value={draft.name}
          onChange={set('name')}
          placeholder={nameOf({ ...draft, name: '' })}
          onSubmit={onSubmit}
        />
        <DateField
          label={t('sources.connect.start')}
          value={draft.start}
          onChange={set('start')}
          error={problems.start ?? null}
        />
      </div>
      <p className="wf-muted">{t('sources.connect.start.help')}</p>
    </>
  );
}
