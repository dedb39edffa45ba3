import { useCallback, useMemo, useState } from 'react';
import type { AgentRow } from '../../../shared/contract/index.ts';
import type { AgentState } from '../../../shared/domain/records.ts';
import { recall, remember, useDerived, useOrdering } from '../../api/index.ts';
import { STATE_ICONS } from '../../app/marks.tsx';
import { useFloor } from '../../app/providers.tsx';
import { openQuestion, openSubject, useUi } from '../../app/state.ts';
import { Chips, Empty, Grid, Panel, t } from '../../ui/index.ts';
import type { Anchor, ChipItem, GridSort } from '../../ui/index.ts';
import { agentColumns } from './agent-columns.tsx';
import { comparator, needFirst } from './order.ts';
import { useRowHeight } from './use-row-height.ts';

const FILTERS = ['all', 'available', 'on-contact', 'wrap', 'break', 'other', 'help', 'offline'] as const;
type Filter = (typeof FILTERS)[number];
type Group = Exclude<Filter, 'all'>;

/** Chips by state; what is neither work nor break counts as other work. */
const GROUPS: Readonly<Record<AgentState, Group>> = {
  available: 'available',
  'on-contact': 'on-contact',
  wrap: 'wrap',
  break: 'break',
  lunch: 'break',
  meeting: 'other',
  training: 'other',
  coaching: 'other',
  'back-office': 'other',
  away: 'other',
  help: 'help',
  offline: 'offline',
};

const ICONS: Readonly<Record<Group, AgentState>> = {
  available: 'available',
  'on-contact': 'on-contact',
  wrap: 'wrap',
  break: 'break',
  other: 'meeting',
  help: 'help',
  offline: 'offline',
};

/** The agents with their states; who needs a hand comes first. */
export function AgentsPanel() {
  const { agents, queues } = useFloor().parts;
  const queueName = useCallback(
    (source: string, id: string) => queues.get(`${source}/${id}`)?.name ?? queues.get(id)?.name ?? null,
    [queues],
  );
  const hasPlans = useDerived(agents, anyPlan);
  const columns = useMemo(() => agentColumns(queueName, hasPlans), [queueName, hasPlans]);
  const [filter, setFilter] = useState<Filter>(() => recall('floor.state', readFilter, 'all'));
  const [sort, setSort] = useState<GridSort | null>(null);
  const [engaged, setEngaged] = useState(false);
  const counts = useDerived(agents, countGroups);
  const rule = useMemo(
    () => ({
      filter: filter === 'all' ? null : (row: AgentRow) => GROUPS[row.state] === filter,
      compare: comparator(columns, sort, needFirst),
    }),
    [columns, filter, sort],
  );
  const keys = useOrdering(agents, rule, engaged);
  const subject = useUi((state) => state.subject);
  const onOpen = useCallback((key: string) => openSubject({ kind: 'agent', key }), []);
  const onOpenCell = useCallback((key: string, _column: string, anchor: Anchor) => {
    openQuestion({ figure: 'occupancy', queue: null, agent: key, window: 'now', anchor });
  }, []);
  const choose = (next: Filter) => {
    setFilter(next);
    remember('floor.state', next);
  };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <Panel
      title={t('floor.agents.title')}
      {...(engaged ? { hint: t('floor.frozen') } : {})}
      className="wf-fill"
      actions={
        <Chips<Filter>
          label={t('floor.agents.filter')}
          value={filter}
          onChange={choose}
          items={chipItems(counts, total)}
        />
      }
    >
      <Grid
        label={t('floor.agents.title')}
        columns={columns}
        source={agents}
        keys={keys}
        rowHeight={useRowHeight()}
        selectedKey={subject?.kind === 'agent' ? subject.key : null}
        onOpen={onOpen}
        onOpenCell={onOpenCell}
        onEngaged={setEngaged}
        sort={sort}
        onSort={setSort}
        rowAttributes={rowAttributes}
        empty={<Empty title={t(total === 0 ? 'floor.agents.none' : 'floor.agents.noneFiltered')} />}
      />
    </Panel>
  );
}

function chipItems(counts: Readonly<Record<Group, number>>, total: number): ChipItem<Filter>[] {
  return FILTERS.map((id) => {
    if (id === 'all') return { id, label: t('floor.all'), count: total };
    const Icon = STATE_ICONS[ICONS[id]];
    const icon = <Icon className="wf-state-icon" data-state={ICONS[id]} />;
    const label = id === 'other' ? t('floor.agents.other') : t(`words.state.${id}`);
    return { id, label, count: counts[id], icon, ...(id === 'help' ? { tone: 'alarm' as const } : {}) };
  });
}

const STALE = { 'data-stale': '' } as const;
const FRESH = {} as const;

function rowAttributes(row: AgentRow) {
  return row.stale ? STALE : FRESH;
}

function countGroups(rows: Iterable<AgentRow>): Record<Group, number> {
  const counts = { available: 0, 'on-contact': 0, wrap: 0, break: 0, other: 0, help: 0, offline: 0 };
  for (const { state } of rows) counts[GROUPS[state]] += 1;
  return counts;
}

function anyPlan(rows: Iterable<AgentRow>): boolean {
  for (const row of rows) if (row.adherence !== null || row.scheduled !== null) return true;
  return false;
}

function readFilter(value: unknown): Filter | null {
  return FILTERS.find((filter) => filter === value) ?? null;
}
