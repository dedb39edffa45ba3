import { lazy, Suspense } from 'react';
import { useUi } from './state.ts';

// Opened by hand and seldom: the first board does not wait for their code.
const Help = lazy(async () => ({ default: (await import('./Help.tsx')).Help }));
const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }));
const Search = lazy(async () => ({ default: (await import('./Search.tsx')).Search }));

/** The overlay that is open: palette, search or help. */
export function Overlays() {
  const overlay = useUi((state) => state.overlay);
  return (
    <Suspense fallback={null}>
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'search' && <Search onClose={close} />}
      {overlay === 'help' && <Help onClose={close} />}
    </Suspense>
  );
}

const close = () => useUi.setState({ overlay: null });
