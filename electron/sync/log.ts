/** What the sync engine tells the program's log. Fields are small and never hold secrets or customers' data. */
export interface SyncLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLog: SyncLog = { info: () => {}, warn: () => {}, error: () => {} };
