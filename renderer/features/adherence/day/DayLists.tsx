import { formatDateTime, formatTime, Button, t } from '../../../ui/index.ts';
import { useDecide } from '../exception/use-decide.ts';
import type { Day } from './DayPanel.tsx';

/** Exceptions of the day, those taken back too. */
export function Exceptions({ day }: { day: Day }) {
  const { takeBack } = useDecide();
  const { exceptions, zone } = day;
  return (
    <section className="wf-day-part">
      <h3>{t('adherence.day.exceptions')}</h3>
      {exceptions.length === 0 && <p className="wf-muted">{t('adherence.day.exceptions.none')}</p>}
      <ul className="wf-day-list">
        {exceptions.map((row) => (
          <li key={row.id} data-removed={row.removedAt === null ? undefined : ''}>
            <p dir="auto">
              {t('adherence.day.exception.line', {
                from: formatTime(row.from, zone),
                to: formatTime(row.to, zone),
                reason: row.reason,
                approver: row.approver,
              })}
            </p>
            {row.note !== null && <p dir="auto">{row.note}</p>}
            <p className="wf-muted" dir="auto">
              {t('adherence.day.exception.by', { actor: row.actor, time: formatDateTime(row.at, zone) })}
              {row.removedAt !== null &&
                ` · ${t('adherence.day.exception.removed', {
                  actor: row.removedBy ?? '',
                  time: formatDateTime(row.removedAt, zone),
                })}`}
            </p>
            {row.removedAt === null && (
              <Button kind="quiet" onPress={() => void takeBack([row.id])}>
                {t('adherence.day.exception.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What people wrote on the person. */
export function Notes({ day: { notes, zone } }: { day: Day }) {
  return (
    <section className="wf-day-part">
      <h3>{t('adherence.day.notes')}</h3>
      {notes.length === 0 && <p className="wf-muted">{t('adherence.day.notes.none')}</p>}
      <ul className="wf-day-list">
        {notes.map(({ id, at, actor, text }) => (
          <li key={id}>
            <p dir="auto">{text}</p>
            <p className="wf-muted" dir="auto">
              {t('adherence.day.note.by', { actor, time: formatDateTime(at, zone) })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The agents of the systems that are this person. */
export function Agents({ day: { agents } }: { day: Day }) {
  return (
    <section className="wf-day-part">
      <h3>{t('adherence.day.agents')}</h3>
      <ul className="wf-day-list">
        {agents.map(({ key, name, sourceName, email, active }) => (
          <li key={key}>
            <p dir="auto">
              {name} · <span className="wf-muted">{sourceName}</span>
              {!active && <span className="wf-muted"> · {t('adherence.day.agent.inactive')}</span>}
            </p>
            {email !== null && <p className="wf-muted">{email}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
