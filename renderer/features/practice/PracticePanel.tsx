import { useEffect, useState } from 'react';
import { useCommand, useOrdering, useQuery } from '../../api/index.ts';
import { useFloor, useSources } from '../../app/providers.tsx';
import { Button, Chips, errorText, formatSpan, notify, Select, t, tKnown } from '../../ui/index.ts';
import type { WireError } from '../../../shared/errors/index.ts';
import type { QueueRow, SourceRow } from '../../../shared/contract/index.ts';
import { FAULTS, FLOOR_INCIDENTS, incidentName } from './incidents.ts';
import type { Incident } from './incidents.ts';
import { RunningIncidents } from './RunningIncidents.tsx';

const SPEEDS = [1, 5, 20, 60] as const;
const MINUTES = [5, 15, 30] as const;
/** How often the running incidents are asked for while the panel is open, in real milliseconds. */
const REFRESH_MS = 2000;
const ANY = '';

/** Speed of the practice floor and incidents on demand. */
export function PracticePanel() {
  const { value, error, refresh } = useQuery('practice', {});
  const setSpeed = useCommand('setPracticeSpeed');
  const startIncident = useCommand('startIncident');
  const endIncident = useCommand('endIncident');
  const [minutes, setMinutes] = useState<number>(15);
  const [queue, setQueue] = useState(ANY);
  const [source, setSource] = useState(ANY);
  useEffect(() => {
    const timer = setInterval(refresh, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);

  const start = async (kind: Incident) => {
    const result = await startIncident.run({
      kind,
      queue: kind === 'queue-surge' && queue !== ANY ? queue : null,
      minutes,
      source: source !== ANY && FAULTS.includes(kind) ? source : null,
    });
    if (result.ok) notify({ tone: 'info', text: t('practice.started', { incident: incidentName(kind) }) });
    else tell(result.error);
    refresh();
  };
  const end = async (id: string, kind: string) => {
    const result = await endIncident.run({ id });
    if (result.ok) notify({ tone: 'info', text: t('practice.ended', { incident: incidentName(kind) }) });
    else tell(result.error);
    refresh();
  };
  const speed = async (next: number) => {
    const result = await setSpeed.run({ speed: next });
    if (!result.ok) tell(result.error);
    refresh();
  };

  if (value === null) {
    return (
      <p className="wf-muted">
        {error === null ? t('practice.loading') : t('practice.unreadable', { reason: errorText(error) })}
      </p>
    );
  }
  if (!value.running) return <p>{t('practice.stopped')}</p>;
  const known = SPEEDS.includes(value.speed as (typeof SPEEDS)[number]);
  const speeds = known ? SPEEDS : [...SPEEDS, value.speed].sort((a, b) => a - b);
  return (
    <div className="wf-practice">
      <p className="wf-muted">{t('practice.intro')}</p>
      <section aria-label={t('practice.speed')} className="wf-practice-part">
        <h3>{t('practice.speed')}</h3>
        <Chips
          label={t('practice.speed')}
          items={speeds.map((item) => ({
            id: String(item),
            label: t('practice.speed.times', { speed: item }),
            count: null,
          }))}
          value={String(value.speed)}
          onChange={(id) => void speed(Number(id))}
        />
        <p className="wf-muted">
          {value.speed === 1
            ? t('practice.speed.real')
            : t('practice.speed.hint', { length: formatSpan(60 / value.speed) })}
        </p>
      </section>
      <section aria-label={t('practice.floor')} className="wf-practice-part">
        <h3>{t('practice.floor')}</h3>
        <div className="wf-practice-choices">
          <QueueChoice value={queue} onChange={setQueue} />
          <Select
            bare
            label={t('practice.duration')}
            options={MINUTES.map((item) => ({
              id: String(item),
              label: t('practice.duration.minutes', { minutes: item }),
            }))}
            value={String(minutes)}
            onChange={(id) => setMinutes(Number(id))}
          />
        </div>
        <Starters kinds={FLOOR_INCIDENTS} onStart={start} />
      </section>
      <section aria-label={t('practice.faults')} className="wf-practice-part">
        <h3>{t('practice.faults')}</h3>
        <div className="wf-practice-choices">
          <SourceChoice value={source} onChange={setSource} />
        </div>
        <Starters kinds={FAULTS} onStart={start} />
      </section>
      <RunningIncidents incidents={value.incidents} onEnd={(id, kind) => void end(id, kind)} />
    </div>
  );
}

function Starters({ kinds, onStart }: { kinds: readonly Incident[]; onStart(kind: Incident): Promise<void> }) {
  return (
    <div className="wf-practice-starters">
      {kinds.map((kind) => (
        <span key={kind} data-tip={tKnown(`practice.about.${kind}`) ?? undefined}>
          <Button
            aria-label={`${t('practice.start', { incident: incidentName(kind) })}. ${tKnown(`practice.about.${kind}`) ?? ''}`}
            onPress={() => void onStart(kind)}
          >
            {incidentName(kind)}
          </Button>
        </span>
      ))}
    </div>
  );
}

const byName = {
  filter: (row: QueueRow) => row.channel !== 'email' && row.channel !== 'ticket',
  compare: (a: QueueRow, b: QueueRow) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
};

function QueueChoice({ value, onChange }: { value: string; onChange(key: string): void }) {
  const { queues } = useFloor().parts;
  const keys = useOrdering(queues, byName, true);
  const options = [
    { id: ANY, label: t('practice.queue.any') },
    ...keys.map((key) => ({ id: key, label: queues.get(key)?.name ?? key })),
  ];
  return <Select bare label={t('practice.queue')} options={options} value={value} onChange={onChange} />;
}

const bySource = {
  filter: (row: SourceRow) => row.key.startsWith('practice'),
  compare: (a: SourceRow, b: SourceRow) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
};

function SourceChoice({ value, onChange }: { value: string; onChange(key: string): void }) {
  const { sources } = useSources().parts;
  const keys = useOrdering(sources, bySource, true);
  const options = [
    { id: ANY, label: t('practice.source.all') },
    ...keys.map((key) => ({ id: key, label: sources.get(key)?.name ?? key })),
  ];
  return <Select bare label={t('practice.source')} options={options} value={value} onChange={onChange} />;
}

function tell(error: WireError): void {
  notify({ tone: 'breach', text: t('practice.failed', { reason: errorText(error) }) });
}
