/** What driver, bench window and bench engine say to one another. */
import type { PageWritten, PaintedFrame } from './ledger.ts';

/** What a bench window shows: our board or its rival, our adherence screens or their rival, the months of a stored year, or nothing. */
export type Page = 'ours' | 'ag' | 'list' | 'timeline' | 'ag-people' | 'year' | 'empty';

/** Whether the page shows people against their plans. */
export function isAdherence(page: string): boolean {
  return page === 'list' || page === 'timeline' || page === 'ag-people';
}

/** Driver → main process of the bench window. Each is answered by an `Answer` with the same number. */
export type Ask =
  | { do: 'observe' }
  | { do: 'observed' }
  | { do: 'columns' }
  | { do: 'scroll'; seconds: number }
  | { do: 'picture'; path: string }
  | { do: 'profile'; on: boolean; path: string }
  | { do: 'months'; team: string; months: string[] }
  | { do: 'rain'; eventsPerSecond: number }
  | { do: 'ledger' }
  | { do: 'quit' };

/** What the page saw since it was told to observe. */
export interface Observed {
  /** Milliseconds of each task that held the page's thread for 50 ms or more. */
  longTasks: number[];
}

/** Numbers of columns on screen; `people` are those of the first table, whatever it shows. */
export interface Columns {
  queues: number;
  agents: number;
  people: number;
}

/** Milliseconds between one animation frame and the next while the agents' table was scrolled. */
export interface Scrolled {
  gaps: number[];
  /** Pixels that the table has moved in all. */
  distance: number;
}

/** Milliseconds from the click to the glass: of months, and of a sub-page with next to nothing on it. */
export interface Opened {
  months: number[];
  plain: number[];
}

/** What the bench engine wrote down. */
export interface LedgerReport {
  frames: PaintedFrame[];
  pages: PageWritten[];
}

export interface Asked {
  id: number;
  ask: Ask;
}

/** Main process of the bench → driver. */
export type Told =
  | { told: 'shown'; enginePid: number | null; rendererPid: number; createdAt: number; shownAt: number }
  | { told: 'answer'; id: number; value: unknown }
  | { told: 'fault'; id: number; message: string };

/** Main → bench engine, beside the program's own messages. */
export type ToBenchEngine =
  | { type: 'bench-rain'; eventsPerSecond: number }
  | { type: 'bench-ledger' }
  | { type: 'bench-profile'; on: boolean; path: string };

/** Bench engine → main. */
export type FromBenchEngine = { type: 'bench-done'; value: unknown };
