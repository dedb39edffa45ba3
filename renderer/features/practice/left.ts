import { formatDuration, t } from '../../ui/index.ts';

/** How much longer something lasts. @param until epoch ms UTC of the moment shown; null: until somebody ends it */
export function leftText(until: number | null, now: number): string {
  if (until === null) return t('practice.left.open');
  return t('practice.left', { time: formatDuration(Math.max(0, (until - now) / 1000)) });
}
