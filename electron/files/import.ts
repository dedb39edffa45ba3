/** Import of one delimited file into the store: streaming, in pages, each committed with the cursor that continues after it. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { QuarantineItem } from '../../shared/domain/records.ts';
import { AppError, isAppError } from '../../shared/errors/index.ts';
import type { Store, StreamState } from '../store/api.ts';
import { chained, cursorValue, noCounts, resumeFrom } from './cursor.ts';
import type { ImportCounts, ImportCursor } from './cursor.ts';
import { readHeader } from './header.ts';
import { mappingHash } from './library.ts';
import type { Mapping } from './mapping.ts';
import { KnownNames, preparePage } from './page.ts';
import type { PageContext } from './page.ts';
import { BUILT_IN_REPAIRS } from './problem.ts';
import { RowMapper } from './row-mapper.ts';
import { pages } from './row-pages.ts';
import { importSchedule } from './schedule.ts';
import { openText } from './source.ts';
import type { TextSource } from './source.ts';
import { saveFileStatus } from './status.ts';

/** Earlier quarantine items looked at when a file is read again. */
const OPEN_ITEMS = 5000;

export interface ImportOptions {
  readonly mapping: Mapping;
  readonly signal?: AbortSignal | undefined;
  /** Told after every page. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

export interface ImportProgress {
  readonly file: string;
  readonly rows: number;
  /** 0..1 of the file's bytes. */
  readonly share: number;
}

/** Every row is stored, a duplicate or in quarantine: `rows = stored + duplicates + quarantined`. */
export interface ImportResult {
  readonly file: string;
  readonly source: string;
  readonly entity: string;
  readonly zone: string;
  readonly encoding: string;
  readonly rows: number;
  readonly stored: number;
  /** Of the stored ones, those put right by at least one rule. */
  readonly repaired: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly repairs: readonly { readonly rule: string; readonly words: string; readonly rows: number }[];
  /** Why the file ended before its time, null where it was whole. */
  readonly damage: string | null;
  /** Rows that an earlier, interrupted run had brought in already (they are in the counts). */
  readonly resumedAfter: number;
}

/**
 * Imports a file. Killed at any point and run again it comes to the same end; run again after its end it changes nothing.
 *
 * @throws AppError `not-found`, `invalid-input` (not text, empty, another header than the mapping's), `cancelled`; what was committed before stays
 */
export async function importFile(store: Store, path: string, options: ImportOptions): Promise<ImportResult> {
  const { mapping, signal } = options;
  if (mapping.entity === 'shift') {
    prepareSource(store, mapping);
    return importSchedule(store, path, { ...options, zone: mapping.zone, now: Date.now() });
  }
  const text = await openText(path, { encoding: mapping.format.encoding, signal });
  const run = new ImportRun(store, text, options);
  try {
    run.check();
    prepareSource(store, mapping);
    const result = await run.readAll(path);
    run.saveStatus(result.damage === null ? 'ok' : 'failed', result.damage);
    return result;
  } catch (error) {
    const stopped = signal?.aborted === true;
    const failure = stopped
      ? new AppError({ code: 'cancelled', message: 'The import was stopped.', cause: error })
      : error;
    run.saveStatusAfter(failure);
    throw failure;
  } finally {
    run.close();
  }
}

/** @throws AppError `invalid-input` where the mapping's source is one that is not read from files */
export function prepareSource(store: Store, mapping: Mapping): void {
  const { id, name } = mapping.source;
  const sources = store.reads.sources();
  const known = sources.find((source) => source.id === id);
  if (known !== undefined && known.kind !== 'file') {
    throw new AppError({
      code: 'invalid-input',
      message: `The mapping “${mapping.name}” writes to the source “${id}”, which is a connected system (${known.kind}). Give the mapping a source of its own.`,
    });
  }
  // A new folder has no zone of its own yet: its days are those of the first file, not of UTC.
  if (sources.length === 0) store.setZone(mapping.zone);
  const config = { mapping: mapping.name, revision: mapping.revision };
  store.saveSource({ id, kind: 'file', name: known?.name ?? name, zone: mapping.zone, config });
}

class ImportRun {
  readonly #stream: string;
  #counts: ImportCounts = noCounts();
  #started = false;
  readonly #store: Store;
  #text: TextSource;
  readonly #options: ImportOptions;
  #mapper: RowMapper | null = null;

  constructor(store: Store, text: TextSource, options: ImportOptions) {
    this.#store = store;
    this.#text = text;
    this.#options = options;
    this.#stream = `file:${text.name.slice(0, 200)}`;
  }

  /** Compares the file's head with the mapping before anything is written. */
  check(): void {
    const { mapping } = this.#options;
    this.#mapper = new RowMapper(mapping, readHeader(this.#text, mapping));
  }

