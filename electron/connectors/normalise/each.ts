import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CanonicalRecord, Entity, QuarantineItem, Tombstone } from '../../../shared/domain/records.ts';

/** What one payload turned into; a payload may bring several records (a call and its stay in the queue), or none. */
export type Normalised = { records: CanonicalRecord[]; tombstones: Tombstone[] };

/** Reads one payload. Throws where it cannot; the reason goes to quarantine with the payload. */
export type Normaliser = (payload: unknown, raw: string) => Normalised;

export interface NormalisedPage extends Normalised {
  /** Payloads read. */
  rows: number;
  quarantine: QuarantineItem[];
}

export const nothing: Normalised = { records: [], tombstones: [] };

export function one(record: CanonicalRecord): Normalised {
  return { records: [record], tombstones: [] };
}

/**
 * Reads every payload of a page. One that cannot be read is kept with its reason and never fails the page.
 *
 * @param idField where the payloads bear their id
 */
export function normaliseEach(
  payloads: readonly unknown[],
  entity: Entity,
  normalise: Normaliser,
  idField = 'id',
): NormalisedPage {
  const page: NormalisedPage = { rows: payloads.length, records: [], tombstones: [], quarantine: [] };
  for (const payload of payloads) {
    const raw = JSON.stringify(payload) ?? 'null';
    try {
      const { records, tombstones } = normalise(payload, raw);
      page.records.push(...records);
      page.tombstones.push(...tombstones);
    } catch (error) {
      page.quarantine.push(asideOf(payload, entity, error, idField));
    }
  }
  return page;
}

/**
 * A payload that could not be read, as it is kept aside: under its id, or where it bears none under what it is.
 *
 * @param idField where the payload bears its id
 */
export function asideOf(payload: unknown, entity: Entity, error: unknown, idField = 'id'): QuarantineItem {
  const raw = JSON.stringify(payload) ?? 'null';
  return { key: keyOf(payload, raw, idField), entity, payload: raw, reason: reasonOf(error), line: null };
}

function keyOf(payload: unknown, raw: string, idField: string): string {
  if (typeof payload === 'object' && payload !== null) {
    const id: unknown = Reflect.get(payload, idField);
    if (typeof id === 'number' || (typeof id === 'string' && id !== '')) return String(id);
  }
  return createHash('sha256').update(raw).digest('hex').slice(0, 32);
}

/** Field names and what is wrong with them, never the values: a reason is shown and logged. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`).join('; ');
  }
  return error instanceof Error ? error.message : 'unreadable';
}
