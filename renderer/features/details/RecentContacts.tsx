import type { ContactView } from '../../../shared/contract/index.ts';
import { ChannelIcon } from '../../app/marks.tsx';
import { useZone } from '../../app/providers.tsx';
import { DASH, formatSpan, formatTime, t } from '../../ui/index.ts';
import './recent.css';

const MOST = 20;

/** The last contacts of an agent, newest first. */
export function RecentContacts({ contacts }: { contacts: readonly ContactView[] }) {
  const zone = useZone();
  if (contacts.length === 0) return <p className="wf-muted">{t('details.recent.none')}</p>;
  const recent = [...contacts].sort((a, b) => b.createdAt - a.createdAt).slice(0, MOST);
  const span = (seconds: number | null) => (seconds === null ? DASH : formatSpan(seconds));
  return (
    <ul className="wf-recent">
      {recent.map((contact) => (
        <li key={`${contact.source}/${contact.id}`}>
          <time className="wf-muted">{formatTime(contact.createdAt, zone)}</time>
          <ChannelIcon channel={contact.channel} />
          <div className="wf-recent-main">
            <p className="wf-clip" dir="auto">
              {contact.queueName ?? contact.queue ?? DASH}
              {contact.subject !== null && contact.subject !== '' && contact.subject !== contact.queueName && (
                <span className="wf-muted"> {contact.subject.slice(0, 200)}</span>
              )}
            </p>
            <p className="wf-muted">
              {t('details.recent.line', {
                outcome: t(`why.outcome.${contact.outcome}`),
                wait: span(contact.queueSeconds),
                talk: span(contact.talkSeconds),
              })}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
