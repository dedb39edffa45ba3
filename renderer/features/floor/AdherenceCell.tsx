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
  const out =
    deviation === null
      ? null
      : t('floor.agents.deviation', {
          time: formatTime(deviation.since, settings?.zone ?? 'UTC'),
          impact: t(`words.impact.${deviation.impact}`).toLowerCase(),
          planned,
        });
  const odds = conflict === null ? null : (tKnown(`words.${conflict}`) ?? t('floor.agents.conflict'));
  return (
    <>
      <Mark conflict={odds} out={out} impact={deviation?.impact ?? null} />
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

interface MarkProps {
  conflict: string | null;
  out: string | null;
  impact: 'positive' | 'negative' | 'neutral' | null;
}

/** One mark, by shape: platforms at odds, out of adherence and it helps, or out of adherence; its tip says all of it. */
function Mark({ conflict, out, impact }: MarkProps) {
  if (conflict === null && out === null) return null;
  const text = [out, conflict].filter((part) => part !== null).join(' ');
  const Icon = conflict !== null ? TriangleAlert : impact === 'positive' ? TrendingUp : AlarmClock;
  return (
    <span className="wf-adherence-mark" data-impact={conflict !== null ? 'conflict' : impact} data-tip={text}>
      <Icon aria-hidden />
      <span className="wf-hidden">{text}</span>
    </span>
  );
}

/** By the share of the day; those without one come last. */
export function byAdherence(a: AgentRow, b: AgentRow): number {
  return (a.adherence?.value ?? 2) - (b.adherence?.value ?? 2);
}
