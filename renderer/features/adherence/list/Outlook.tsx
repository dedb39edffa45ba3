import { memo } from 'react';
import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import type { Activity } from '../../../../shared/domain/records.ts';
import { useDerived } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { DASH, formatPercent, formatSpan, formatTime, Panel, t, ticker } from '../../../ui/index.ts';
import { useAdherence } from '../live.tsx';
import { activityWord } from '../words.ts';
import './outlook.css';

const HOUR_MS = 3_600_000;
const MOST_ROWS = 12;
const MOST_NAMES = 8;

interface Person {
  key: string;
  name: string;
}

interface Move {
  at: number;
  from: Activity | null;
  to: Activity | null;
  people: Person[];
}

interface Cost extends Person {
  hurting: number;
  out: number;
  adherence: number | null;
}

/** Below a short list: what the plan changes next, and who has cost the floor the most today. */
export const Outlook = memo(function Outlook({ onChoose }: { onChoose(key: string): void }) {
  return (
    <div className="wf-outlook">
      <ComingUp onChoose={onChoose} />
      <MostOut onChoose={onChoose} />
    </div>
  );
});

function ComingUp({ onChoose }: { onChoose(key: string): void }) {
  const moves = useDerived(useAdherence().parts.people, movesAhead, 1000);
  const zone = useZone();
  return (
    <Panel title={t('adherence.outlook.next')} hint={t('adherence.outlook.nextHint')}>
      {moves.length === 0 ? (
        <p className="wf-outlook-none">{t('adherence.outlook.none')}</p>
      ) : (
        <ul className="wf-outlook-list wf-outlook-moves">
          {moves.map(({ at, from, to, people }) => (
            <li key={`${at} ${from ?? ''} ${to ?? ''}`} className="wf-outlook-move">
              <strong>{formatTime(at, zone)}</strong>
              <span className="wf-clip">
                {t('adherence.outlook.change', {
                  count: people.length,
                  from: activityWord(from).toLowerCase(),
                  to: activityWord(to).toLowerCase(),
                })}
              </span>
              <span className="wf-clip wf-outlook-names">
                {people.slice(0, MOST_NAMES).map(({ key, name }) => (
                  <button key={key} type="button" dir="auto" onClick={() => onChoose(key)}>
                    {name}
                  </button>
                ))}
                {people.length > MOST_NAMES && t('adherence.outlook.more', { count: people.length - MOST_NAMES })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function MostOut({ onChoose }: { onChoose(key: string): void }) {
  const costs = useDerived(useAdherence().parts.people, mostHurting, 1000);
  const most = costs[0]?.hurting ?? 1;
  return (
    <Panel title={t('adherence.outlook.today')} hint={t('adherence.outlook.todayHint')}>
      {costs.length === 0 ? (
        <p className="wf-outlook-none">{t('adherence.outlook.todayNone')}</p>
      ) : (
        <ul className="wf-outlook-list">
          {costs.map(({ key, name, hurting, out, adherence }) => (
            <li key={key}>
              <button type="button" className="wf-outlook-cost" onClick={() => onChoose(key)}>
                <span className="wf-clip" dir="auto">
                  {name}
                </span>
                <span className="wf-outlook-bar" aria-hidden>
                  <span style={{ width: `${(hurting / most) * 100}%` }} />
                </span>
                <span
                  className="wf-outlook-number"
                  data-tip={t('adherence.outlook.hurts', { time: formatSpan(hurting), total: formatSpan(out) })}
                >
                  {formatSpan(hurting)}
                </span>
                <span className="wf-outlook-number wf-muted">
                  {adherence === null ? DASH : formatPercent(adherence)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Changes of the plan in the next hour: those of one instant and kind together, soonest first. */
function movesAhead(rows: Iterable<AdherenceRow>): Move[] {
  const now = ticker.now();
  const moves = new Map<string, Move>();
  for (const { key, name, scheduled, scheduledUntil, next, hasSchedule } of rows) {
    if (!hasSchedule || scheduledUntil === null || scheduledUntil <= now || scheduledUntil > now + HOUR_MS) continue;
    const id = `${scheduledUntil} ${scheduled ?? ''} ${next ?? ''}`;
    const move = moves.get(id) ?? { at: scheduledUntil, from: scheduled, to: next, people: [] };
    move.people.push({ key, name });
    moves.set(id, move);
  }
  return [...moves.values()].sort((a, b) => a.at - b.at || b.people.length - a.people.length).slice(0, MOST_ROWS);
}

/** Who has been missing the longest where it hurt, today. */
function mostHurting(rows: Iterable<AdherenceRow>): Cost[] {
  const costs: Cost[] = [];
  for (const { key, name, counts, adherence } of rows) {
    if (counts.negative < 60) continue;
    costs.push({ key, name, hurting: counts.negative, out: counts.unmatched, adherence: adherence.value });
  }
  return costs.sort((a, b) => b.hurting - a.hurting || a.name.localeCompare(b.name)).slice(0, MOST_ROWS);
}
