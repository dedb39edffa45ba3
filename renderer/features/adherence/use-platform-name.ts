import { useCallback } from 'react';
import { useSources } from '../../app/providers.tsx';
import { t, tKnown } from '../../ui/index.ts';

/** Names `source/platform` as people know it: the source's own name, and what the platform is. */
export function usePlatformName(): (platform: string) => string {
  const { sources } = useSources().parts;
  return useCallback(
    (platform) => {
      const slash = platform.indexOf('/');
      const source = platform.slice(0, Math.max(0, slash));
      // Two agents of one source who are one person are told apart by what follows `#`.
      const [kind = ''] = platform.slice(slash + 1).split('#');
      const word = tKnown(`adherence.platform.kind.${kind}`) ?? kind;
      if (source === '') return word;
      return t('adherence.platform.name', { source: sources.get(source)?.name ?? source, platform: word });
    },
    [sources],
  );
}
