import type { AlarmLevel, Ratio } from '../../../shared/contract/index.ts';
import type { ReactNode } from 'react';
import { formatCount, formatPercent, formatSpan, NoData, Since, t } from '../../ui/index.ts';

/** The word of a level for those who cannot see its hue. */
function LevelWord({ level }: { level: AlarmLevel }) {
  return level === 'warning' || level === 'breach' ? (
    <span className="wf-hidden">{t(`words.level.${level}`)}</span>
  ) : null;
}

/** A figure in its place: tinted in an alarm, else as few boxes as can be. */
function Figure({ level, tip, children }: { level: AlarmLevel; tip?: string; children: ReactNode }) {
  if (level === 'normal' || level === 'stale') return <span data-tip={tip}>{children}</span>;
  return (
    <span className="wf-badge" data-level={level} data-tip={tip}>
      {children}
      <LevelWord level={level} />
    </span>
  );
}

interface CellProps {
  level?: AlarmLevel;
  /** Said where there is no figure. */
  reason: string;
}

/** A count, or the dash with its reason. */
export function CountCell({ value, level = 'normal', reason }: CellProps & { value: number | null }) {
  return value === null ? <NoData reason={reason} /> : <Figure level={level}>{formatCount(value)}</Figure>;
}

/** A share with its counts in the tooltip, or the dash with its reason. */
export function ShareCell({ ratio, level = 'normal', reason }: CellProps & { ratio: Ratio | null }) {
  if (ratio === null || ratio.value === null) return <NoData reason={reason} />;
  return (
    <Figure level={level} tip={t('floor.counts', { part: ratio.numerator, total: ratio.denominator })}>
      {formatPercent(ratio.value)}
    </Figure>
  );
}

/** A mean of time, or the dash with its reason. */
export function SpanCell({ ratio, reason }: CellProps & { ratio: Ratio }) {
  return ratio.value === null ? <NoData reason={reason} /> : <span>{formatSpan(ratio.value)}</span>;
}

interface SinceCellProps extends CellProps {
  /** Epoch ms UTC. */
  since: number | null;
  /** As of when, where the source has stalled; null: it runs. */
  until?: number | null;
  /** It has lasted longer than since then. */
  atLeast?: boolean;
  ages?: readonly number[];
  className?: string;
}

/** A time that runs, or the dash with its reason. */
export function SinceCell({
  since,
  until = null,
  atLeast = false,
  level = 'normal',
  reason,
  ages,
  className,
}: SinceCellProps) {
  if (since === null) return <NoData reason={reason} />;
  const time = (
    <Since
      at={since}
      until={until}
      atLeast={atLeast}
      {...(ages === undefined ? {} : { ages })}
      {...(className === undefined ? {} : { className })}
    />
  );
  return level === 'normal' || level === 'stale' ? time : <Figure level={level}>{time}</Figure>;
}
