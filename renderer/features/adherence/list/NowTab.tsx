import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import { recall, remember, useDerived, useOrdering } from '../../../api/index.ts';
import { useSettings, useZone } from '../../../app/providers.tsx';
import { openQuestion, useUi } from '../../../app/state.ts';
import { Chips, currentGrid, Empty, Grid, Panel, t, ticker, useSize } from '../../../ui/index.ts';
import type { Anchor, GridSort } from '../../../ui/index.ts';
import { dayOf } from '../days.ts';
import { useDialogs } from '../exception/dialogs.ts';
import { useAdherence } from '../live.tsx';
import { worstFirst } from '../order.ts';
import { openDay } from '../routes.ts';
import { useTick } from '../use-tick.ts';
import { Calm } from './Calm.tsx';
import { nowColumns } from './columns.tsx';
import { Focus } from './Focus.tsx';
import { countGroups, groupFilter, GROUPS, readGroup } from './groups.ts';
import type { Group } from './groups.ts';
import { Outlook } from './Outlook.tsx';
import { Waiting } from './Waiting.tsx';
import './list.css';

/** How often places and groups may change by the mere passing of time. */
const STEP_MS = 5000;
/** Header of the panel and of the table, and borders. */
const FRAME = 42 + 30 + 3;
const LEAST_ROWS = 3;
/** The table without rows and what is said in it. */
const EMPTY = 250;
/** Pixels below which there is no use in the outlook. */
const LEAST_OUTLOOK = 128;

/** Who is out of adherence now, what hurts first; below, the one chosen and what may be done. */
export function NowTab() {
  return (
    <Waiting>
      <List />
    </Waiting>
  );
}

function List() {
  const { people } = useAdherence().parts;
  const zone = useZone();
  const compact = useSettings().settings?.density === 'compact';
  const [columns] = useState(() => nowColumns(zone));
  const [group, setGroup] = useState<Group>(() => recall('adherence.group', readGroup, 'out'));
  const [sort, setSort] = useState<GridSort | null>(null);
  const [engaged, setEngaged] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const deciding = useDialogs((state) => state.open !== null);
  const paused = useUi((state) => state.paused);
  const frozen = engaged || deciding || paused;
  const now = useTick(STEP_MS);
  const counts = useDerived(
    people,
    useCallback((rows: Iterable<AdherenceRow>) => countGroups(rows, now), [now]),
  );
  const live = useMemo(() => {
    const column = sort === null ? undefined : columns.find(({ id }) => id === sort.id)?.sort;
    const compare =
      column === undefined || sort === null
        ? worstFirst(now)
        : sort.descending
          ? (a: AdherenceRow, b: AdherenceRow) => column(b, a)
          : column;
    return { group, sort, rule: { filter: groupFilter(group, now), compare } };
  }, [columns, group, sort, now]);
  // Held still the list keeps its rule too, unless the person asks for another.
  const [held, setHeld] = useState(live);
  if (held !== live && (!frozen || held.group !== group || held.sort !== sort)) setHeld(live);
  const keys = useOrdering(people, held.rule, frozen);
  const current = chosen !== null && people.last(chosen) !== undefined ? chosen : (keys[0] ?? null);

  const day = useCallback((key: string) => openDay(key, dayOf(ticker.now(), zone)), [zone]);
  const onOpenCell = useCallback(
    (key: string, column: string, anchor: Anchor) => {
      if (column === 'agent') return day(key);
      const figure = column === 'conformance' ? 'conformance' : 'adherence';
      openQuestion({ figure, queue: null, agent: key, window: 'day', anchor });
    },
    [day],
  );
  const choose = (next: Group) => {
    setGroup(next);
    remember('adherence.group', next);
  };
  const box = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const rowHeight = compact ? 28 : 34;
  const { height } = useSize(room);
  // A short list leaves its room to what comes next; a long one takes all of it.
  const wanted = keys.length === 0 ? EMPTY : FRAME + Math.max(LEAST_ROWS, keys.length + 0.5) * rowHeight;
  const short = height - wanted > LEAST_OUTLOOK;
  useEffect(() => {
    const element = box.current;
    // Arrows and j/k move the grid's own cursor; the part below follows it.
    const follow = () => {
      const key = currentGrid()?.activeKey();
      if (key !== undefined && key !== null) setChosen(key);
    };
    element?.addEventListener('keyup', follow);
    return () => element?.removeEventListener('keyup', follow);
  }, []);
  return (
    <div ref={box} className="wf-now">
      <div ref={room} className="wf-now-room">
        <Panel
          title={t(`adherence.list.title.${titleOf(group)}`)}
          hint={t(frozen ? 'adherence.frozen' : sort === null ? 'adherence.list.hint' : 'adherence.list.sorted')}
          className="wf-now-list"
          {...(short ? { height: wanted } : {})}
          actions={
            <Chips<Group>
              label={t('adherence.list.filter')}
              value={group}
              onChange={choose}
              items={GROUPS.map((id) => ({ id, label: t(`adherence.list.chip.${id}`), count: counts[id] }))}
            />
          }
        >
          <Grid
            label={t(`adherence.list.title.${titleOf(group)}`)}
            columns={columns}
            source={people}
            keys={keys}
            rowHeight={rowHeight}
            selectedKey={current}
            onOpen={setChosen}
            onOpenCell={onOpenCell}
            onEngaged={setEngaged}
            sort={sort}
            onSort={setSort}
            rowAttributes={rowAttributes}
            empty={group === 'out' ? <Calm /> : <Empty title={t(emptyText(group))} />}
          />
        </Panel>
        {short && <Outlook onChoose={setChosen} />}
      </div>
      <Focus personKey={current} />
    </div>
  );
}

/** The buckets are parts of those out of adherence; the other groups are lists of their own. */
function titleOf(group: Group) {
  return group === 'excused' || group === 'conflict' || group === 'all' ? group : 'out';
}

function emptyText(group: Group) {
  if (group === 'excused' || group === 'conflict' || group === 'all') return `adherence.list.none.${group}` as const;
  return 'adherence.list.none.bucket' as const;
}

const STALE = { 'data-stale': '' } as const;
const FRESH = {} as const;

function rowAttributes(row: AdherenceRow) {
  return row.stale ? STALE : FRESH;
}
