import { Circle, CirclePause, CircleX, CloudOff, LoaderCircle, Send, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { SourceRow } from '../../shared/contract/index.ts';
import { useDerived } from '../api/index.ts';
import { Button, cx, formatAge, formatCount, PopoverButton, Since, t } from '../ui/index.ts';
import { useBoardField, useSources } from './providers.tsx';
import { go } from './route.ts';

type State = SourceRow['state'];
interface Shown {
  key: string;
  name: string;
  state: State;
  asOf: number | null;
  fault: string | null;
}

const ICONS: Readonly<Record<State, LucideIcon>> = {
  new: Circle,
  connecting: LoaderCircle,
  ok: Circle,
  degraded: TriangleAlert,
  stale: TriangleAlert,
  failed: CircleX,
  paused: CirclePause,
  'read-only': CirclePause,
};
const TONES: Readonly<Record<State, 'ok' | 'warning' | 'breach' | 'quiet'>> = {
  new: 'quiet',
  connecting: 'quiet',
  ok: 'ok',
  degraded: 'warning',
  stale: 'warning',
  failed: 'breach',
  paused: 'quiet',
  'read-only': 'quiet',
};
/** Worst first; as many as the bar has room for. */
const WORST = ['failed', 'stale', 'degraded', 'connecting', 'new', 'paused', 'read-only', 'ok'] as const;
const MOST = 3;
/** With more sources than that, this many are named. */
const MOST_OF_MANY = 2;

/** One mark per source with its age, and what waits to go out. */
export function Health() {
  const sources = useDerived(useSources().parts.sources, toShown);
  const mode = useBoardField('mode');
  const online = useBoardField('online') ?? true;
  const queued = useBoardField('queued') ?? 0;
  const shown = sources.length > MOST ? MOST_OF_MANY : MOST;
  const first = sources.slice(0, shown);
  const rest = sources.slice(shown);
  const extra = (rest.length > 0 ? 1 : 0) + (!online || queued > 0 ? 1 : 0);
  return (
    <section className="wf-health" aria-label={t('app.health')} data-marks={first.length + extra}>
      {first.map((source) => (
        <HealthPill key={source.key} source={source} live={mode !== 'replay'} />
      ))}
      {rest.length > 0 && (
        <PopoverButton
          label={t('app.health')}
          trigger={
            <Button className="wf-health-more">{t('app.healthMore', { count: formatCount(rest.length) })}</Button>
          }
        >
          <ul className="wf-health-list">
            {rest.map((source) => (
              <li key={source.key}>
                <HealthPill source={source} live={mode !== 'replay'} />
              </li>
            ))}
          </ul>
        </PopoverButton>
      )}
      {(!online || queued > 0) && (
        <span className="wf-pill" data-tone={online ? 'quiet' : 'warning'} data-tip={t('app.queuedHelp')}>
          {online ? <Send aria-hidden /> : <CloudOff aria-hidden />}
          {online ? t('app.queued', { count: queued }) : t('app.offlineQueued', { count: queued })}
        </span>
      )}
    </section>
  );
}

function HealthPill({ source, live }: { source: Shown; live: boolean }) {
  const { name, state, asOf, fault } = source;
  const Icon = ICONS[state];
  const word = t(`words.source.${state}`);
  return (
    <button
      type="button"
      className={cx('wf-pill', 'wf-pill-press')}
      data-tone={TONES[state]}
      data-tip={fault === null ? `${name}: ${word}` : `${name}: ${word}\n${fault}`}
      onClick={() => go('sources')}
    >
      <Icon aria-hidden className={cx(state === 'ok' && 'wf-pill-dot')} />
      <span className="wf-clip wf-pill-name">{name}</span>
      {state === 'ok' && asOf !== null && live ? (
        <>
          <Since at={asOf} format={formatAge} />
          <span className="wf-hidden">{word}</span>
        </>
      ) : (
        <span>{word}</span>
      )}
      {state !== 'ok' && asOf !== null && live && <Since at={asOf} format={formatAge} className="wf-pill-age" />}
    </button>
  );
}

function toShown(rows: Iterable<SourceRow>): Shown[] {
  const shown = [...rows].map(({ key, name, state, asOf, fault }) => ({ key, name, state, asOf, fault }));
  return shown.sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state) || a.name.localeCompare(b.name));
}
