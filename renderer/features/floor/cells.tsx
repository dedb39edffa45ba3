import type { AlarmLevel, Ratio } from '../../../shared/contract/index.ts';
import { Badge, formatCount, formatPercent, formatSpan, NoData, Since, t } from '../../ui/index.ts';

/** The word of a level for those who cannot see its hue. */
function LevelWord({ level }: { level: AlarmLevel }) {
  return level === 'warning' || level === 'breach' ? (
    <span className="wf-hidden">{t(`words.level.${level}`)}</span>
  ) : null;
}

/** A count, or the dash with its reason. */
export function CountCell({
  value,
  level = 'normal',
  reason,
}: {
  value: number | null;
  level?: AlarmLevel;
  reason: string;
}) {
  if (value === null) return <NoData reason={reason} />;
  return (
    <Badge level={level}>
      {formatCount(value)}
      <LevelWord level={level} />
    </Badge>
  );
}

/** A share with its counts in the tooltip, or the dash with its reason. */
export function ShareCell({
  ratio,
  level = 'normal',
  reason,
}: {
  ratio: Ratio | null;
  level?: AlarmLevel;
  reason: string;
}) {
  if (ratio === null || ratio.value === null) return <NoData reason={reason} />;
  return (
    <span data-tip={t('floor.counts', { part: ratio.numerator, total: ratio.denominator })}>
      <Badge level={level}>
        {formatPercent(ratio.value)}
        <LevelWord level={level} />
      </Badge>
    </span>
  );
}

/** A mean of time, or the dash with its reason. */
export function SpanCell({ ratio, reason }: { ratio: Ratio; reason: string }) {
  if (ratio.value === null) return <NoData reason={reason} />;
  return <span>{formatSpan(ratio.value)}</span>;
}

/** A time that runs, or the dash with its reason. @param since epoch ms UTC */
export function SinceCell({
  since,
  level = 'normal',
  reason,
}: {
  since: number | null;
  level?: AlarmLevel;
  reason: string;
}) {
  if (since === null) return <NoData reason={reason} />;
  return (
    <Badge level={level}>
      <Since at={since} />
      <LevelWord level={level} />
    </Badge>
  );
}
