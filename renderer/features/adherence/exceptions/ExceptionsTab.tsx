import { ClipboardCheck } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ExceptionRow } from '../../../../shared/contract/index.ts';
import { bucketLabel } from '../../../../shared/time/zone.ts';
import { useQuery } from '../../../api/index.ts';
import { useSettings, useZone } from '../../../app/providers.tsx';
import { Banner, Button, Empty, errorText, Grid, Panel, t, ticker } from '../../../ui/index.ts';
import type { GridSort } from '../../../ui/index.ts';
import { hoursText } from '../hours.ts';
import { useDialogs } from '../exception/dialogs.ts';
import { listSource } from '../list-source.ts';
import { shiftDay } from '../routes.ts';
import { ApproverPatterns } from './ApproverPatterns.tsx';
import { logColumns } from './columns.tsx';
import { filtered, NO_FILTER, secondsOf } from './filter.ts';
import type { LogFilter } from './filter.ts';
import { LogFilters } from './LogFilters.tsx';
import { OneException } from './OneException.tsx';
import { spanOfDays } from './span.ts';
import './log.css';

const DAYS_SHOWN = 30;
const MOST_ROWS = 2000;

/** Every exception of some days: for whom, why, who approved it, who wrote it when, and what was taken back. */
export function ExceptionsTab() {
  const zone = useZone();
  const compact = useSettings().settings?.density === 'compact';
  const today = bucketLabel(ticker.now(), 'day', zone);
  const [days, setDays] = useState({ from: shiftDay(today, 1 - DAYS_SHOWN), to: today });
  const [filter, setFilter] = useState<LogFilter>(NO_FILTER);
  const [sort, setSort] = useState<GridSort | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const span = spanOfDays(days.from, days.to, zone);
  const { value, error, loading, refresh } = useQuery(
    'exceptions',
    span === null ? null : { ...span, limit: MOST_ROWS },
  );
  const changes = useDialogs((state) => state.changes);
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current !== changes) refresh();
    seen.current = changes;
  }, [changes, refresh]);

  const columns = useMemo(() => logColumns(zone), [zone]);
  const rows = useMemo(() => {
    const kept = filtered(value?.rows ?? [], filter).map((row) => ({ ...row, key: row.id }));
    const order = columns.find(({ id }) => id === sort?.id)?.sort;
    if (order === undefined || sort === null) return kept;
    return kept.sort((a, b) => (sort.descending ? order(b, a) : order(a, b)));
  }, [value, filter, columns, sort]);
  const source = useMemo(() => listSource(rows), [rows]);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const opened = open === null ? undefined : value?.rows.find(({ id }) => id === open);
  const any = value !== null && value.rows.length > 0;
  return (
    <div className="wf-log">
      <LogFilters
        days={days}
        onDays={setDays}
        isOrdered={span !== null}
        filter={filter}
        onFilter={setFilter}
        rows={value?.rows ?? []}
      />
      {value !== null && value.rows.length >= MOST_ROWS && (
        <Banner tone="info" title={t('adherence-exceptions.capped', { count: MOST_ROWS })} />
      )}
      <Panel
        title={t('adherence-exceptions.title')}
        {...(any
          ? { hint: t('adherence-exceptions.count', { count: rows.length, time: hoursText(secondsOf(rows)) }) }
          : {})}
        className="wf-log-list"
      >
        {error !== null && value === null ? (
          <Empty
            title={t('adherence-exceptions.failed')}
            actions={<Button onPress={refresh}>{t('adherence-exceptions.again')}</Button>}
          >
            {errorText(error)}
          </Empty>
        ) : value === null ? (
          <Empty title={loading ? t('adherence-exceptions.loading') : t('adherence-exceptions.badDays')} />
        ) : (
          <Grid
            label={t('adherence-exceptions.title')}
            columns={columns}
            source={source}
            keys={keys}
            rowHeight={compact ? 26 : 30}
            selectedKey={open}
            onOpen={setOpen}
            sort={sort}
            onSort={setSort}
            rowAttributes={rowAttributes}
            empty={
              any ? (
                <Empty title={t('adherence-exceptions.noneFound')} />
              ) : (
                <Empty icon={<ClipboardCheck />} title={t('adherence-exceptions.none.title')}>
                  {t('adherence-exceptions.none.text')}
                </Empty>
              )
            }
          />
        )}
      </Panel>
      {value !== null && any && (
        <ApproverPatterns
          approvers={value.approvers}
          chosen={filter.approver}
          onChoose={(approver) => setFilter({ ...filter, approver })}
        />
      )}
      {opened !== undefined && (
        <OneException
          row={opened}
          onClose={() => setOpen(null)}
          onRemoved={() => {
            setOpen(null);
            refresh();
          }}
        />
      )}
    </div>
  );
}

const REMOVED = { 'data-removed': '' } as const;
const STANDS = {} as const;

function rowAttributes(row: ExceptionRow) {
  return row.removedAt === null ? STANDS : REMOVED;
}
