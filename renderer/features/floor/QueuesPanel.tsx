import { useCallback, useMemo, useState } from 'react';
import type { Figure, QueueRow } from '../../../shared/contract/index.ts';
import { CHANNELS } from '../../../shared/domain/records.ts';
import type { Channel } from '../../../shared/domain/records.ts';
import { recall, remember, useDerived, useOrdering } from '../../api/index.ts';
import { CHANNEL_ICONS } from '../../app/marks.tsx';
import { useFloor } from '../../app/providers.tsx';
import { openQuestion, openSubject, useUi } from '../../app/state.ts';
import { Chips, cx, Empty, Grid, Panel, t } from '../../ui/index.ts';
import type { Anchor, GridSort } from '../../ui/index.ts';
import { comparator, worstFirst } from './order.ts';
import { queueColumns } from './queue-columns.tsx';
import { useRowHeight } from './use-row-height.ts';

type Filter = Channel | 'all';

/** Which figure a column opens, and over which window. */
const FIGURES: Readonly<Record<string, { figure: Figure; window: 'now' | 'day' }>> = {
  waiting: { figure: 'waiting', window: 'now' },
  longest: { figure: 'longest', window: 'now' },
  slNow: { figure: 'serviceLevel', window: 'now' },
  slDay: { figure: 'serviceLevel', window: 'day' },
  asa: { figure: 'asa', window: 'day' },
  abandon: { figure: 'abandon', window: 'now' },
  expected: { figure: 'expected', window: 'day' },
  available: { figure: 'available', window: 'now' },
};

/** @param height in pixels, or null: all the room there is */
export function QueuesPanel({ height }: { height: number | null }) {
  const { queues } = useFloor().parts;
  const [columns] = useState(queueColumns);
  const [filter, setFilter] = useState<Filter>(() => recall('floor.channel', readFilter, 'all'));
  const [sort, setSort] = useState<GridSort | null>(null);
  const [engaged, setEngaged] = useState(false);
  const counts = useDerived(queues, countChannels);
  const rule = useMemo(
    () => ({
      filter: filter === 'all' ? null : (row: QueueRow) => row.channel === filter,
      compare: comparator(columns, sort, worstFirst),
    }),
    [columns, filter, sort],
  );
  const keys = useOrdering(queues, rule, engaged);
  const subject = useUi((state) => state.subject);
  const onOpen = useCallback((key: string) => openSubject({ kind: 'queue', key }), []);
  const onOpenCell = useCallback((key: string, column: string, anchor: Anchor) => {
    const opened = FIGURES[column];
    if (opened !== undefined) openQuestion({ ...opened, queue: key, agent: null, anchor });
  }, []);
  const choose = (next: Filter) => {
    setFilter(next);
    remember('floor.channel', next);
  };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <Panel
      title={t('floor.queues.title')}
      hint={t(
        sort === null
          ? engaged
            ? 'floor.frozen'
            : 'floor.queues.worstFirst'
          : engaged
            ? 'floor.frozen'
            : 'floor.queues.sorted',
      )}
      className={cx('wf-queues', height === null && 'wf-fill')}
      {...(height === null ? {} : { height })}
      actions={
        <Chips<Filter>
          label={t('floor.queues.filter')}
          value={filter}
          onChange={choose}
          items={[
            { id: 'all', label: t('floor.all'), count: total },
            ...CHANNELS.filter((channel) => counts[channel] !== undefined || channel === filter).map((channel) => {
              const Icon = CHANNEL_ICONS[channel];
              return { id: channel, label: t(`words.channel.${channel}`), count: counts[channel] ?? 0, icon: <Icon /> };
            }),
          ]}
        />
      }
    >
      <Grid
        label={t('floor.queues.title')}
        columns={columns}
        source={queues}
        keys={keys}
        rowHeight={useRowHeight()}
        selectedKey={subject?.kind === 'queue' ? subject.key : null}
        onOpen={onOpen}
        onOpenCell={onOpenCell}
        onEngaged={setEngaged}
        sort={sort}
        onSort={setSort}
        rowAttributes={staleAttribute}
        empty={<Empty title={t(total === 0 ? 'floor.queues.none' : 'floor.queues.noneFiltered')} />}
      />
    </Panel>
  );
}

const STALE = { 'data-stale': '' } as const;
const FRESH = {} as const;

function staleAttribute(row: QueueRow) {
  return row.stale ? STALE : FRESH;
}

function countChannels(rows: Iterable<QueueRow>): Partial<Record<Channel, number>> {
  const counts: Partial<Record<Channel, number>> = {};
  for (const { channel } of rows) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}

function readFilter(value: unknown): Filter | null {
  return value === 'all' ? 'all' : (CHANNELS.find((channel) => channel === value) ?? null);
}
