import { useEffect, useState } from 'react';
import { useCell, useLink, useShell } from '../api/index.ts';
import { Banner, Button, errorText, formatDate, formatTime, notify, t } from '../ui/index.ts';
import { useBoardField, useFloor, useZone } from './providers.tsx';
import { setMoment, useUi } from './state.ts';

/** Real milliseconds that a restart may take before it gets a strip of its own: most are over by then. */
const PATIENCE_MS = 1500;

/** What concerns everything on screen, worst first; the board stays below it. */
export function Banners() {
  const link = useLink();
  const mode = useBoardField('mode');
  const online = useBoardField('online') ?? true;
  const queued = useBoardField('queued') ?? 0;
  const paused = useUi((state) => state.paused);
  const refused = useCell(useFloor().status);
  if (link.phase === 'stopped') return <StoppedBanner />;
  return (
    <>
      {link.phase === 'restarting' && <RestartingBanner />}
      {refused.phase === 'refused' && refused.error !== null && (
        <Banner tone="breach" title={t('app.refused')}>
          {errorText(refused.error)}
        </Banner>
      )}
      {mode === 'replay' && <ReplayBanner />}
      {!online && (
        <Banner tone="warning" title={t('app.offlineTitle')}>
          {t('app.offlineText', { count: queued })}
        </Banner>
      )}
      {paused && <PausedBanner />}
    </>
  );
}

function useShownAt(): string {
  const info = useCell(useFloor().info);
  const zone = useZone();
  return info === null ? '' : formatTime(info.at, zone, true);
}

function RestartingBanner() {
  const at = useShownAt();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return <output className="wf-hidden">{t('app.restarting')}</output>;
  return (
    <Banner tone="warning" title={t('app.restarting')}>
      {at === '' ? null : t('app.lastBoard', { time: at })}
    </Banner>
  );
}

const OFFERS = {
  restart: 'app.offer.restart',
  'rebuild-mirror': 'app.offer.rebuild-mirror',
  'restore-notebook': 'app.offer.restore-notebook',
} as const;
type OfferName = keyof typeof OFFERS;

function isOffer(name: string): name is OfferName {
  return name in OFFERS;
}

function StoppedBanner() {
  const { error, offers, backups } = useLink();
  const recover = useShell('recover');
  const at = useShownAt();
  const known = offers.filter(isOffer);
  const take = async (action: OfferName) => {
    const backup = action === 'restore-notebook' ? (backups[0] ?? null) : null;
    const result = await recover.run({ action, backup });
    if (!result.ok) notify({ tone: 'breach', text: errorText(result.error) });
    else if (!result.value.ok) notify({ tone: 'breach', text: result.value.message });
  };
  return (
    <Banner
      tone="breach"
      title={t('app.stopped')}
      actions={(known.length === 0 ? (['restart'] as const) : known).map((action) => (
        <Button key={action} isDisabled={recover.busy} onPress={() => void take(action)}>
          {t(OFFERS[action])}
        </Button>
      ))}
    >
      {error === null ? '' : errorText(error)} {at === '' ? '' : t('app.lastBoard', { time: at })}
    </Banner>
  );
}

function ReplayBanner() {
  const from = useBoardField('dayFrom');
  const zone = useZone();
  return (
    <output className="wf-replay-mark">
      <strong>{t('app.replay')}</strong>
      <span>{from === undefined ? '' : t('app.replayOf', { moment: formatDate(from, zone) })}</span>
      <Button kind="quiet" onPress={() => setMoment({ kind: 'now' })}>
        {t('app.backToNow')}
      </Button>
    </output>
  );
}

function PausedBanner() {
  const at = useShownAt();
  return (
    <Banner
      tone="info"
      title={t('app.paused')}
      actions={<Button onPress={() => useUi.setState({ paused: false })}>{t('app.resume')}</Button>}
    >
      {t('app.pausedText', { time: at })}
    </Banner>
  );
}
