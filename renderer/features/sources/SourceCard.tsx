import { FileSpreadsheet, FlaskConical, Headset, KeyRound, Pause, PhoneCall, Play, Trash2 } from 'lucide-react';
import type { SourceRow } from '../../../shared/contract/index.ts';
import { useCommand, useRow } from '../../api/index.ts';
import { useSources, useZone } from '../../app/providers.tsx';
import { Button, errorText, formatAge, formatDateTime, formatSpan, notify, Since, t } from '../../ui/index.ts';
import { StateMark } from './StateMark.tsx';
import { StreamTable } from './StreamTable.tsx';
import { kindOf, kindText, rowsOf, SOURCE_TONES } from './words.ts';

interface SourceCardProps {
  sourceKey: string;
  onQuarantine(source: SourceRow): void;
  onRemove(source: SourceRow): void;
  onToken(source: SourceRow): void;
}

const ICONS = { zendesk: Headset, genesys: PhoneCall, practice: FlaskConical, file: FileSpreadsheet } as const;
/** Smaller differences between clocks are not worth a sentence, in milliseconds. */
const NOTABLE_SKEW_MS = 2000;

/** One source: how it is, what was read and up to when, and what can be done with it. */
export function SourceCard({ sourceKey, onQuarantine, onRemove, onToken }: SourceCardProps) {
  const source = useRow(useSources().parts.sources, sourceKey);
  if (source === undefined) return null;
  const kind = kindOf(source);
  const Icon = ICONS[kind as keyof typeof ICONS] ?? Headset;
  return (
    <li className="wf-panel wf-source">
      <header className="wf-source-head">
        <Icon aria-hidden className="wf-source-icon" />
        <div className="wf-source-name">
          <h2 className="wf-clip" dir="auto" title={source.name}>
            {source.name}
          </h2>
          <p className="wf-muted wf-clip">{kindText(kind)}</p>
        </div>
        <StateMark tone={SOURCE_TONES[source.state]}>{t(`words.source.${source.state}`)}</StateMark>
        {kind !== 'practice' && typeof source.secretRef === 'string' && (
          <Button
            icon={<KeyRound />}
            kind={source.state === 'failed' ? 'plain' : 'quiet'}
            onPress={() => onToken(source)}
          >
            {t('sources.token')}
          </Button>
        )}
        <PauseButton source={source} />
        <Button icon={<Trash2 />} kind="quiet" onPress={() => onRemove(source)}>
          {t('sources.remove')}
        </Button>
      </header>
      <div className="wf-source-body">
        <Facts source={source} onQuarantine={() => onQuarantine(source)} />
        {source.state === 'paused' && <p className="wf-source-note">{t('sources.paused.note')}</p>}
        {source.fault !== null && (
          <p className="wf-source-fault" data-tone={SOURCE_TONES[source.state]}>
            <span className="wf-strong">{t('sources.fault')}</span> {source.fault}
          </p>
        )}
        <Skew ms={source.skewMs} />
      </div>
      <StreamTable source={source} />
    </li>
  );
}

function Facts({ source, onQuarantine }: { source: SourceRow; onQuarantine(): void }) {
  const zone = useZone();
  return (
    <p className="wf-source-facts">
      {source.asOf === null ? (
        <span>{t('sources.asOf.never')}</span>
      ) : (
        <span data-tip={formatDateTime(source.asOf, zone)}>
          {t('sources.asOf', { time: formatDateTime(source.asOf, zone) })} · <Since at={source.asOf} format={agoText} />
        </span>
      )}
      <span>{t('sources.rows', { count: rowsOf(source) })}</span>
      {source.quarantined > 0 ? (
        <Button className="wf-source-quarantine" onPress={onQuarantine}>
          {t('sources.quarantined', { count: source.quarantined })}
        </Button>
      ) : (
        <span>{t('sources.quarantine.none')}</span>
      )}
    </p>
  );
}

function agoText(seconds: number): string {
  return seconds < 1 ? formatAge(seconds) : t('sources.asOf.age', { age: formatAge(seconds) });
}

function Skew({ ms }: { ms: number | null }) {
  if (ms === null || Math.abs(ms) < NOTABLE_SKEW_MS) return null;
  const span = formatSpan(Math.abs(ms) / 1000);
  return <p className="wf-source-note">{t('sources.skew', { span, direction: ms > 0 ? 'ahead' : 'behind' })}</p>;
}

function PauseButton({ source }: { source: SourceRow }) {
  const pause = useCommand('pauseSource');
  // Files are read once; there is nothing to pause.
  if (source.kind === 'file' || source.state === 'read-only') return null;
  const paused = source.state === 'paused';
  const press = async () => {
    const result = await pause.run({ source: source.key, paused: !paused });
    if (result.ok) return;
    const values = { name: source.name, reason: errorText(result.error) };
    notify({ tone: 'breach', text: paused ? t('sources.resume.failed', values) : t('sources.pause.failed', values) });
  };
  return (
    <Button icon={paused ? <Play /> : <Pause />} kind="quiet" isDisabled={pause.busy} onPress={() => void press()}>
      {paused ? t('sources.resume') : t('sources.pause')}
    </Button>
  );
}
