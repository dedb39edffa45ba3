/** Data folders to start on: the same floor of the last half hour, with two years behind it and with nothing behind it. */
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Store } from '../../../electron/store/api.ts';
import { openStore } from '../../../electron/store/index.ts';
import type { CanonicalRecord } from '../../../shared/domain/records.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { note } from '../../helpers/bench.ts';
import { HISTORY, historyOf } from '../../helpers/history.ts';
import { SOURCE, Traffic } from './traffic.ts';

/** Reporting zone of both folders (IANA). */
export const ZONE = HISTORY.zone;

/** Two years of contacts and the last half hour. A copy of the cached history, because starting on it writes to it. */
export function largeStore(contacts: number): string {
  const history = historyOf(contacts);
  const directory = join(dirname(history), `start-${basename(history)}`);
  const done = join(directory, 'copied');
  if (!existsSync(done)) {
    note('copying the large store (once)');
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
    cpSync(history, directory, { recursive: true });
    writeFileSync(done, '');
  }
  inStore(directory, (store) => {
    const now = Date.now();
    leaveStates(store, now);
    new Traffic(`${now.toString(36)}-`).furnish(store, now);
  });
  return directory;
}

/** The last half hour alone, in a folder that is gone after the run. */
export function smallStore(): string {
  const directory = mkdtempSync(join(tmpdir(), 'watchfloor-bench-small-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 20 }));
  inStore(directory, (store) => new Traffic().furnish(store, Date.now()));
  return directory;
}

/** The source was read a moment ago: the board that comes up is a live one. */
export function freshen(directory: string): void {
  inStore(directory, (store) => store.saveStatus(new Traffic().status(Date.now())));
}

function inStore(directory: string, work: (store: Store) => void): void {
  const store = openStore({ directory, clock: systemClock, zone: ZONE });
  try {
    work(store);
  } finally {
    store.close();
  }
}

/** Ends what an earlier run left open. */
function leaveStates(store: Store, now: number): void {
  const records = store.reads.agentStatesAt(now).map((row): CanonicalRecord => {
    const { id, agent, platform, state, rawState, startAt, contact } = row;
    const ended = { version: now, raw: null, endAt: now };
    return { entity: 'agent-state', id, agent, platform, state, rawState, startAt, contact, ...ended };
  });
  store.writePage({ source: SOURCE, stream: 'states', records, tombstones: [], quarantine: [] });
}
