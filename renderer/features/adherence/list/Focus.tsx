import { CalendarClock, CalendarPlus, ExternalLink, MessageSquarePlus, ShieldCheck } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import { performAction, useActions } from '../../../actions/index.ts';
import type { Action } from '../../../actions/index.ts';
import { useLastRow } from '../../../api/index.ts';
import { StateIcon, StateWord } from '../../../app/marks.tsx';
import { useZone } from '../../../app/providers.tsx';
import { formatTime, Since, t, ticker } from '../../../ui/index.ts';
import { dayOf } from '../days.ts';
import { isExcused } from '../order.ts';
import { offerException, offerExcuse, offerNote } from '../exception/dialogs.ts';
import { useVendorPages } from '../exception/use-vendor-pages.ts';
import { KeyOf } from '../KeyOf.tsx';
import { useAdherence } from '../live.tsx';
import { openDay } from '../routes.ts';
import { usePlatformName } from '../use-platform-name.ts';
import { activityWord, conflictText, excuseText, stateWord, withRaw } from '../words.ts';
import { ConflictMark, ImpactMark } from './marks.tsx';
import { FocusTrack } from './FocusTrack.tsx';
import './focus.css';

/** The one chosen on the list: the day so far, what each platform says, and what the supervisor may do, each with its key. */
export function Focus({ personKey }: { personKey: string | null }) {
  const { people } = useAdherence().parts;
  const { row } = useLastRow(people, personKey ?? '');
  // With nobody on the list there is nobody to choose: the room is for what comes next.
  if (row === undefined) return null;
  return (
    <section className="wf-panel wf-focus" aria-label={t('adherence.focus.label', { name: row.name.slice(0, 200) })}>
      <div className="wf-focus-day">
        <header>
          <h2 className="wf-clip" dir="auto">
            {row.name}
          </h2>
          <Now row={row} />
        </header>
        <FocusTrack key={row.key} personKey={row.key} />
        <Platforms row={row} />
      </div>
      <Offers row={row} />
    </section>
  );
}

function Now({ row }: { row: AdherenceRow }) {
  const { deviation, stale, asOf } = row;
  if (deviation !== null && deviation.excused !== null) {
    return <p className="wf-muted">{t('adherence.focus.excused', { reason: excuseText(deviation.excused) })}</p>;
  }
  if (deviation !== null) {
    return (
      <p className="wf-focus-now">
        <ImpactMark impact={deviation.impact} />
        <span>
          {t('adherence.focus.out', {
            planned: activityWord(deviation.scheduled),
            actual: stateWord(deviation.actual),
          })}
        </span>
        <strong>
          <Since at={deviation.since} until={stale ? asOf : null} />
        </strong>
      </p>
    );
  }
  if (!row.hasSchedule) return <p className="wf-muted">{t('adherence.focus.noSchedule')}</p>;
  return <p className="wf-muted">{t('adherence.focus.in', { planned: activityWord(row.scheduled) })}</p>;
}

function Platforms({ row }: { row: AdherenceRow }) {
  const zone = useZone();
  const platformName = usePlatformName();
  return (
    <div className="wf-focus-platforms">
      {row.conflict !== null && (
        <p className="wf-focus-conflict">
          <ConflictMark conflict={row.conflict} />
          {conflictText(row.conflict)}
        </p>
      )}
      {row.platforms.length === 0 && <p className="wf-muted">{t('adherence.focus.silent')}</p>}
      <ul aria-label={t('adherence.focus.platforms')}>
        {row.platforms.map(({ platform, state, rawState, since, stale, asOf }) => (
          <li key={platform}>
            <StateIcon state={state} />
            <span className="wf-muted" dir="auto">
              {platformName(platform)}
            </span>
            <StateWord state={state} raw={withRaw(stateWord(state), rawState)} />
            <span className="wf-muted">
              {stale
                ? t('adherence.platform.stale', { time: asOf === null ? '–' : formatTime(asOf, zone) })
                : t('adherence.platform.since', { time: formatTime(since, zone) })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Offers({ row }: { row: AdherenceRow }) {
  const zone = useZone();
  const today = dayOf(ticker.now(), zone);
  const { pages, open } = useVendorPages(row.key, today);
  const [page] = pages;
  const offers: (Action & { does: string; icon: LucideIcon; text: string })[] = [
    {
      name: 'adherence.exception',
      label: 'adherence.action.exception',
      text: t('adherence.action.exception'),
      does: t('adherence.action.exception.does'),
      group: 'adherence',
      keys: 'e',
      icon: CalendarPlus,
      perform: () => offerException(row, ticker.now()),
    },
    {
      name: 'adherence.excuse',
      label: 'adherence.action.excuse',
      text: t('adherence.action.excuse'),
      does: t('adherence.action.excuse.does'),
      group: 'adherence',
      keys: 'u',
      icon: ShieldCheck,
      when: () => row.deviation !== null && !isExcused(row),
      perform: () => offerExcuse(row, ticker.now()),
    },
    {
      name: 'adherence.note',
      label: 'adherence.action.note',
      text: t('adherence.action.note'),
      does: t('adherence.action.note.does'),
      group: 'adherence',
      keys: 'n',
      icon: MessageSquarePlus,
      perform: () => offerNote(row, ticker.now()),
    },
    {
      name: 'adherence.link',
      label: 'adherence.action.link.short',
      text:
        page === undefined ? t('adherence.action.link.short') : t('adherence.action.link', { source: page.sourceName }),
      does: page === undefined ? t('adherence.action.link.none') : t('adherence.action.link.does'),
      group: 'adherence',
      keys: 'v',
      icon: ExternalLink,
      when: () => page !== undefined,
      perform: () => {
        if (page !== undefined) void open(page.source);
      },
    },
    {
      name: 'adherence.day',
      label: 'adherence.action.day',
      text: t('adherence.action.day'),
      does: t('adherence.action.day.does'),
      group: 'adherence',
      keys: 'd',
      icon: CalendarClock,
      perform: () => openDay(row.key, today),
    },
  ];
  useActions(offers);
  return (
    <ul className="wf-offers" aria-label={t('adherence.focus.actions')}>
      {offers.map(({ name, text, does, keys, icon: Icon, when }) => (
        <li key={name}>
          <button type="button" className="wf-offer" disabled={when?.() === false} onClick={() => performAction(name)}>
            <Icon aria-hidden />
            <span className="wf-offer-name wf-clip">{text}</span>
            <KeyOf name={name} keys={keys} />
            <span className="wf-offer-does">{does}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
