import { listMappings, loadMapping, previewFile } from '../files/index.ts';
import type { CanonicalRecord } from '../../shared/domain/records.ts';
import type { FilePreview, Mapping } from '../files/index.ts';
import type { OutputOf, ParsedOf, Queries } from '../../shared/contract/index.ts';
import type { EngineContext } from './context.ts';

/** First rows of a file, raw and as they would be stored, and the mapping that fits best where none was named. */
export async function preview(
  input: ParsedOf<Queries['filePreview']>,
  context: EngineContext,
): Promise<OutputOf<Queries['filePreview']>> {
  const places = { dataDir: context.store.directory, shippedDir: context.shippedMappings };
  const known = (await listMappings(places)).filter(({ problem }) => problem === null);
  const chosen = input.mapping === null ? null : await loadMapping(input.mapping, places);
  const { mapping, found } =
    chosen === null
      ? await bestFit(
          input.path,
          input.rows,
          known.map(({ name }) => name),
          places,
        )
      : { mapping: chosen, found: await previewFile(input.path, { mapping: chosen, rows: input.rows }) };
  return {
    delimiter: found.delimiter,
    encoding: found.encoding,
    columns: found.columns.map(({ name }) => name),
    sample: found.rows.map(({ cells }) => [...cells]),
    mapped:
      mapping === null
        ? []
        : found.rows.map(({ line, record, reason }) => ({
            line,
            ok: record !== null,
            fields: record === null ? {} : fieldsOf(record),
            reason: reason ?? found.misfit,
          })),
    mapping: mapping?.name ?? null,
    mappings: known.map(({ name, title }) => ({ name, title })),
  };
}

/** The mapping under which most sample rows are read; none where no mapping fits the file. */
async function bestFit(
  path: string,
  rows: number,
  names: readonly string[],
  places: { dataDir: string; shippedDir: string },
): Promise<{ mapping: Mapping | null; found: FilePreview }> {
  const plain = await previewFile(path, { rows });
  let best: { mapping: Mapping | null; found: FilePreview } = { mapping: null, found: plain };
  let most = 0;
  for (const name of names) {
    const mapping = await loadMapping(name, places);
    const found = await previewFile(path, { mapping, rows });
    const read = found.misfit === null ? found.rows.filter(({ record }) => record !== null).length : 0;
    if (read > most) {
      most = read;
      best = { mapping, found };
    }
  }
  return best;
}

function fieldsOf(record: CanonicalRecord): Record<string, string | null> {
  const fields: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(record) as [string, unknown][]) {
    if (name === 'raw' || name === 'entity' || name === 'version') continue;
    const isInstant = typeof value === 'number' && name.endsWith('At');
    if (value === null || value === undefined) fields[name] = null;
    else
      fields[name] = isInstant
        ? new Date(value).toISOString()
        : Array.isArray(value)
          ? value.join(', ')
          : String(value);
  }
  return fields;
}
