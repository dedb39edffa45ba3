import type { AgentRow } from '../../../shared/contract/index.ts';
import { useLastRow, useQuery } from '../../api/index.ts';
import { StateIcon, StateWord } from '../../app/marks.tsx';
import { useFloor, useSettings } from '../../app/providers.tsx';
import { openQuestion, openSubject, useUi } from '../../app/state.ts';
import { formatCount, formatPercent, formatSpan, Since, t } from '../../ui/index.ts';
import { AgentAdherence } from './AgentAdherence.tsx';
import { DayBand } from './DayBand.tsx';
import { adherenceLevel, DEFAULT_TARGET } from '../floor/adherence-level.ts';
import { DayRows } from './DayRows.tsx';
import { DetailsFrame } from './DetailsFrame.tsx';
import { Figure, Part, Pending } from './parts.tsx';
import { RowAlarms } from './RowAlarms.tsx';
import { RecentContacts } from './RecentContacts.tsx';
import { StateTime } from './StateTime.tsx';
import { useDay, useGoesOn } from './use-day.ts';

const REFRESH_MS = 15_000;

/** One agent: the state now, the day, what was handled, and the recent contacts. */
export function AgentDetails({ agentKey, onClose }: { agentKey: string; onClose(): void }) {
  const last = useLastRow(useFloor().parts.agents, agentKey);
  const day = useDay();
  const target = useSettings().settings?.adherence.target ?? DEFAULT_TARGET;
  const replay = useUi((state) => state.moment.kind === 'replay');
  // In a replay the day is that of the moment shown; asked anew at every quarter hour of it.
  const { value, error, refresh } = useQuery('agentDay', {
    key: agentKey,
    at: replay && day !== null ? day.until - 1 : null,
  });
  useGoesOn(refresh, REFRESH_MS);
  return (
    <DetailsFrame
      last={last}
      fallback={t('details.agent')}
      icon={({ state }) => <StateIcon state={state} />}
      onClose={onClose}
    >
      {(row) => (
        <>
          <Now row={row} />
          <AgentAdherence row={row} />
          <Part title={t('details.day')}>
            {value === null || day === null ? (
              <Pending error={error} again={refresh} />
            ) : (
              <DayBand states={value.states} day={day} />
            )}
          </Part>
          <Part title={t('details.figures')}>
            <div className="wf-figures">
              <Figure name={t('details.handled')} value={value === null ? null : formatCount(value.handled)} note="" />
              <Figure
                name={t('details.aht')}
                value={value === null || value.aht.value === null ? null : formatSpan(value.aht.value)}
                note={
                  value === null || value.aht.value === null
                    ? t('details.aht.none')
                    : t('details.aht.note', { count: value.aht.denominator })
                }
              />
              <Figure
                name={t('details.occupancy')}
                value={row.occupancy.value === null ? null : formatPercent(row.occupancy.value)}
                note={
                  row.occupancy.value === null
                    ? ''
                    : `${formatSpan(row.occupancy.numerator)} / ${formatSpan(row.occupancy.denominator)}`
                }
                onOpen={(anchor) =>
                  openQuestion({ figure: 'occupancy', queue: null, agent: row.key, window: 'now', anchor })
                }
              />
              <Figure
                name={t('details.adherence')}
                value={
                  row.adherence?.value === undefined || row.adherence.value === null
                    ? null
                    : formatPercent(row.adherence.value)
                }
                level={row.stale ? 'normal' : adherenceLevel(row.adherence?.value ?? null, target)}
                note={adherenceNote(row)}
                onOpen={(anchor) =>
                  openQuestion({ figure: 'adherence', queue: null, agent: row.key, window: 'day', anchor })
                }
              />
            </div>
          </Part>
          <Part title={t('details.recent')} actions={<DayRows name={row.name} queues={[]} agent={row.key} quiet />}>
            {value === null ? <Pending error={error} again={refresh} /> : <RecentContacts contacts={value.contacts} />}
          </Part>
        </>
      )}
    </DetailsFrame>
  );
}

function adherenceNote({ adherence }: AgentRow): string {
  if (adherence === null) return t('details.adherence.none');
  if (adherence.value === null) return t('floor.noData.adherenceYet');
  return t('details.adherence.note', {
    part: formatSpan(adherence.numerator),
    total: formatSpan(adherence.denominator),
  });
}

function Now({ row }: { row: AgentRow }) {
  return (
    <Part title={t('details.now')}>
      <p className="wf-details-state">
        <StateIcon state={row.state} />
        <StateWord state={row.state} />
        {row.since !== null && (
          <span>
            {t('details.now.since')} <StateTime row={row} />
          </span>
        )}
        {row.rawState !== '' && (
          <span className="wf-muted wf-clip" dir="auto">
            {t('details.now.raw', { state: row.rawState })}
            {row.platform !== null && ` ${t('details.now.platform', { platform: row.platform })}`}
          </span>
        )}
      </p>
      <RowAlarms kind="agent" rowKey={row.key} reason={row.reason} />
      <dl className="wf-details-facts">
        <div>
          <dt>{t('details.now.contact')}</dt>
          <dd>
            {row.contact === null ? (
              <span className="wf-muted">{t('details.now.contact.none')}</span>
            ) : (
              <>
                {t('details.now.contact.id', {
                  channel: t(`words.channel.${row.contact.channel}`),
                  id: row.contact.id.slice(0, 80),
                })}{' '}
                · <Since at={row.contact.since} until={row.stale ? row.asOf : null} />
                {row.contacts > 1 && ` · ${t('details.now.contacts', { count: row.contacts })}`}
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('details.now.team')}</dt>
          <dd className="wf-clip" dir="auto">
            {row.team ?? <span className="wf-muted">{t('details.now.team.none')}</span>}
          </dd>
        </div>
        <div>
          <dt>{t('details.now.queues')}</dt>
          <dd>
            <Queues row={row} />
          </dd>
        </div>
      </dl>
    </Part>
  );
}

function Queues({ row }: { row: AgentRow }) {
  const { queues } = useFloor().parts;
  if (row.queues.length === 0) return <span className="wf-muted">{t('details.now.queues.none')}</span>;
  return (
    <ul className="wf-details-queues">
      {row.queues.map((id) => {
        const queue = queues.get(id) ?? queues.get(`${row.source}/${id}`);
        // A group that nobody writes to is not on the board; its number would tell nobody anything.
        if (queue === undefined) return null;
        return (
          <li key={id}>
            <button
              type="button"
              className="wf-details-link wf-clip"
              dir="auto"
              onClick={() => openSubject({ kind: 'queue', key: queue.key })}
            >
              {queue.name}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
