import type { SourceRow } from '../../../shared/contract/index.ts';
import { t, tKnown } from '../../ui/index.ts';

/** Id of the simulated source: it speaks a real vendor's dialect, so its kind does not tell. */
const PRACTICE = 'practice';

/** What kind of source it is to people. */
export function kindOf(source: Pick<SourceRow, 'key' | 'kind'>): string {
  return source.key === PRACTICE ? PRACTICE : source.kind;
}

/** The vendor in a word. */
export function kindText(kind: string): string {
  return tKnown(`sources.kind.${kind}`) ?? kind;
}

/** A stream as people know it; a file's name stays as it is. */
export function streamText(stream: string): string {
  return tKnown(`sources.stream.name.${stream}`) ?? stream.replace(/^file:/, '');
}

/** How a delimiter is called. */
export function delimiterText(delimiter: string): string {
  const names: Record<string, string> = {
    ',': t('sources.import.delimiter.comma'),
    ';': t('sources.import.delimiter.semicolon'),
    '\t': t('sources.import.delimiter.tab'),
    '|': t('sources.import.delimiter.pipe'),
  };
  return names[delimiter] ?? t('sources.import.delimiter.other', { delimiter });
}

/** Records read from a source, over all its streams. */
export function rowsOf(source: Pick<SourceRow, 'streams'>): number {
  return source.streams.reduce((sum, { rows }) => sum + rows, 0);
}

export type Tone = 'ok' | 'busy' | 'warning' | 'breach' | 'off';

/** How a state is coloured; its word and shape stand beside it. */
export const SOURCE_TONES: Readonly<Record<SourceRow['state'], Tone>> = {
  new: 'busy',
  connecting: 'busy',
  ok: 'ok',
  degraded: 'warning',
  stale: 'warning',
  failed: 'breach',
  paused: 'off',
  'read-only': 'off',
};

export const STREAM_TONES: Readonly<Record<SourceRow['streams'][number]['state'], Tone>> = {
  pending: 'busy',
  backfill: 'busy',
  ok: 'ok',
  unavailable: 'off',
  retrying: 'warning',
  stalled: 'warning',
  failed: 'breach',
  'refused-mass-delete': 'breach',
};
