/** A look at a file before it is imported: what it seems to be, and what its first rows would become under a mapping. */
import type { CanonicalRecord } from '../../shared/domain/records.ts';
import { AppError } from '../../shared/errors/index.ts';
import type { Encoding } from './decode.ts';
import { detectColumns, detectDelimiter, hasHeader, headRows } from './detect.ts';
import type { DetectedColumn } from './detect.ts';
import { readHeader } from './header.ts';
import type { Mapping } from './mapping.ts';
import { RowMapper } from './row-mapper.ts';
import { splitRow } from './rows.ts';
import type { RawRow } from './rows.ts';
import { openText } from './source.ts';
import type { TextSource } from './source.ts';

export interface PreviewOptions {
  /** Null or absent: only what can be seen without one. */
  readonly mapping?: Mapping | null | undefined;
  /** Sample rows, default 30. */
  readonly rows?: number | undefined;
  readonly encoding?: Encoding | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PreviewRow {
  /** 1-based line of the file. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What the row becomes; null where there is no mapping, or it would go to quarantine. */
  readonly record: CanonicalRecord | null;
  readonly repairs: readonly string[];
  /** Why it would go to quarantine. */
  readonly reason: string | null;
}

export interface FilePreview {
  readonly name: string;
  readonly compressed: boolean;
  readonly encoding: Exclude<Encoding, 'auto'>;
  readonly delimiter: string;
  readonly quote: string | null;
  readonly header: boolean;
  readonly columns: readonly DetectedColumn[];
  readonly rows: readonly PreviewRow[];
  /** Why the mapping does not fit the file as a whole, null where it does or none was given. */
  readonly misfit: string | null;
  /** Things to look at, in words. */
  readonly warnings: readonly string[];
}

/**
 * Looks at the head of a file (64 KB); nothing is stored.
 *
 * @throws AppError `not-found`, `invalid-input` where the file is empty or not text
 */
export async function previewFile(path: string, options: PreviewOptions = {}): Promise<FilePreview> {
  const mapping = options.mapping ?? null;
  const text = await openText(path, { encoding: options.encoding ?? mapping?.format.encoding, signal: options.signal });
  try {
    const delimiter = mapping?.format.delimiter ?? detectDelimiter(text);
    const quote = mapping === null ? '"' : mapping.format.quote;
    const all = headRows(text, delimiter, quote).slice(mapping?.format.skipLines ?? 0);
    const cells = all.map((row) => splitRow(row.text, delimiter, quote));
    const [first = [], ...below] = cells;
    const header = mapping?.format.header ?? hasHeader(first, below);
    const names = header ? first.map((name) => name.trim()) : first.map((_, index) => `column ${index + 1}`);
    const columns = detectColumns(names, header ? below : cells);
    const mapped = mapping === null ? { mapper: null, misfit: null } : mapperFor(text, mapping);
    const sample = (header ? all.slice(1) : all).slice(0, options.rows ?? 30);
    return {
      name: text.name,
      compressed: text.compressed,
      encoding: text.encoding,
      delimiter,
      quote,
      header,
      columns,
      rows: sample.map((row) => previewRow(row, splitRow(row.text, delimiter, quote), mapped.mapper)),
      misfit: mapped.misfit,
      warnings: warningsOf(text, columns),
    };
  } finally {
    text.close();
  }
}

function mapperFor(text: TextSource, mapping: Mapping): { mapper: RowMapper | null; misfit: string | null } {
  try {
    return { mapper: new RowMapper(mapping, readHeader(text, mapping)), misfit: null };
  } catch (error) {
    if (error instanceof AppError) return { mapper: null, misfit: error.message };
    throw error;
  }
}

function previewRow(row: RawRow, cells: readonly string[], mapper: RowMapper | null): PreviewRow {
  const plain = { line: row.line, cells, record: null, repairs: [], reason: null };
  if (mapper === null) return plain;
  const mapped = mapper.map(row);
  if (mapped.kind === 'reject') return { ...plain, reason: mapped.reason };
  return { ...plain, record: mapped.record, repairs: mapped.repairs };
}

function warningsOf(text: TextSource, columns: readonly DetectedColumn[]): string[] {
  const warnings: string[] = [];
  if (text.head.includes('\ufffd')) {
    warnings.push(`Some characters are no ${text.encoding} text. If names look wrong, choose another encoding.`);
  }
  for (const { name, format, alsoFits } of columns) {
    if (alsoFits === null) continue;
    warnings.push(
      `Column “${name.slice(0, 80)}” may be ${format ?? ''} or ${alsoFits}: day and month cannot be told apart. Choose one.`,
    );
  }
  return warnings;
}
