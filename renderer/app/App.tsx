import { useEffect } from 'react';
import { ClientProvider, useLink } from '../api/index.ts';
import type { EngineClient, Link } from '../api/index.ts';
import { Boundary, Notices, t, TipLayer } from '../ui/index.ts';
import { Providers, useFloor } from './providers.tsx';
import { useRoute } from './route.ts';
import { Shell } from './Shell.tsx';
import { Slot } from './Slot.tsx';
import { slot } from './slots.ts';

/** The whole window: the console, or a wallboard alone. */
export function App({ client }: { client: EngineClient }) {
  return (
    <ClientProvider client={client}>
      <Boundary name={t('app.name')}>
        <Providers>
          <Window />
          <Notices />
          <TipLayer />
        </Providers>
      </Boundary>
    </ClientProvider>
  );
}

function Window() {
  const { area } = useRoute();
  const link = useLink();
  const floor = useFloor();
  useEffect(() => {
    // For those who drive the window from outside: how it stands with its engine.
    document.documentElement.dataset['link'] = link.phase;
  }, [link.phase]);
  if (slot('recovery') !== null && needsRecovery(link, floor.info.get() !== null)) {
    return <Slot name="recovery" fill={{ link }} />;
  }
  return area === 'wallboard' && slot('wallboard') !== null ? <Slot name="wallboard" fill={NOTHING} /> : <Shell />;
}

/** A stopped engine takes the whole window only where a repair is needed or there is no board to keep on screen. */
function needsRecovery({ phase, offers }: Link, hasBoard: boolean): boolean {
  return phase === 'stopped' && (!hasBoard || offers.some((offer) => offer !== 'restart'));
}

const NOTHING = {};
