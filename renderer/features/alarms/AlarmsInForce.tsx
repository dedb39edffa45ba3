import { BellOff } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useActions } from '../../actions/index.ts';
import { useCell, useOrdering } from '../../api/index.ts';
import { useFloor } from '../../app/providers.tsx';
import { Banner, Button, Empty, t } from '../../ui/index.ts';
import type { AlarmRow } from '../../../shared/contract/index.ts';
import { AlarmCard } from './AlarmCard.tsx';
import { compareAlarms } from './order.ts';
import { useAnswers } from './use-answers.ts';

const everything = (alarm: AlarmRow) => alarm.level !== 'normal';
const RULE = { filter: everything, compare: compareAlarms };
const PAGE = 60;

/** The list of alarms in force, worst first; its order rests while the pointer or the focus is in it. */
export function AlarmsInForce() {
  const floor = useFloor();
  const { phase } = useCell(floor.status);
  const [engaged, setEngaged] = useState(false);
  const [shown, setShown] = useState(PAGE);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [snoozing, setSnoozing] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(NOBODY);
  const list = useRef<HTMLUListElement>(null);
  const answers = useAnswers();
  const keys = useOrdering(floor.parts.alarms, RULE, engaged || snoozing !== null || selected.size > 0);
  const visible = keys.slice(0, shown);
  const active = activeKey !== null && visible.includes(activeKey) ? activeKey : (visible[0] ?? null);

  const focusKey = useCallback((key: string) => {
    setActiveKey(key);
    list.current?.querySelector<HTMLElement>(`[data-alarm="${CSS.escape(key)}"]`)?.focus();
  }, []);
  const move = (by: number) => {
    const index = active === null ? 0 : visible.indexOf(active) + by;
    const key = visible[Math.min(visible.length - 1, Math.max(0, index))];
    if (key !== undefined) focusKey(key);
  };

  const onMoveKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(step);
  };
  const acknowledge = async (chosen: AlarmRow) => {
    // The next one gets the keyboard, so that a list is worked off with one key.
    const next = visible[visible.indexOf(chosen.key) + 1];
    const done = await answer(chosen, async (own) => own.acknowledgedAt !== null || answers.acknowledge(own));
    if (done && next !== undefined) focusKey(next);
  };

  /** The selected ones that are still there if the alarm is one of them, else it alone. */
  const together = (chosen: AlarmRow): AlarmRow[] =>
    selected.has(chosen.key) ? [...selected].flatMap((key) => floor.parts.alarms.get(key) ?? []) : [chosen];
  const select = (key: string) => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    setSelected(next);
  };
  /** A selection is answered whole: what failed is told, and stays to be answered. */
  const answer = async (chosen: AlarmRow, give: (alarm: AlarmRow) => Promise<boolean>) => {
    const all = together(chosen);
    if (selected.has(chosen.key)) setSelected(NOBODY);
    return (await Promise.all(all.map(give))).every(Boolean);
  };
  const snooze = (chosen: AlarmRow, minutes: number) => void answer(chosen, (alarm) => answers.snooze(alarm, minutes));
  const alarm = () => (active === null ? undefined : floor.parts.alarms.get(active));
  /** What a key is about: the alarm under the keyboard, or a selected one where others are selected. */
  const aim = () => {
    const first = [...selected].find((key) => floor.parts.alarms.get(key) !== undefined);
    return active === null || selected.has(active) || first === undefined ? alarm() : floor.parts.alarms.get(first);
  };
  useActions([
    {
      name: 'alarms.acknowledge',
      label: 'alarms.action.acknowledge',
      group: 'alarms',
      keys: 'a',
      when: () => selected.size > 0 || alarm()?.acknowledgedAt === null,
      perform: () => {
        const chosen = aim();
        if (chosen !== undefined) void acknowledge(chosen);
      },
    },
    {
      name: 'alarms.snooze',
      label: 'alarms.action.snooze',
      group: 'alarms',
      keys: 'z',
      when: () => alarm() !== undefined,
      perform: () => {
        const chosen = aim();
        if (chosen === undefined) return;
        setActiveKey(chosen.key);
        setSnoozing(chosen.key);
      },
    },
    {
      name: 'alarms.select',
      label: 'alarms.action.select',
      group: 'alarms',
      keys: 'x',
      quiet: true,
      when: () => alarm() !== undefined,
      perform: () => {
        if (active !== null) select(active);
      },
    },
  ]);

  if (phase === 'loading') return <p className="wf-muted wf-alarms-note">{t('alarms.loading')}</p>;
  return (
    <>
      {phase === 'lost' && <Banner tone="warning" title={t('alarms.lost')} />}
      {keys.length === 0 ? (
        <Empty icon={<BellOff />} title={t('alarms.empty.title')}>
          {t('alarms.empty.text')}
        </Empty>
      ) : (
        <div onPointerEnter={() => setEngaged(true)} onPointerLeave={() => setEngaged(false)}>
          {selected.size > 0 && (
            <p className="wf-alarms-selection">
              <output>{t('alarms.selected', { count: selected.size })}</output>
              <Button kind="quiet" onPress={() => setSelected(NOBODY)}>
                {t('alarms.selected.clear')}
              </Button>
            </p>
          )}
          <ul ref={list} className="wf-alarms" aria-label={t('alarms.list')}>
            {visible.map((key) => (
              <AlarmCard
                key={key}
                alarmKey={key}
                active={key === active}
                selected={selected.has(key)}
                onSelect={() => select(key)}
                snoozing={key === snoozing}
                onSnoozing={(open) => setSnoozing(open ? key : null)}
                onActive={() => setActiveKey(key)}
                onMoveKey={onMoveKey}
                onAcknowledge={(chosen) => void acknowledge(chosen)}
                onSnooze={snooze}
                answers={answers}
              />
            ))}
          </ul>
        </div>
      )}
      {keys.length > shown && (
        <Button className="wf-alarms-more" onPress={() => setShown(shown + PAGE)}>
          {t('alarms.more', { count: Math.min(PAGE, keys.length - shown) })}
        </Button>
      )}
    </>
  );
}

const NOBODY: ReadonlySet<string> = new Set();

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
