import type { CanonicalRecord } from '../../shared/domain/records.ts';
import type { WritePage } from '../store/api.ts';

/** Records by source, handed over when there are enough of them for a page. */
export class Pages {
  private readonly source: string;
  private readonly size: number;
  private readonly waiting = new Map<string, CanonicalRecord[]>();

  constructor(source: string, size: number) {
    this.source = source;
    this.size = size;
  }

  /** Takes a record. @param suffix of the source's name @returns the page that it filled, if it did */
  *add(suffix: string, record: CanonicalRecord, stream = 'history'): Generator<WritePage> {
    const records = this.waiting.get(suffix) ?? [];
    records.push(record);
    this.waiting.set(suffix, records);
    if (records.length >= this.size) yield this.take(suffix, stream);
  }

  /** The pages that are not full. */
  *rest(stream = 'history'): Generator<WritePage> {
    for (const [suffix, records] of this.waiting) if (records.length > 0) yield this.take(suffix, stream);
  }

  private take(suffix: string, stream: string): WritePage {
    const records = this.waiting.get(suffix) ?? [];
    this.waiting.set(suffix, []);
    return { source: this.source + suffix, stream, records, tombstones: [], quarantine: [] };
  }
}
