import { StateIcon } from '../../../app/marks.tsx';
import { t } from '../../../ui/index.ts';
import './track.css';

const STATES = ['available', 'on-contact', 'wrap', 'break', 'offline'] as const;
const MATCHES = [
  ['matched', 'adherence.timeline.legend.match'],
  ['unmatched', 'adherence.timeline.legend.unmatched'],
  ['excused', 'adherence.timeline.legend.excused'],
  ['unknown', 'adherence.timeline.legend.unknown'],
] as const;

/** What hues and shapes of the tracks mean. */
export function Legend() {
  return (
    <ul className="wf-legend" aria-label={t('adherence.timeline.legend')}>
      {MATCHES.map(([match, key]) => (
        <li key={match}>
          <span className="wf-legend-swatch" data-match={match} aria-hidden />
          {t(key)}
        </li>
      ))}
      {STATES.map((state) => (
        <li key={state}>
          <StateIcon state={state} />
          {t(`words.state.${state}`)}
        </li>
      ))}
    </ul>
  );
}
