import { useSettings } from '../../app/providers.tsx';

/** Height of a table row in pixels, as the density setting says (the same as `--row`). */
export function useRowHeight(): number {
  return useSettings().settings?.density === 'compact' ? 26 : 30;
}
