import { useMemo, useState } from 'react';
import { useCommand } from '../../api/index.ts';
import { useSettings, useZone } from '../../app/providers.tsx';
import {
  Banner,
  Button,
  Dialog,
  Empty,
  errorText,
  formatCount,
  formatDateTime,
  Grid,
  notify,
  t,
} from '../../ui/index.ts';
import { contactColumns } from './contact-columns.tsx';
import { PAGE, useContactPages } from './contact-pages.ts';
import { closeRows } from './rows-store.ts';
import type { RowsRequest } from './rows-store.ts';
import './why.css';

/** The list of contacts, in a dialog of its own. */
export function RowsDialog({ request }: { request: RowsRequest }) {
  return (
    <Dialog open size="wide" title={request.title.slice(0, 160)} onClose={closeRows}>
      <Rows key={JSON.stringify(request)} request={request} />
    </Dialog>
  );
}

function Rows({ request }: { request: RowsRequest }) {
  const zone = useZone();
  const { settings } = useSettings();
  const masked = settings?.maskCustomers ?? true;
  const { store, keys, loading, error, more, reveal, again } = useContactPages(request);
  const unmask = useCommand('unmask');
  const [shown, setShown] = useState<ReadonlySet<string>>(NOTHING);
  const columns = useMemo(() => contactColumns(zone, masked, shown), [zone, masked, shown]);

  const show = async (key: string) => {
    const row = store.get(key);
    if (row === undefined || shown.has(key) || row.customer === null) return;
    const result = await unmask.run({ source: row.source, contact: row.id });
    if (!result.ok) {
      notify({ tone: 'breach', text: t('why.rows.unmask.failed', { reason: errorText(result.error) }) });
      return;
    }
    if (result.value.customer === null)
      notify({ tone: 'info', text: t('why.rows.unmask.nobody', { id: row.id.slice(0, 60) }) });
    reveal(key, result.value.customer);
    setShown((was) => new Set([...was, key]));
  };
  const outcomes =
    request.outcomes.length === 0
      ? t('why.rows.all')
      : request.outcomes.map((outcome) => t(`why.outcome.${outcome}`)).join(', ');
  return (
    <div className="wf-rows">
      <p className="wf-muted">
        {t('why.rows.filter', {
          from: formatDateTime(request.from, zone),
          to: formatDateTime(request.to, zone),
          outcomes,
        })}
        {masked && ` · ${t('why.rows.unmask.note')}`}
      </p>
      {error !== null && keys.length > 0 && (
        <Banner tone="warning" title={t('why.rows.failed', { reason: errorText(error) })} />
      )}
      <div className="wf-rows-grid">
        <Grid
          label={request.title.slice(0, 160)}
          columns={columns}
          source={store}
          keys={keys}
          rowHeight={settings?.density === 'compact' ? 26 : 30}
          onOpen={() => undefined}
          onOpenCell={(key) => void show(key)}
          empty={
            error !== null ? (
              <Empty
                title={t('why.rows.failed', { reason: errorText(error) })}
                actions={<Button onPress={again}>{t('why.again')}</Button>}
              />
            ) : (
              <Empty title={loading ? t('why.rows.loading') : t('why.rows.empty')} />
            )
          }
        />
      </div>
      <footer className="wf-rows-foot">
        <span className="wf-muted">
          {keys.length > 0 &&
            (more === null && !loading
              ? t('why.rows.count', { count: keys.length })
              : t('why.rows.countMore', { count: keys.length }))}
        </span>
        {(more !== null || (loading && keys.length > 0)) && (
          <Button isDisabled={more === null} onPress={() => more?.()}>
            {loading ? t('why.rows.loading') : t('why.rows.more', { count: formatCount(PAGE) })}
          </Button>
        )}
      </footer>
    </div>
  );
}

const NOTHING: ReadonlySet<string> = new Set();
