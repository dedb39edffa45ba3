import { CalendarOff, ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { recall, remember, useProgress, useQuery } from '../../../api/index.ts';
import { useSettings, useZone } from '../../../app/providers.tsx';
import { go, useRoute } from '../../../app/route.ts';
import { useUi } from '../../../app/state.ts';
import { useActions } from '../../../actions/index.ts';
import { Button, Chips, Empty, errorText, IconButton, Panel, t, ticker } from '../../../ui/index.ts';
import { dayOf } from '../days.ts';
import { useDialogs } from '../exception/dialogs.ts';
import type { Counted } from './cells.ts';
import { HeatLegend } from './HeatLegend.tsx';
import { HeatMap } from './HeatMap.tsx';
import { MONTH, monthText, shiftMonth } from './months.ts';
import { Recomputing } from './Recomputing.tsx';
import { ShrinkageBar } from './ShrinkageBar.tsx';
import { useCounting } from './use-counting.ts';
import './month.css';

/** Days fill in while they are counted; so many times over a whole recount the month is asked for anew. */
const STEPS = 5;

const COUNTED = ['all', 'productive'] as const;

/** A month of everybody: a cell a day, and what the paid time went to. `#/adherence/month/2026-03` is March. */
export function MonthTab() {
  const zone = useZone();
  const scope = useUi((state) => state.scope);
  const { settings } = useSettings();
  const today = dayOf(ticker.now(), zone);
  const asked = useAskedMonth() ?? today.slice(0, 7);
  const [chosen, setChosen] = useState<Counted | null>(() => recall('adherence.month.count', readCounted, null));
  const counted = chosen ?? settings?.adherence.count ?? 'all';
  const { value, error, loading, refresh } = useQuery('adherenceMonth', { month: asked, scope });
  const { counting, reading } = useCounting(value?.recomputing ?? null);
  useFollowing(refresh, value?.recomputing ?? null, reading);
  const open = (month: string) => go(`adherence/month/${month}`);
  const month = monthText(asked);
  // While another month is being read the old one would stand under the wrong name.
  const shown = value !== null && value.days[0]?.startsWith(asked) === true ? value : null;
  return (
    <div className="wf-month">
      {value !== null && <MonthKeys turn={(by) => open(shiftMonth(asked, by))} />}
      <Panel
        title={month}
        hint={shown === null ? undefined : t('adherence-month.people', { count: shown.people.length })}
        className="wf-month-map"
        actions={
          <>
            {shown !== null && <Recomputing share={shown.recomputing} reading={reading} />}
            <Chips<Counted>
              label={t('adherence-month.count')}
              value={counted}
              onChange={(next) => {
                setChosen(next);
                remember('adherence.month.count', next);
              }}
              items={COUNTED.map((id) => ({ id, label: t(`adherence-month.count.${id}`), count: null }))}
            />
            <IconButton label={t('adherence-month.previous')} onPress={() => open(shiftMonth(asked, -1))}>
              <ChevronLeft />
            </IconButton>
            <Button isDisabled={asked === today.slice(0, 7)} onPress={() => open(today.slice(0, 7))}>
              {t('adherence-month.this')}
            </Button>
            <IconButton label={t('adherence-month.next')} onPress={() => open(shiftMonth(asked, 1))}>
              <ChevronRight />
            </IconButton>
          </>
        }
      >
        {shown === null ? (
          error !== null && !loading ? (
            <Empty
              title={t('adherence-month.failed')}
              actions={<Button onPress={refresh}>{t('adherence-month.again')}</Button>}
            >
              {errorText(error)}
            </Empty>
          ) : (
            <Empty title={t('adherence-month.loading')} />
          )
        ) : shown.people.length === 0 ? (
          <Empty icon={<CalendarOff />} title={t('adherence-month.none.title', { month })}>
            {t(`adherence-month.none.${asked > today ? 'future' : counting ? 'counting' : 'text'}`)}
          </Empty>
        ) : (
          <>
            <HeatMap month={shown} name={month} counted={counted} today={today} counting={counting} />
            <HeatLegend target={settings?.adherence.target ?? null} />
          </>
        )}
      </Panel>
      {shown !== null && <ShrinkageBar causes={shown.shrinkage} paidSeconds={shown.paidSeconds} />}
    </div>
  );
}

/** `[` and `]`. Offered once there is an answer, after everything that began with the window: the latest offer has the keys. */
function MonthKeys({ turn }: { turn(by: number): void }) {
  useActions([
    {
      name: 'adherence.previousMonth',
      label: 'adherence-month.previous',
      group: 'adherence',
      keys: '[',
      perform: () => turn(-1),
    },
    {
      name: 'adherence.nextMonth',
      label: 'adherence-month.next',
      group: 'adherence',
      keys: ']',
      perform: () => turn(1),
    },
  ]);
  return null;
}

/** The month that the route names. A day that slides over leaves it as it was. */
function useAskedMonth(): string | null {
  const { rest } = useRoute();
  const [tab = '', month = ''] = rest.split('/');
  const [asked, setAsked] = useState<string | null>(null);
  const named = tab === 'month' ? (MONTH.test(month) ? month : null) : asked;
  if (named !== asked) setAsked(named);
  return named;
}

/** Asks anew when a decision was carried out, when a recount has come a step further or ended, and when the past has been read. */
function useFollowing(refresh: () => void, share: number | null, reading: boolean): void {
  const changes = useDialogs((state) => state.changes);
  const progress = useProgress('adherence');
  // Nothing told yet: what the answer said of itself, so that a recount whose end is all that is told has an end too.
  const done = progress === null ? share === null : progress.total !== null && progress.done >= progress.total;
  const step = progress === null || progress.total === null ? 0 : Math.floor((progress.done / progress.total) * STEPS);
  const was = useRef({ changes, done, reading, step });
  useEffect(() => {
    const before = was.current;
    was.current = { changes, done, reading, step };
    const ended = (done && !before.done) || (!reading && before.reading);
    if (before.changes !== changes || ended || (!done && step > before.step)) refresh();
  }, [changes, done, reading, step, refresh]);
}

function readCounted(value: unknown): Counted | null {
  return COUNTED.find((counted) => counted === value) ?? null;
}
