import { Select, t, TextField } from '../../../ui/index.ts';
import { DateField } from './DateField.tsx';
import { genesysName, OTHER_REGION, REGIONS } from './genesys-draft.ts';
import type { GenesysDraft, GenesysProblems, Method } from './genesys-draft.ts';

interface GenesysFormProps {
  draft: GenesysDraft;
  problems: GenesysProblems;
  onChange(draft: GenesysDraft): void;
  onSubmit(): void;
}

/** Which organisation, and how it is signed in to. */
export function GenesysForm({ draft, problems, onChange, onSubmit }: GenesysFormProps) {
  const set = (part: Partial<GenesysDraft>) => onChange({ ...draft, ...part });
  const regions = [
    ...REGIONS.map(([id, label]) => ({ id: id as string, label, note: id })),
    { id: OTHER_REGION, label: t('sources.genesys.region.other') },
  ];
  return (
    <>
      <p className="wf-muted">{t('sources.genesys.where')}</p>
      <div className="wf-wizard-halves">
        <Select
          label={t('sources.genesys.region')}
          options={regions}
          value={draft.region}
          onChange={(region) => set({ region })}
        />
        {draft.region === OTHER_REGION ? (
          <TextField
            label={t('sources.genesys.host')}
            help={t('sources.genesys.host.help')}
            value={draft.host}
            onChange={(host) => set({ host })}
            error={problems.host ?? null}
            onSubmit={onSubmit}
          />
        ) : (
          <span />
        )}
      </div>
      <Select<Method>
        label={t('sources.genesys.method')}
        options={[
          {
            id: 'client',
            label: t('sources.genesys.method.client'),
            note: t('sources.genesys.method.client.note'),
          },
          {
            id: 'browser',
            label: t('sources.genesys.method.browser'),
            note: t('sources.genesys.method.browser.note'),
          },
        ]}
        value={draft.method}
        onChange={(method) => set({ method })}
      />
      <div className="wf-wizard-halves">
        <TextField
          label={t('sources.genesys.clientId')}
          value={draft.clientId}
          onChange={(clientId) => set({ clientId })}
          error={problems.clientId ?? null}
          onSubmit={onSubmit}
        />
        {draft.method === 'client' ? (
          <TextField
            label={t('sources.genesys.secret')}
            help={t('sources.connect.token.help')}
            type="password"
            value={draft.secret}
            onChange={(secret) => set({ secret })}
            error={problems.secret ?? null}
            onSubmit={onSubmit}
          />
        ) : (
          <TextField
            label={t('sources.genesys.port')}
            help={t('sources.genesys.port.help', { port: draft.port.trim() === '' ? '…' : draft.port.trim() })}
            value={draft.port}
            onChange={(port) => set({ port })}
            error={problems.port ?? null}
            onSubmit={onSubmit}
          />
        )}
      </div>
      <div className="wf-wizard-pair">
        <TextField
          label={t('sources.connect.name')}
          value={draft.name}
          onChange={(name) => set({ name })}
          placeholder={genesysName({ ...draft, name: '' })}
          onSubmit={onSubmit}
        />
        <DateField
          label={t('sources.connect.start')}
          value={draft.start}
          onChange={(start) => set({ start })}
          error={problems.start ?? null}
        />
      </div>
      <p className="wf-muted">{t('sources.connect.start.help')}</p>
    </>
  );
}
