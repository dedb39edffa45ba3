/** The import wizard's question in one go: what a file looks like, which mapping fits it, and what its first rows become. */
import type { CanonicalRecord } from '../../shared/domain/records.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { listMappings, loadMapping } from './library.ts';
import type { MappingPlaces } from './library.ts';
import type { Mapping } from './mapping.ts';
import { previewFile } from './preview.ts';
import type { FilePreview } from './preview.ts';

export interface WizardQuestion {
  readonly path: string;
  /** Name or path of a mapping; null: the one that fits best, if any does. */
  readonly mapping: string | null;
  readonly rows: number;
  readonly signal?: AbortSignal | undefined;
}

/** As the contract's `filePreview`: texts only, for a table. */
export interface WizardAnswer {
  delimiter: string;
  encoding: string;
  columns: string[];
  sample: string[][];
  mapped: { line: number; ok: boolean; fields: Record<string, string | null>; reason: string | null }[];
  mapping: string | null;
  mappings: { name: string; title: string }[];
}

/** @throws AppError as `previewFile` and `loadMapping` do */
export async function wizardPreview(question: WizardQuestion, places: MappingPlaces): Promise<WizardAnswer> {
  const { path, rows, signal } = question;
  const known = (await listMappings(places)).filter(({ problem }) => problem === null);
  const mapping =
    question.mapping === null
      ? await bestMapping(
          path,
          known.map(({ name }) => name),
          places,
        )
      : await loadMapping(question.mapping, places);
  const preview = await previewFile(path, { mapping, rows, signal });
  return {
    delimiter: preview.delimiter,
    encoding: preview.encoding,
    columns: preview.columns.map(({ name }) => name),
    sample: preview.rows.map(({ cells }) => [...cells]),
    mapped: mapping === null ? [] : mappedRows(preview),
    mapping: mapping?.name ?? null,
    mappings: known.map(({ name, title }) => ({ name, title })),
  };
}

/** The mapping under which most of the first rows can be read; null where none reads any. */
async function bestMapping(path: string, names: readonly string[], places: MappingPlaces): Promise<Mapping | null> {
  let best: { mapping: Mapping; readable: number } | null = null;
  for (const name of names) {
    const mapping = await loadMapping(name, places);
    const readable = await readableRows(path, mapping);
    if (readable > (best?.readable ?? 0)) best = { mapping, readable };
  }
  return best?.mapping ?? null;
}

async function readableRows(path: string, mapping: Mapping): Promise<number> {
  try {
    return (await previewFile(path, { mapping, rows: 100 })).rows.filter(({ record }) => record !== null).length;
  } catch (error) {
    // A file that is no text under one mapping's encoding may be under another's; if under none, the wizard says so without one.
    if (isAppError(error, 'invalid-input')) return 0;
    throw error;
  }
}

function mappedRows(preview: FilePreview): WizardAnswer['mapped'] {
  return preview.rows.map(({ line, record, reason }) => ({
    line,
    ok: record !== null,
    fields: record === null ? {} : fieldTexts(record),
    reason: record === null ? (reason ?? preview.misfit) : null,
  }));
}

/** The record's fields as texts: instants in UTC, ISO 8601. */
function fieldTexts(record: CanonicalRecord): Record<string, string | null> {
  const { raw: _raw, version: _version, ...fields } = record;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fieldText(name, value)]));
}

function fieldText(name: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && name.endsWith('At')) return new Date(value).toISOString();
  return String(value);
}
