import { CalendarPlus, ChevronLeft, ChevronRight, ExternalLink, MessageSquarePlus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { parseLocal } from '../../../../shared/time/local.ts';
import { useActions } from '../../../actions/index.ts';
import { useQuery, useRow } from '../../../api/index.ts';
import type { CallOutput } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { useUi } from '../../../app/state.ts';
import { Button, Empty, errorText, formatDate, IconButton, SlideOver, t, ticker } from '../../../ui/index.ts';
import { dayOf } from '../days.ts';
import { openDialog, useDialogs } from '../exception/dialogs.ts';
import { useOpenPage } from '../exception/use-vendor-pages.ts';
import { KeyOf } from '../KeyOf.tsx';
import { useAdherence } from '../live.tsx';
import { openDay, shiftDay } from '../routes.ts';
import { quarterOf, QUARTER_MS } from '../track/time-window.ts';
import { DayBody } from './DayBody.tsx';
import './day.css';

export type Day = CallOutput<'adherenceDay'>;

interface DayPanelProps {
  person: string;
  /** Of the reporting zone, `2026-03-29`. */
  day: string;
  onClose(): void;
}

/** Real milliseconds between two readings of a day that goes on. */
const REFRESH_MS = 15_000;

/** One person's day, whenever it was, over the sub-page below. */
export function DayPanel({ person, day, onClose }: DayPanelProps) {
  const zone = useZone();
  const known = useRow(useAdherence().parts.people, person);
  const { value, error, refresh } = useQuery('adherenceDay', { person, day });
  const fresh = value !== null && value.key === person && value.day === day ? value : null;
  const today = dayOf(ticker.now(), zone) === day;
  useRefreshing(refresh, today);
  const openPage = useOpenPage(person);
  const name = fresh?.name ?? known?.name ?? person;
  const go = (by: number) => openDay(person, shiftDay(day, by));
  const note = () => openDialog({ kind: 'note', person: { key: person, name }, at: momentIn(fresh) });
  const except = () => {
    const at = quarterOf(momentIn(fresh));
    openDialog({ kind: 'exception', people: [{ key: person, name }], from: at, to: at + QUARTER_MS });
  };
  const [page] = fresh?.links ?? [];
  const date = formatDate(parseLocal(`${day} 12:00`, zone).at, zone);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The panel covers what it was opened from: the keyboard comes along, so that Esc closes it, and goes back by the panel's own hand.
    box.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="wf-day-wide">
      <SlideOver title={t('adherence.day.title', { name, date })} onClose={onClose}>
        <DayKeys
          key={value !== null || error !== null ? 'read' : 'reading'}
          onPage={page === undefined ? null : () => void openPage(page.source)}
          {...{ go, except, note, onClose }}
        />
        <div ref={box} className="wf-day" tabIndex={-1}>
          <div className="wf-day-bar">
            <IconButton label={t('adherence.day.previous')} kind="plain" onPress={() => go(-1)}>
              <ChevronLeft />
            </IconButton>
            <IconButton label={t('adherence.day.next')} kind="plain" onPress={() => go(1)}>
              <ChevronRight />
            </IconButton>
            <span className="wf-muted wf-day-keys">
              <KeyOf name="adherence.previousDay" keys="[" /> <KeyOf name="adherence.nextDay" keys="]" />
            </span>
            {today && <span className="wf-day-today">{t('adherence.day.today')}</span>}
            <span className="wf-day-offers">
              <Button icon={<CalendarPlus />} onPress={except}>
                {t('adherence.action.exception')} <KeyOf name="adherence.exception" keys="e" />
              </Button>
              <Button icon={<MessageSquarePlus />} onPress={note}>
                {t('adherence.action.note')} <KeyOf name="adherence.note" keys="n" />
              </Button>
              {fresh?.links.map((link) => (
                <Button key={link.url} icon={<ExternalLink />} onPress={() => void openPage(link.source)}>
                  {t('adherence.action.link', { source: link.sourceName })}
                </Button>
              ))}
            </span>
          </div>
          {fresh !== null ? (
            <DayBody day={fresh} today={today} />
          ) : error !== null ? (
            <Empty
              title={t('adherence.day.failed', { reason: errorText(error) })}
              actions={<Button onPress={refresh}>{t('adherence.again')}</Button>}
            />
          ) : (
            <p className="wf-muted">{t('adherence.day.loading')}</p>
          )}
        </div>
      </SlideOver>
    </div>
  );
}

interface DayKeysProps {
  go(days: number): void;
  except(): void;
  note(): void;
  onPage: (() => void) | null;
  onClose(): void;
}

/**
 * The keys of the day, offered at once and again with the answer: the latest offer has the keys, and a window that begins with a day offers its
 * own keys late.
 */
function DayKeys({ go, except, note, onPage, onClose }: DayKeysProps) {
  useActions([
    {
      name: 'adherence.previousDay',
      label: 'adherence.action.previousDay',
      group: 'adherence',
      keys: '[',
      perform: () => go(-1),
    },
    {
      name: 'adherence.nextDay',
      label: 'adherence.action.nextDay',
      group: 'adherence',
      keys: ']',
      perform: () => go(1),
    },
    {
      name: 'adherence.exception',
      label: 'adherence.action.exception',
      group: 'adherence',
      keys: 'e',
      perform: except,
    },
    { name: 'adherence.note', label: 'adherence.action.note', group: 'adherence', keys: 'n', perform: note },
    {
      name: 'adherence.link',
      label: 'adherence.action.link.short',
      group: 'adherence',
      keys: 'v',
      when: () => onPage !== null,
      perform: () => onPage?.(),
    },
    { name: 'app.escape', label: 'actions.escape', group: 'view', keys: 'Escape', quiet: true, perform: onClose },
  ]);
  return null;
}

/** Reads the day again after every decision, and while it goes on. */
function useRefreshing(refresh: () => void, goesOn: boolean): void {
  const changes = useDialogs((state) => state.changes);
  const paused = useUi((state) => state.paused);
  useEffect(() => {
    if (changes > 0) refresh();
  }, [changes, refresh]);
  useEffect(() => {
    if (!goesOn || paused) return undefined;
    const timer = setInterval(refresh, REFRESH_MS);
    return () => clearInterval(timer);
  }, [goesOn, paused, refresh]);
}

/** The moment on screen where it lies in the day, else the beginning of the plan. */
function momentIn(day: Day | null): number {
  const now = ticker.now();
  if (day === null || (now >= day.from && now < day.to)) return now;
  return day.planned[0]?.from ?? day.from;
}
