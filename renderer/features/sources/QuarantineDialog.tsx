import { useQuery } from '../../api/index.ts';
import type { CallOutput } from '../../api/index.ts';
import { useZone } from '../../app/providers.tsx';
import { Button, Dialog, Empty, errorText, formatDateTime, t } from '../../ui/index.ts';
import { streamText } from './words.ts';
import './quarantine.css';

const LIMIT = 300;

interface QuarantineDialogProps {
  /** Null: all sources. */
  source: string | null;
  name: string;
  onClose(): void;
}

/** Records that could not be read, each with its reason and as it was received. */
export function QuarantineDialog({ source, name, onClose }: QuarantineDialogProps) {
  const { value, error, refresh } = useQuery('quarantine', { source, limit: LIMIT });
  return (
    <Dialog open size="wide" title={t('sources.quarantine.title', { name: name.slice(0, 80) })} onClose={onClose}>
      {value === null ? (
        error === null ? (
          <p className="wf-muted">{t('sources.quarantine.loading')}</p>
        ) : (
          <Empty
            title={t('sources.quarantine.failed', { reason: errorText(error) })}
            actions={<Button onPress={refresh}>{t('sources.retry')}</Button>}
          />
        )
      ) : value.length === 0 ? (
        <Empty title={t('sources.quarantine.empty')} />
      ) : (
        <>
          <p className="wf-muted wf-quarantine-intro">
            {t('sources.quarantine.text')}
            {value.length >= LIMIT && ` ${t('sources.quarantine.capped', { count: LIMIT })}`}
          </p>
          <ul className="wf-quarantine">
            {value.map((item) => (
              <Item key={`${item.source}/${item.stream}/${item.key}`} item={item} />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function Item({ item }: { item: CallOutput<'quarantine'>[number] }) {
  const zone = useZone();
  return (
    <li className="wf-quarantine-item">
      <p className="wf-quarantine-reason wf-selectable" dir="auto">
        {item.reason}
      </p>
      <p className="wf-muted wf-clip">
        {streamText(item.stream)}
        {item.line !== null && ` · ${t('sources.quarantine.line', { line: item.line })}`}
        {` · ${formatDateTime(item.at, zone)}`}
      </p>
      <details>
        <summary>{t('sources.quarantine.payload')}</summary>
        <pre className="wf-selectable">{item.payload}</pre>
      </details>
    </li>
  );
}
