import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Connector, SecretReader } from '../../electron/connectors/connector.ts';
import { createConnector } from '../../electron/connectors/index.ts';
import { openStore } from '../../electron/store/index.ts';
import type { SourceConfig, Store } from '../../electron/store/index.ts';
import { createSync } from '../../electron/sync/index.ts';
import type { SourceReport, StreamReport, SyncLog } from '../../electron/sync/index.ts';
import { systemTimers } from '../../electron/sync/timers.ts';
import { createTransport, DEFAULT_LIMITS } from '../../electron/sync/transport.ts';
import type { Transport } from '../../electron/sync/transport.ts';
import { ManualClock, systemClock } from '../../shared/time/clock.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { InstantTimers } from '../unit/sync/fakes.ts';

/** Where the tests' time stands still until a wait moves it. */
export const NOW = Date.parse('2026-03-02T12:00:00Z');

/** Real exchanges on the standing clock. A busy machine may take its time: nothing times out that answers at all. */
export function patientTransport(clock: ManualClock): Transport {
  return createTransport(onHost(clock), systemTimers);
}

/** For servers that are silent or drip on purpose: gives up on them in well under a second. */
export function impatientTransport(clock: ManualClock): Transport {
  const limits = { ...DEFAULT_LIMITS, idleMs: 600, slowAfterMs: 300, minBytesPerSecond: 500 };
  return createTransport(onHost(clock), systemTimers, limits);
}

/** Instants of the test's time, spans of the machine's. */
function onHost(clock: ManualClock): Clock {
  return { now: () => clock.now(), monotonic: () => systemClock.monotonic() };
}

export interface SyncOnceOptions {
  store?: Store;
  connector?: Connector;
  transport?: Transport;
  newestFirst?: boolean;
}

/** A data folder, a standing clock and waits that pass at once: one reader of sources as the program has it. */
export class Bench {
  readonly clock = new ManualClock(NOW);
  readonly timers = new InstantTimers(this.clock);
  readonly lines: string[] = [];
  directory = mkdtempSync(join(tmpdir(), 'watchfloor-sync-'));
  store: Store;

  constructor() {
    this.store = this.open();
  }

  open(): Store {
    return openStore({ directory: this.directory, clock: this.clock });
  }

  /** Closes the store and opens it again, as after a restart. */
  restart(): void {
    this.store.close();
    this.store = this.open();
  }

  /** Reads a source once to its end with a connector made for the occasion, as a new process would. */
  async syncOnce(source: SourceConfig, secret: SecretReader, options: SyncOnceOptions = {}): Promise<SourceReport> {
    const note = (message: string, fields?: object) => this.lines.push(`${message} ${JSON.stringify(fields)}`);
    const log: SyncLog = { info: note, warn: note, error: note };
    const sync = createSync({
      store: options.store ?? this.store,
      connectors: [{ config: source, connector: options.connector ?? createConnector(source, secret) }],
      clock: this.clock,
      timers: this.timers,
      random: () => 0.5,
      log,
      transport: options.transport ?? patientTransport(this.clock),
    });
    try {
      const { sources } = await sync.syncOnce(new AbortController().signal, {
        newestFirst: options.newestFirst ?? false,
      });
      const [report] = sources;
      if (report === undefined) throw new Error('the source is missing from the report');
      return report;
    } finally {
      await sync.close();
    }
  }

  /**
   * Everything that was read and does not depend on when it was: the public views without live figures.
   *
   * @param more views beside them: name → SQL
   */
  dump(more: Readonly<Record<string, string>> = {}): Record<string, unknown[]> {
    return dumpFolder(this.directory, more);
  }

  /** Rows of a public view, as one number in a list. */
  count(view: string): number[] {
    const db = new Database(join(this.directory, 'mirror.db'), { readonly: true });
    try {
      return db.prepare(`SELECT count(*) FROM ${view}`).pluck().all() as number[];
    } finally {
      db.close();
    }
  }

  close(): void {
    this.store.close();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 20 });
  }
}

const VIEWS = {
  contacts: 'SELECT * FROM contacts ORDER BY source, id',
  queues: 'SELECT * FROM queues ORDER BY source, id',
  agents: 'SELECT * FROM agents ORDER BY source, id',
  surveys: 'SELECT * FROM surveys ORDER BY source, id',
  events: 'SELECT * FROM contact_events ORDER BY source, id',
  segments: 'SELECT * FROM contact_segments ORDER BY source, id',
  rollups: 'SELECT * FROM queue_intervals ORDER BY 1, 2, 3, 4',
} as const;

export function dumpFolder(directory: string, more: Readonly<Record<string, string>> = {}): Record<string, unknown[]> {
  const db = new Database(join(directory, 'mirror.db'), { readonly: true });
  try {
    return Object.fromEntries(
      Object.entries({ ...VIEWS, ...more }).map(([name, sql]) => [name, db.prepare(sql).all()]),
    );
  } finally {
    db.close();
  }
}

export function streamOf(report: SourceReport, name: string): StreamReport {
  const stream = report.streams.find((entry) => entry.stream === name);
  if (stream === undefined) throw new Error(`no stream ${name} in the report`);
  return stream;
}

/** The states of all streams that are not `ok`, for assertions that say what went wrong. */
export function unwell(report: SourceReport): Record<string, string> {
  const bad = report.streams.filter(({ state }) => state !== 'ok');
  return Object.fromEntries(bad.map(({ stream, state, fault }) => [stream, `${state}: ${fault ?? ''}`]));
}

/** What a page changed, summed over all streams. */
export function changes(report: SourceReport): { new: number; updated: number; deleted: number; quarantined: number } {
  const sum = (pick: (stream: StreamReport) => number) => report.streams.reduce((total, s) => total + pick(s), 0);
  return {
    new: sum((s) => s.new),
    updated: sum((s) => s.updated),
    deleted: sum((s) => s.deleted),
    quarantined: sum((s) => s.quarantined),
  };
}

/** A store that dies in the middle of things, before the nth page is written or right after it was, and stays dead. */
export function mortalStore(
  store: Store,
  when: { page: number; after: boolean },
): { store: Store; dead: () => boolean } {
  let page = 0;
  let dead = false;
  const die = () => {
    dead = true;
    throw new Killed();
  };
  const mortal = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'writePage') {
        return (written: Parameters<Store['writePage']>[0]) => {
          if (dead) throw new Killed();
          page += 1;
          if (page === when.page && !when.after) die();
          const result = target.writePage(written);
          if (page === when.page) die();
          return result;
        };
      }
      if (name === 'sweep') {
        return (...call: Parameters<Store['sweep']>) => {
          if (dead) throw new Killed();
          return target.sweep(...call);
        };
      }
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { store: mortal, dead: () => dead };
}

/** Stands for a process that is gone: nothing after it may be written. */
export class Killed extends Error {
  override readonly name = 'Killed';
}
