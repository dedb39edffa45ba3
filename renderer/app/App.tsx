import { ClientProvider, useLink } from '../api/index.ts';
import type { EngineClient } from '../api/index.ts';
import { Boundary, Notices, t, TipLayer } from '../ui/index.ts';
import { Providers } from './providers.tsx';
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
  if (slot('recovery') !== null && link.phase === 'stopped' && link.offers.length > 0) {
    return <Slot name="recovery" fill={{ link }} />;
  }
  return area === 'wallboard' && slot('wallboard') !== null ? <Slot name="wallboard" fill={NOTHING} /> : <Shell />;
}

const NOTHING = {};
