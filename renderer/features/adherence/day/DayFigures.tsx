import type { Ratio } from '../../../../shared/contract/index.ts';
import { openQuestion } from '../../../app/state.ts';
import { DASH, formatPercent, formatSpan, t } from '../../../ui/index.ts';
import type { Day } from './DayPanel.tsx';

/** The figures of the day, each with its counts. */
export function DayFigures({ day }: { day: Day }) {
  const { counts } = day;
  const open = (figure: 'adherence' | 'conformance') => (event: React.MouseEvent) => {
    const { x, y, width, height } = event.currentTarget.getBoundingClientRect();
    openQuestion({ figure, queue: null, agent: day.key, window: 'day', anchor: { x, y, width, height } });
  };
  return (
    <section aria-label={t('adherence.day.figures')}>
      <dl className="wf-day-figures">
        <Share name={t('adherence.day.adherence')} ratio={day.adherence} onOpen={open('adherence')} />
        <Share name={t('adherence.day.productive')} ratio={day.productive} />
        <Share name={t('adherence.day.conformance')} ratio={day.conformance} onOpen={open('conformance')} />
        <Share name={t('adherence.day.occupancy')} ratio={day.occupancy} />
        <Time
          name={t('adherence.day.out')}
          seconds={counts.unmatched}
          note={t('adherence.day.outNote', {
            negative: formatSpan(counts.negative),
            positive: formatSpan(counts.positive),
          })}
        />
        <Time name={t('adherence.day.excused')} seconds={counts.excused} />
        <Time name={t('adherence.day.unknown')} seconds={counts.unknown} note={t('adherence.day.unknownNote')} />
      </dl>
    </section>
  );
}

interface ShareProps {
  name: string;
  ratio: Ratio;
  onOpen?(event: React.MouseEvent): void;
}

function Share({ name, ratio, onOpen }: ShareProps) {
  const value = ratio.value === null ? DASH : formatPercent(ratio.value, 1);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {onOpen === undefined || ratio.value === null ? (
          <strong>{value}</strong>
        ) : (
          <button type="button" className="wf-day-open" onClick={onOpen}>
            {value}
          </button>
        )}
        <span className="wf-muted">
          {ratio.value === null
            ? t('adherence.day.noFigure')
            : t('adherence.list.counts', {
                part: formatSpan(ratio.numerator),
                total: formatSpan(ratio.denominator),
              })}
        </span>
      </dd>
    </div>
  );
}

function Time({ name, seconds, note }: { name: string; seconds: number; note?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{formatSpan(seconds)}</strong>
        {note !== undefined && <span className="wf-muted">{note}</span>}
      </dd>
    </div>
  );
}
