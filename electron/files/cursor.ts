/**
 * How far the import of a file has come. It is committed with each page, so that an import that was killed goes on where it stopped. The rows
 * before it are not trusted to be the same: their hash is compared while they go by, and another file of the same name starts afresh.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CursorValue } from '../store/api.ts';
import type { RawRow } from './rows.ts';

const count = z.int().min(0);

const countsSchema = z.object({
  rows: count,
  stored: count,
  repaired: count,
  duplicates: count,
  quarantined: count,
  /** Stored rows per repair; a row may count under several. */
  repairs: z.record(z.string(), count),
  /** Latest instant of the rows, epoch ms UTC. */
  latestAt: z.number().nullable(),
});

const cursorSchema = z.object({
  form: z.literal(1),
  /** Hash of the mapping: under another one the file is read from its start. */
  mapping: z.string(),
  /** Hash over all rows so far. */
  chain: z.string(),
  done: z.boolean(),
  counts: countsSchema,
});

export type ImportCounts = z.infer<typeof countsSchema>;
export type ImportCursor = z.infer<typeof cursorSchema>;

export function noCounts(): ImportCounts {
  return { rows: 0, stored: 0, repaired: 0, duplicates: 0, quarantined: 0, repairs: {}, latestAt: null };
}

/** The stored cursor where it continues this import; null where the file is to be read from its start. */
export function resumeFrom(stored: CursorValue, mapping: string): ImportCursor | null {
  const parsed = cursorSchema.safeParse(stored);
  if (!parsed.success || parsed.data.done || parsed.data.mapping !== mapping || parsed.data.counts.rows === 0)
    return null;
  return parsed.data;
}

/** The cursor as the store keeps it. */
export function cursorValue(cursor: ImportCursor): CursorValue {
  return { ...cursor, counts: { ...cursor.counts, repairs: { ...cursor.counts.repairs } } };
}

/** The hash after one more page of rows. Pages hold the same number of rows in every run, so the hashes of two runs agree. */
export function chained(chain: string, page: readonly RawRow[]): string {
  const hash = createHash('sha256').update(chain);
  for (const row of page) hash.update(`\n${row.length}:`).update(row.text);
  return hash.digest('hex').slice(0, 32);
}
