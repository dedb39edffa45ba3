import { ReadPool } from '../store/read-pool.ts';
import type { AdherenceDayRow, ContactPageQuery, CountsQuery, CountsRow, Reads, Store } from '../store/api.ts';

export interface SqlQuestion {
  text: string;
  /** Values for `?` in the text. */
  parameters?: readonly (string | number | null)[];
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
  adherenceDays(query: Parameters<Reads['adherenceDays']>[0]): Promise<AdherenceDayRow[]>;
  sql(question: SqlQuestion): Promise<SqlAnswer>;
  close(): Promise<void>;
}

/** Heavy reads on the store's reader threads, which start with the first question. */
export function pooledHeavy(store: Store): HeavyReads {
  const pool = new ReadPool({ directory: store.directory });
  return {
    counts: (query) => pool.read('counts', query),
    contactPage: (query) => pool.read('contactPage', query),
    adherenceDays: (query) => pool.read('adherenceDays', query),
    sql: async ({ text, parameters, rowCap, timeLimitMs }) => {
      const { columns, rows, truncated } = await pool.sql(text, parameters ?? [], { rowCap, timeLimitMs });
      return { columns: [...columns], rows: rows.map((row) => row.map(plainCell)), truncated };
    },
    close: () => pool.close(),
  };
}

/** A cell as it crosses the wall: whole numbers beyond a double's reach and blobs as text. */
function plainCell(cell: unknown): string | number | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number' || typeof cell === 'string') return cell;
  return cell instanceof Uint8Array ? `<${cell.length} bytes>` : String(cell);
}
