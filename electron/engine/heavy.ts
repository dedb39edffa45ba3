import type { ContactPageQuery, CountsQuery, CountsRow, Reads } from '../store/api.ts';

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
