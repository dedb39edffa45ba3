import { useQuery } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { DASH, errorText, formatDateTime, t } from '../../../ui/index.ts';
import type { Person } from './groups.ts';

/** What a person was called, where they belonged and whether they worked here, with dates, system by system. */
export function AgentHistory({ person }: { person: Person }) {
  const zone = useZone();
  const { value, error } = useQuery('agentHistory', { key: person.key });
  const names = new Map(person.agents.map(({ key, sourceName }) => [key, sourceName]));
  // While the next person's history is on its way the last one's is still here.
  const rows = value?.filter(({ agent }) => names.has(agent)) ?? null;
  return (
    <section className="wf-people-history" aria-label={t('adherence-people.history')}>
      <h3>{t('adherence-people.history')}</h3>
      {error !== null ? (
        <p className="wf-muted">{t('adherence-people.history.failed', { reason: errorText(error) })}</p>
      ) : rows === null ? (
        <p className="wf-muted">{t('adherence-people.history.loading')}</p>
      ) : rows.length === 0 ? (
        <p className="wf-muted">{t('adherence-people.history.none')}</p>
      ) : (
        <ol>
          {rows.map((row) => (
            <li key={`${row.agent} ${row.from ?? 0} ${row.until ?? 0}`}>
              <span className="wf-muted">
                {row.from === null ? t('adherence-people.history.always') : formatDateTime(row.from, zone)}
                {' – '}
                {row.until === null ? t('adherence-people.history.now') : formatDateTime(row.until, zone)}
              </span>
              <span className="wf-clip" dir="auto">
                {row.name} · {row.teams.length === 0 ? DASH : row.teams.join(', ')} ·{' '}
                {t(row.active ? 'adherence-people.history.yes' : 'adherence-people.history.no')}
              </span>
              <span className="wf-muted wf-clip">{names.get(row.agent) ?? row.source}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
