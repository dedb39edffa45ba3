import { AlarmClock, TrendingUp, TriangleAlert } from 'lucide-react';
import type { AgentRow, AlarmLevel } from '../../../shared/contract/index.ts';
import { useSettings } from '../../app/providers.tsx';
import { formatPercent, formatSpan, formatTime, NoData, t, tKnown } from '../../ui/index.ts';
import { adherenceLevel, DEFAULT_TARGET } from './adherence-level.ts';
import './adherence-cell.css';

/** Adherence of the day against the target, whether the person is out of it now, and whether the platforms contradict each other. */
export function AdherenceCell({ row }: { row: AgentRow }) {
  const { settings } = useSettings();
  const { adherence, deviation, conflict, scheduled } = row;
  const target = settings?.adherence.target ?? DEFAULT_TARGET;
  const planned =
    scheduled === null
      ? t('floor.agents.plannedNothing')
      : t('floor.agents.planned', { activity: t(`words.activity.${scheduled}`) });
  return (
    <>
      {conflict !== null && <ConflictMark conflict={conflict} />}
      {deviation !== null && (
        <DeviationMark
          since={deviation.since}
          impact={deviation.impact}
          zone={settings?.zone ?? 'UTC'}
          planned={planned}
        />
      )}
      {adherence === null || adherence.value === null ? (
        <NoData reason={t(adherence === null ? 'floor.noData.adherence' : 'floor.noData.adherenceYet')} />
      ) : (
        <Share
          value={adherence.value}
          level={row.stale ? 'normal' : adherenceLevel(adherence.value, target)}
          tip={`${planned} · ${t('floor.agents.adherenceCounts', {
            part: formatSpan(adherence.numerator),
            total: formatSpan(adherence.denominator),
          })}`}
        />
      )}
    </>
  );
}

function Share({ value, level, tip }: { value: number; level: AlarmLevel; tip: string }) {
  if (level === 'normal') return <span data-tip={tip}>{formatPercent(value)}</span>;
  return (
    <span className="wf-badge" data-level={level} data-tip={tip}>
      {formatPercent(value)}
      <span className="wf-hidden">{t('floor.agents.belowTarget')}</span>
    </span>
  );
}

interface DeviationMarkProps {
  since: number;
  impact: 'positive' | 'negative' | 'neutral';
  zone: string;
  planned: string;
}

/** Out of adherence now: a shape for what hurts or is neutral, another for what helps. */
function DeviationMark({ since, impact, zone, planned }: DeviationMarkProps) {
  const text = t('floor.agents.deviation', {
    time: formatTime(since, zone),
    impact: t(`words.impact.${impact}`).toLowerCase(),
    planned,
  });
  const Icon = impact === 'positive' ? TrendingUp : AlarmClock;
  return (
    <span className="wf-adherence-mark" data-impact={impact} data-tip={text}>
      <Icon aria-hidden />
      <span className="wf-hidden">{text}</span>
    </span>
  );
}

function ConflictMark({ conflict }: { conflict: string }) {
  const text = tKnown(`words.${conflict}`) ?? t('floor.agents.conflict');
  return (
    <span className="wf-adherence-mark" data-impact="conflict" data-tip={text}>
      <TriangleAlert aria-hidden />
      <span className="wf-hidden">{text}</span>
    </span>
  );
}

/** Out of adherence now before everybody else, then by the share of the day. */
export function byAdherence(a: AgentRow, b: AgentRow): number {
  return (a.adherence?.value ?? 2) - (b.adherence?.value ?? 2);
}
