import { useCallback, useMemo, useState } from 'react';
import { CalendarPlus } from 'lucide-react';
import { recall, remember, useDerived, useOrdering } from '../../../api/index.ts';
import { performAction } from '../../../actions/index.ts';
import { useUi } from '../../../app/state.ts';
import { Button, Panel, Select, t } from '../../../ui/index.ts';
import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import { useDialogs } from '../exception/dialogs.ts';
import { KeyOf } from '../KeyOf.tsx';
import { Waiting } from '../list/Waiting.tsx';
import { useAdherence } from '../live.tsx';
import { comparatorOf, SORTS } from '../order.ts';
import type { Sort } from '../order.ts';
import { useTick } from '../use-tick.ts';
import { TimelineGrid } from './TimelineGrid.tsx';
import './timeline.css';

/** How often the order may change by the mere passing of time. */
const STEP_MS = 15_000;

/** The team's day: a row for each person, plan above, actual below. */
export function TimelineTab() {
  const { people } = useAdherence().parts;
  const [sort, setSort] = useState<Sort>(() => recall('adherence.sort', readSort, 'out'));
  const [engaged, setEngaged] = useState(false);
  const deciding = useDialogs((state) => state.open !== null);
  const paused = useUi((state) => state.paused);
  const frozen = engaged || deciding || paused;
  const now = useTick(STEP_MS);
  const rule = useMemo(() => ({ filter: null, compare: comparatorOf(sort, now) }), [sort, now]);
  const keys = useOrdering(people, useHeld(rule, frozen), frozen);
  const total = useDerived(people, countAll);
  const choose = useCallback((next: Sort) => {
    setSort(next);
    remember('adherence.sort', next);
  }, []);
  return (
    <Waiting>
      <Panel
        title={t('adherence.timeline.title')}
        hint={frozen ? t('adherence.frozen') : t('adherence.timeline.hint')}
        className="wf-timeline"
        actions={
          <>
            <span className="wf-muted wf-timeline-count">{t('adherence.timeline.people', { count: total })}</span>
            <Select
              label={t('adherence.timeline.sort')}
              bare
              options={SORTS.map((id) => ({ id, label: t(`adherence.timeline.sort.${id}`) }))}
              value={sort}
              onChange={choose}
            />
            <Button icon={<CalendarPlus />} onPress={() => performAction('adherence.exception')}>
              {t('adherence.action.exception')} <KeyOf name="adherence.exception" keys="e" />
            </Button>
          </>
        }
      >
        <TimelineGrid keys={keys} onEngaged={setEngaged} />
      </Panel>
    </Waiting>
  );
}

/** The rule as it was when the order was frozen: time passing must not move anything under a hand. */
function useHeld<T>(rule: T, frozen: boolean): T {
  const [held, setHeld] = useState(rule);
  if (!frozen && held !== rule) setHeld(rule);
  return frozen ? held : rule;
}

function countAll(rows: Iterable<AdherenceRow>): number {
  return [...rows].length;
}

function readSort(value: unknown): Sort | null {
  return SORTS.find((sort) => sort === value) ?? null;
}
