import type { AgentRow } from '../../../shared/contract/index.ts';
import { useQuery } from '../../api/index.ts';
import type { CallOutput } from '../../api/index.ts';
import { StateIcon, StateWord } from '../../app/marks.tsx';
import { useZone } from '../../app/providers.tsx';
import { go } from '../../app/route.ts';
import { bucketLabel } from '../../../shared/time/zone.ts';
import { Button, formatTime, Since, t, ticker, tKnown } from '../../ui/index.ts';
import { Part, Pending } from './parts.tsx';
import { useGoesOn } from './use-day.ts';
import './agent-adherence.css';

type Day = CallOutput<'adherenceDay'>;
const REFRESH_MS = 15_000;

/** What was planned for the person now and next, since when they are out of it, and what each platform says. */
export function AgentAdherence({ row }: { row: AgentRow }) {
  const zone = useZone();
  const day = bucketLabel(ticker.now(), 'day', zone);
  const { value, error, refresh } = useQuery('adherenceDay', { person: row.key, day });
  useGoesOn(refresh, REFRESH_MS);
  const shown = value !== null && value.key === row.key ? value : null;
  return (
    <Part
      title={t('details.plan')}
      actions={
        <Button kind="quiet" onPress={() => go(`adherence/day/${encodeURIComponent(row.key)}/${day}`)}>
          {t('details.plan.day')}
        </Button>
      }
    >
      {shown === null ? <Pending error={error} again={refresh} /> : <Plan row={row} day={shown} zone={zone} />}
      {row.conflict !== null && (
        <p className="wf-details-conflict">{tKnown(`words.${row.conflict}`) ?? t('floor.agents.conflict')}</p>
      )}
      {shown !== null && <Platforms day={shown} zone={zone} />}
    </Part>
  );
}

function Plan({ row, day, zone }: { row: AgentRow; day: Day; zone: string }) {
  const now = ticker.now();
  const current = day.planned.find(({ from, to }) => from <= now && now < to);
  const next = day.planned.find(({ from, activity }) => from > now && activity !== current?.activity);
  if (!day.hasSchedule) return <p className="wf-muted">{t('details.plan.none')}</p>;
  return (
    <dl className="wf-details-facts">
      <div>
        <dt>{t('details.plan.now')}</dt>
        <dd>
          {current === undefined
            ? t('details.plan.nothing')
            : t('details.plan.until', {
                activity: t(`words.activity.${current.activity}`),
                time: formatTime(current.to, zone),
              })}
        </dd>
      </div>
      <div>
        <dt>{t('details.plan.next')}</dt>
        <dd>
          {next === undefined
            ? t('details.plan.nothingMore')
            : t('details.plan.at', {
                activity: t(`words.activity.${next.activity}`),
                time: formatTime(next.from, zone),
              })}
        </dd>
      </div>
      <div>
        <dt>{t('details.plan.deviation')}</dt>
        <dd>
          {row.deviation === null ? (
            <span className="wf-muted">{t('details.plan.in')}</span>
          ) : (
            <>
              {t(`words.impact.${row.deviation.impact}`)} ·{' '}
              {t('details.plan.since', { time: formatTime(row.deviation.since, zone) })} ·{' '}
              <strong>
                <Since at={row.deviation.since} until={row.stale ? row.asOf : null} />
              </strong>
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

/** One line for each platform that knows the person, where there is more than one. */
function Platforms({ day, zone }: { day: Day; zone: string }) {
  const now = ticker.now();
  if (day.lanes.length < 2) return null;
  return (
    <ul className="wf-details-platforms" aria-label={t('details.plan.platforms')}>
      {day.lanes.map(({ platform, blocks }) => {
        const block = blocks.findLast(({ from, to }) => from <= now && (to === null || to > now));
        return (
          <li key={platform}>
            <span className="wf-muted wf-clip" dir="auto">
              {platformText(platform, day)}
            </span>
            {block === undefined || block.state === null ? (
              <span className="wf-muted">{t('details.plan.silent')}</span>
            ) : (
              <>
                <StateIcon state={block.state} />
                <StateWord state={block.state} raw={block.rawState ?? ''} />
                <span className="wf-muted">{t('details.plan.since', { time: formatTime(block.from, zone) })}</span>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** `source/platform` with the source's name, where an agent of the person tells it. */
function platformText(platform: string, { agents }: Day): string {
  const cut = platform.indexOf('/');
  const source = platform.slice(0, Math.max(0, cut));
  const name = agents.find((agent) => agent.source === source)?.sourceName ?? source;
  return name === '' ? platform : `${name} · ${platform.slice(cut + 1)}`;
}
