import { t, tKnown } from '../../../ui/index.ts';

interface Named {
  /** `source/platform`. */
  platform: string;
  sourceName: string;
}

/** A platform as people know it: its source's name and what it is. The source may be away: the answer names it, not the list of sources. */
export function platformName({ platform, sourceName }: Named): string {
  const kind = kindOf(platform);
  return t('adherence-states.group', {
    source: sourceName,
    platform: tKnown(`adherence.platform.kind.${kind}`) ?? kind,
  }).slice(0, 120);
}

/** The same with the vendor's own word, for those who look it up there. */
export function rawPlatformName({ platform, sourceName }: Named): string {
  return t('adherence-states.group', { source: sourceName, platform: kindOf(platform) });
}

function kindOf(platform: string): string {
  return platform.slice(platform.indexOf('/') + 1);
}
