import { createHash } from 'node:crypto';
import type { CanonicalRecord, Entity, QuarantineItem } from '../../../shared/domain/records.ts';
import type { WritableDb } from '../sqlite.ts';
import { storable } from './text.ts';

/** Payloads that could not be read, by (source, stream, key). */
export class QuarantineWriter {
  readonly #db: WritableDb;

  constructor(db: WritableDb) {
    this.#db = db;
  }

  /** Keeps an item, or notes that it came again. @param at epoch ms UTC */
  put(source: string, stream: string, item: QuarantineItem, at: number): void {
    this.#db
      .command(
        `INSERT INTO quarantine_row (source, stream, key, entity, payload, reason, line, first_seen_at, last_seen_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (source, stream, key) DO UPDATE SET entity = excluded.entity, payload = excluded.payload,
           reason = excluded.reason, line = excluded.line, last_seen_at = excluded.last_seen_at`,
      )
      .run([
        source,
        stream,
        storable(item.key),
        item.entity,
        storable(item.payload),
        storable(item.reason),
        item.line,
        at,
        at,
      ]);
  }

  release(source: string, stream: string, key: string): void {
    this.#db
      .command('DELETE FROM quarantine_row WHERE source = ? AND stream = ? AND key = ?')
      .run([source, stream, storable(key)]);
  }

  isEmpty(source: string, stream: string): boolean {
    return (
      this.#db.raw('SELECT 1 FROM quarantine_row WHERE source = ? AND stream = ? LIMIT 1').get([source, stream]) ===
      undefined
    );
  }

  /** Releases the item whose key is the record's id, if it was of that entity or of none. */
  releaseRecord(source: string, stream: string, entity: Entity, id: string): void {
    this.#db
      .command(
        `DELETE FROM quarantine_row WHERE source = ? AND stream = ? AND key = ? AND (entity IS NULL OR entity = ?)`,
      )
      .run([source, stream, storable(id), entity]);
  }

  /** Oldest first. */
  list(source: string, stream: string, limit: number): QuarantineItem[] {
    return this.#db
      .rows<QuarantineItem>(
        `SELECT key, entity, payload, reason, line FROM quarantine_row
         WHERE source = ? AND stream = ? ORDER BY rowid LIMIT ?`,
      )
      .all([source, stream, limit]);
  }
}

/** A record that the store itself cannot keep, as a quarantine item. */
export function refusedRecord(record: CanonicalRecord, problem: string): QuarantineItem {
  const payload = record.raw ?? JSON.stringify(record);
  const id = typeof record.id === 'string' && record.id !== '' ? record.id : hash(payload);
  return { key: id, entity: record.entity, payload, reason: `The record cannot be stored: ${problem}.`, line: null };
}

function hash(payload: string): string {
  return createHash('sha256').update(payload).digest('hex').slice(0, 32);
}
