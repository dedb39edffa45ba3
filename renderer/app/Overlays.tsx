import { useUi } from './state.ts';
import { Help } from './Help.tsx';
import { Palette } from './Palette.tsx';
import { Search } from './Search.tsx';

/** The overlay that is open: palette, search or help. */
export function Overlays() {
  const overlay = useUi((state) => state.overlay);
  const close = () => useUi.setState({ overlay: null });
  if (overlay === 'palette') return <Palette onClose={close} />;
  if (overlay === 'search') return <Search onClose={close} />;
  return overlay === 'help' ? <Help onClose={close} /> : null;
}
