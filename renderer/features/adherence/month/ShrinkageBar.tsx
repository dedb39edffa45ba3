import { DASH, formatPercent, Panel, t, tKnown } from '../../../ui/index.ts';
import type { Month } from './cells.ts';
import { hoursText } from '../hours.ts';
import './shrinkage.css';

interface ShrinkageBarProps {
  causes: Month['shrinkage'];
  /** Paid time of the month, in seconds. */
  paidSeconds: number;
}

/** Causes with a hue of their own; the others are exceptions, named by their reason. */
const HUES = new Set(['break', 'lunch', 'meeting', 'training', 'coaching', 'back-office', 'away', 'offline', 'off']);
const EXCEPTION = 'exception:';

/** What the paid time went to that was not there for contacts, by cause, largest first. */
export function ShrinkageBar({ causes, paidSeconds }: ShrinkageBarProps) {
  const known = causes.filter(({ seconds }) => seconds > 0).sort((a, b) => b.seconds - a.seconds);
  const lost = known.reduce((sum, { seconds }) => sum + seconds, 0);
  const paid = hoursText(paidSeconds);
  const share = (seconds: number) => formatPercent(seconds / paidSeconds, 1);
  return (
    <Panel
      title={t('adherence-month.shrinkage')}
      hint={
        paidSeconds <= 0
          ? `${DASH} ${t('adherence-month.shrinkage.none')}`
          : lost === 0
            ? t('adherence-month.shrinkage.nothing', { paid })
            : t('adherence-month.shrinkage.value', { share: share(lost), paid })
      }
      className="wf-shrinkage"
    >
      {paidSeconds > 0 && lost > 0 && (
        <div className="wf-shrinkage-body">
          <div className="wf-shrinkage-bar" aria-hidden>
            {known.map(({ cause, seconds }) => (
              <span
                key={cause}
                data-cause={hueOf(cause)}
                data-tip={t('adherence-month.shrinkage.tip', {
                  name: causeText(cause),
                  time: hoursText(seconds),
                  share: share(seconds),
                })}
                style={{ flexGrow: seconds }}
              />
            ))}
            <span className="wf-shrinkage-rest" style={{ flexGrow: Math.max(0, paidSeconds - lost) }} />
          </div>
          <ul className="wf-shrinkage-list">
            {known.map(({ cause, seconds }) => (
              <li
                key={cause}
                data-tip={t('adherence-month.shrinkage.tip', {
                  name: causeText(cause),
                  time: hoursText(seconds),
                  share: share(seconds),
                })}
              >
                <i data-cause={hueOf(cause)} aria-hidden />
                <span className="wf-clip" dir="auto">
                  {causeText(cause)}
                </span>
                <b>{share(seconds)}</b>
                <span className="wf-muted">{hoursText(seconds)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function hueOf(cause: string): string {
  return HUES.has(cause) ? cause : 'exception';
}

/** A cause in words: an activity, a state, or an exception's own reason. */
export function causeText(cause: string): string {
  if (cause.startsWith(EXCEPTION)) {
    return t('adherence-month.cause.exception', { reason: cause.slice(EXCEPTION.length, 120) });
  }
  return (
    tKnown(`adherence-month.cause.${cause}`) ??
    tKnown(`words.activity.${cause}`) ??
    tKnown(`words.state.${cause}`) ??
    cause
  );
}
