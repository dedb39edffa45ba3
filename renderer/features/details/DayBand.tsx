import { useState } from 'react';
import type { CallOutput } from '../../api/index.ts';
import { StateIcon } from '../../app/marks.tsx';
import { formatSpan, formatTime, t, ticker } from '../../ui/index.ts';
import { dayByPlatform, totals } from './day-spans.ts';
import type { DaySpan } from './day-spans.ts';
import { Axis } from './DayTrend.tsx';
import { hoursAround } from './use-day.ts';
import type { Day } from './use-day.ts';
import './day-band.css';

/** The day as bands of states, one per platform, with the time spent in each. */
export function DayBand({ states, day }: { states: CallOutput<'agentDay'>['states']; day: Day }) {
  const [now] = useState(() => ticker.now());
  const until = Math.max(day.from, Math.min(day.to, Math.max(now, day.until - 900_000)));
  const platforms = dayByPlatform(states, day.from, until);
  const first = Math.min(...platforms.flatMap(({ spans }) => spans.map(({ from }) => from)));
  if (platforms.length === 0) return <p className="wf-muted">{t('details.day.none')}</p>;
  return (
    <>
      {platforms.map(({ platform, spans }) => (
        <div key={platform} className="wf-day">
          {platforms.length > 1 && <p className="wf-muted">{t('details.day.platform', { platform })}</p>}
          <Band spans={spans} day={hoursAround(first, until, day)} />
          <ul className="wf-day-legend">
            {totals(spans).map(({ state, seconds }) => (
              <li key={state}>
                <StateIcon state={state} />
                {t('details.day.total', { state: t(`words.state.${state}`), length: formatSpan(seconds) })}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function Band({ spans, day }: { spans: readonly DaySpan[]; day: Day }) {
  const share = (at: number) => ((at - day.from) / Math.max(1, day.to - day.from)) * 100;
  const label = t('details.day.band', { from: formatTime(day.from, day.zone), to: formatTime(day.to - 1, day.zone) });
  return (
    <>
      <ol className="wf-day-band" aria-label={label}>
        {spans.map((span) => (
          <li
            key={span.from}
            data-state={span.state}
            data-tip={spanText(span, day.zone)}
            style={{ left: `${share(span.from)}%`, width: `${Math.max(0.15, share(span.to) - share(span.from))}%` }}
          >
            <span className="wf-hidden">{spanText(span, day.zone)}</span>
          </li>
        ))}
      </ol>
      <Axis day={day} />
    </>
  );
}

function spanText({ state, rawState, from, to, open }: DaySpan, zone: string): string {
  const word = t(`words.state.${state}`);
  const name =
    rawState === '' || rawState.toLowerCase() === word.toLowerCase() ? word : `${word} (${rawState.slice(0, 60)})`;
  if (open) return t('details.day.open', { state: name, from: formatTime(from, zone) });
  return t('details.day.item', {
    state: name,
    from: formatTime(from, zone),
    to: formatTime(to, zone),
    length: formatSpan((to - from) / 1000),
  });
}
