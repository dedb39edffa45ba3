import { AGENT_STATES } from '../../../../shared/domain/records.ts';
import type { AgentState } from '../../../../shared/domain/records.ts';
import { useCommand } from '../../../api/index.ts';
import { StateIcon } from '../../../app/marks.tsx';
import { useZone } from '../../../app/providers.tsx';
import { errorText, formatCount, formatDate, NoData, notify, Select, t } from '../../../ui/index.ts';
import type { MappingGroup, MappingRow } from './mapping.ts';
import { platformName, rawPlatformName } from './names.ts';

const STANDARD = 'standard';
type Choice = AgentState | typeof STANDARD;

/** The states of one platform, each with what it means. */
export function MappingTable({ group, changed }: { group: MappingGroup; changed(): void }) {
  const title = platformName(group);
  return (
    <table className="wf-states-table" aria-label={title}>
      <thead>
        <tr>
          <th scope="col" className="wf-clip" dir="auto" title={rawPlatformName(group)}>
            {title}
          </th>
          <th scope="col">{t('adherence-states.col.meaning')}</th>
          <th scope="col">{t('adherence-states.col.standard')}</th>
          <th scope="col" className="wf-states-end">
            {t('adherence-states.col.stays')}
          </th>
          <th scope="col" className="wf-states-end wf-states-last">
            {t('adherence-states.col.last')}
          </th>
        </tr>
      </thead>
      <tbody>
        {group.rows.map((row) => (
          <MappingLine key={row.rawState} row={row} changed={changed} />
        ))}
      </tbody>
    </table>
  );
}

function MappingLine({ row, changed }: { row: MappingRow; changed(): void }) {
  const zone = useZone();
  const set = useCommand('setStateMapping');
  const name = row.rawState === '' ? t('adherence-states.noState') : row.rawState.slice(0, 200);
  const choose = async (choice: Choice) => {
    const state = choice === STANDARD || choice === row.standard ? null : choice;
    if (state === row.chosen) return;
    const { source, platform, rawState } = row;
    const result = await set.run({ source, platform, rawState, state });
    if (!result.ok) {
      notify({ tone: 'breach', text: t('adherence-states.notSaved', { reason: errorText(result.error) }) });
      return;
    }
    const meaning = t(`words.state.${state ?? row.standard}`);
    notify({
      tone: 'info',
      text: t(state === null ? 'adherence-states.savedBack' : 'adherence-states.saved', { state: name, meaning }),
    });
    changed();
  };
  return (
    <tr data-changed={row.chosen === null ? undefined : ''}>
      <th scope="row" className="wf-clip" dir="auto" title={name}>
        {name}
      </th>
      <td>
        <span className="wf-states-choice">
          <StateIcon state={row.chosen ?? row.standard} />
          <Select<Choice>
            bare
            label={t('adherence-states.meaning', { state: name })}
            options={options(row.standard)}
            value={row.chosen ?? STANDARD}
            disabled={set.busy}
            onChange={(choice) => void choose(choice)}
          />
        </span>
      </td>
      <td className="wf-muted">
        {t(`words.state.${row.standard}`)}
        {row.chosen !== null && <span className="wf-states-changed">{t('adherence-states.changed')}</span>}
      </td>
      <td className="wf-states-end">{formatCount(row.stays)}</td>
      <td className="wf-states-end wf-states-last wf-muted">
        {row.lastAt === null ? <NoData reason={t('adherence-states.never')} /> : formatDate(row.lastAt, zone)}
      </td>
    </tr>
  );
}

function options(standard: AgentState): { id: Choice; label: string }[] {
  return [
    { id: STANDARD, label: t(`words.state.${standard}`) },
    ...AGENT_STATES.filter((state) => state !== standard).map((state) => ({
      id: state,
      label: t(`words.state.${state}`),
    })),
  ];
}
