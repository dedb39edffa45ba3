import { AppError } from '../../shared/errors/index.ts';
import type { ContactPageQuery, CountsQuery, CountsRow, Reads, Store } from '../store/api.ts';

export interface SqlQuestion {
  text: string;
  rowCap: number;
  timeLimitMs: number;
}

export interface SqlAnswer {
  columns: string[];
  rows: (string | number | null)[][];
  truncated: boolean;
}

/** Reads that may take long (years of counts, pages over wide spans, people's own SQL): on the reader threads, off the engine's own. */
export interface HeavyReads {
  counts(query: CountsQuery): Promise<CountsRow[]>;
  contactPage(query: ContactPageQuery): Promise<ReturnType<Reads['contactPage']>>;
  sql(question: SqlQuestion): Promise<SqlAnswer>;
  close(): Promise<void>;
}

/** The same on the engine's own thread. */
export function inlineHeavy(store: Store): HeavyReads {
  return {
    counts: (query) => Promise.resolve(store.reads.counts(query)),
    contactPage: (query) => Promise.resolve(store.reads.contactPage(query)),
    sql: () => Promise.reject(new AppError({ code: 'refused', message: 'SQL runs on the reader threads.' })),
    close: () => Promise.resolve(),
  };
}
