import { useEffect, useRef } from 'react';
import { Button, t, ticker } from '../../ui/index.ts';
import { incidentName } from './incidents.ts';
import { leftText } from './left.ts';

interface RunningIncidentsProps {
  incidents: readonly { id: string; kind: string; until: number | null }[];
  onEnd(id: string, kind: string): void;
}

/** Incidents under way, with the time they have left. */
export function RunningIncidents({ incidents, onEnd }: RunningIncidentsProps) {
  const section = useRef<HTMLElement>(null);
  return (
    <section ref={section} tabIndex={-1} aria-label={t('practice.running')} className="wf-practice-part">
      <h3>{t('practice.running')}</h3>
      {incidents.length === 0 ? (
        <p className="wf-muted">{t('practice.running.none')}</p>
      ) : (
        <ul className="wf-practice-running">
          {incidents.map(({ id, kind, until }) => (
            <li key={id}>
              <span className="wf-strong wf-clip">{incidentName(kind)}</span>
              <Left until={until} />
              <Button
                aria-label={t('practice.end.of', { incident: incidentName(kind) })}
                onPress={() => {
                  // The button goes with its incident: the keyboard stays here, so that Escape still closes the panel.
                  section.current?.focus();
                  onEnd(id, kind);
                }}
              >
                {t('practice.end')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Left({ until }: { until: number | null }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const tick = () => {
      if (ref.current !== null) ref.current.textContent = leftText(until, ticker.now());
    };
    tick();
    return ticker.add(tick);
  }, [until]);
  return <span ref={ref} className="wf-muted" />;
}