  async readAll(path: string): Promise<ImportResult> {
    const { mapping } = this.#options;
    this.#started = true;
    const hash = mappingHash(mapping);
    const from = resumeFrom(this.#store.cursor(mapping.source.id, this.#stream), hash);
    let resumedAfter = from?.counts.rows ?? 0;
    if (!(await this.#read(from, hash))) {
      // Another file of the same name lies behind the cursor: this one is read from its start.
      this.#text.close();
      this.#text = await openText(path, { encoding: mapping.format.encoding, signal: this.#options.signal });
      resumedAfter = 0;
      await this.#read(null, hash);
    }
    return this.#result(resumedAfter);
  }

  /** False where the rows before the cursor are not those that were read then. */
  async #read(from: ImportCursor | null, hash: string): Promise<boolean> {
    const { mapping, signal, onProgress } = this.#options;
    const context = this.#context();
    let cursor: ImportCursor = { form: 1, mapping: hash, chain: '', done: false, counts: noCounts() };
    let seen = 0;
    for await (const { rows, last } of pages(this.#text, mapping)) {
      signal?.throwIfAborted();
      const chain = chained(cursor.chain, rows);
      seen += rows.length;
      if (from !== null && cursor.counts.rows === 0) {
        // The cursor stands at the end of a full page, so a shorter one before it means a shorter file.
        if (last || (seen === from.counts.rows && chain !== from.chain)) return false;
        cursor = seen === from.counts.rows ? from : { ...cursor, chain };
        continue;
      }
      const prepared = preparePage(rows, cursor.counts, { ...context, cutOff: this.#text.damage() });
      cursor = { ...cursor, chain, done: last, counts: prepared.counts };
      const { records, quarantine, released } = prepared;
      const page = { source: mapping.source.id, stream: this.#stream, records, tombstones: [], quarantine };
      this.#store.writePage({ ...page, cursor: cursorValue(cursor), ...(released.length > 0 ? { released } : {}) });
      this.#counts = cursor.counts;
      onProgress?.({ file: this.#text.name, rows: cursor.counts.rows, share: this.#text.progress() });
      await breathe();
    }
    return true;
  }

  saveStatus(state: StreamState, fault: string | null): void {
    if (!this.#started) return;
    const outcome = { stream: this.#stream, state, counts: this.#counts, progress: this.#text.progress(), fault };
    saveFileStatus(this.#store, this.#options.mapping, outcome);
  }

  /** Says in the source's status how the import ended, as far as the store still takes it: the failure itself matters more. */
  saveStatusAfter(failure: unknown): void {
    const stopped = isAppError(failure, 'cancelled');
    try {
      const fault = isAppError(failure) ? failure.message : 'The import failed.';
      this.saveStatus(stopped ? 'pending' : 'failed', stopped ? null : fault);
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  }

  close(): void {
    this.#text.close();
  }

  #context(): Omit<PageContext, 'cutOff'> {
    const { mapping } = this.#options;
    if (this.#mapper === null)
      throw new AppError({ code: 'internal', message: 'The file was not checked before it was read.' });
    const open = new Map<number, QuarantineItem[]>();
    for (const item of this.#store.quarantined(mapping.source.id, this.#stream, OPEN_ITEMS)) {
      if (item.line !== null) open.set(item.line, [...(open.get(item.line) ?? []), item]);
    }
    return { store: this.#store, mapping, mapper: this.#mapper, open, known: new KnownNames() };
  }

  #result(resumedAfter: number): ImportResult {
    const { mapping } = this.#options;
    const { rows, stored, repaired, duplicates, quarantined, repairs } = this.#counts;
    const words = repairWords(mapping);
    return {
      file: this.#text.name,
      source: mapping.source.id,
      entity: mapping.entity,
      zone: mapping.zone,
      encoding: this.#text.encoding,
      rows,
      stored,
      repaired,
      duplicates,
      quarantined,
      repairs: Object.entries(repairs).map(([rule, count]) => ({ rule, words: words.get(rule) ?? rule, rows: count })),
      damage: this.#text.damage(),
      resumedAfter,
    };
  }
}

function repairWords(mapping: Mapping): Map<string, string> {
  const rules = [...mapping.rowRepairs, ...mapping.columnRepairs, ...mapping.fieldRepairs];
  const midnight = mapping.columns.flatMap(({ noneUnless }) => (noneUnless === undefined ? [] : [noneUnless]));
  return new Map([
    ...Object.entries(BUILT_IN_REPAIRS),
    ...[...rules, ...midnight].map(({ name, words }) => [name, words] as const),
  ]);
}
