import type { AdherenceTile } from '../../../../shared/contract/index.ts';
import { formatCount, formatPercentNumber, formatSpan, t, tKnown } from '../../../ui/index.ts';

const MOST_CAUSES = 1;
/** The buckets have chips of their own below; the tile names the worst and the excused. */
const SAID: ReadonlySet<string> = new Set(['over5', 'excused', 'now', 'conflicts', 'understaffed']);

/** The number without its unit; null where there is none. */
export function tileValue({ key, value }: AdherenceTile): string | null {
  if (value === null) return null;
  if (key === 'out') return formatCount(value);
  if (key === 'hurting') return formatCount(Math.round(value / 60));
  return formatPercentNumber(value);
}

/** What stands small beside the number. */
export function tileUnit({ key, value, denominator }: AdherenceTile): string {
  if (value === null) return '';
  if (key === 'out') return denominator === null ? '' : t('adherence.tile.of', { total: denominator });
  return key === 'hurting' ? t('adherence.tile.minutes') : '%';
}

/** The line below the number: target, counts, notes of the engine, or why there is none. */
export function tileNote(tile: AdherenceTile): string {
  const { key, value, numerator, denominator, target, notes, reason } = tile;
  if (value === null) return (reason === null ? null : tKnown(reason)) ?? t(`adherence.tile.${key}.none`);
  const parts: string[] = [];
  if (target !== null) {
    parts.push(t('adherence.tile.target', { target: formatPercentNumber(target, 0) }));
  }
  if (key === 'adherence' || key === 'conformance' || key === 'shrinkage') {
    if (numerator !== null && denominator !== null) {
      parts.push(t(`adherence.tile.${key}.counts`, { part: hours(numerator), total: hours(denominator) }));
    }
  }
  // The causes of shrinkage are many, largest first: all of them stand under "why".
  const said = key === 'shrinkage' ? notes.slice(0, MOST_CAUSES) : notes.filter(({ name }) => SAID.has(name));
  for (const { name, value: count } of said) parts.push(noteText(name, count));
  if (parts.length === 0 && key === 'hurting') parts.push(t('adherence.tile.hurting.note'));
  return parts.join(' · ');
}

/** A count beside a figure: people as they are, `…Seconds` and causes of shrinkage as time. */
function noteText(name: string, value: number): string {
  const time = hours(value);
  const own = tKnown(`adherence.note.${name}`, { count: value, time });
  if (own !== null) return own;
  // An exception's cause is its own words: `exception:<reason>`.
  const plain = name.replace(/^exception:/, '');
  const word = tKnown(`words.activity.${plain}`) ?? tKnown(`words.state.${plain}`) ?? plain;
  return t('adherence.note.other', { name: word, time });
}

/** Time of many people together: hours, never days. */
function hours(seconds: number): string {
  return seconds < 36_000 ? formatSpan(seconds) : t('adherence.hours', { count: Math.round(seconds / 3600) });
}
