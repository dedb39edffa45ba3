import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpFault } from '../../../electron/connectors/connector.ts';
import type {
  Connector,
  PushChannel,
  PushContext,
  PushSink,
  PushSpec,
  ReadContext,
  ReadPage,
  StreamSpec,
} from '../../../electron/connectors/connector.ts';
import { openStore } from '../../../electron/store/index.ts';
import type { SourceStatus, Store } from '../../../electron/store/index.ts';
import { startSync } from '../../../electron/sync/index.ts';
import type { Sync, SyncOptions } from '../../../electron/sync/index.ts';
import type { QueueRecord } from '../../../shared/domain/records.ts';
import { ManualClock } from '../../../shared/time/clock.ts';
import { ManualTimers } from './fakes.ts';

export const NOW = Date.parse('2026-03-02T12:00:00Z');

const floor: StreamSpec = { name: 'floor', mode: 'live', everySeconds: 10, bucket: 'live' };
const contacts: StreamSpec = { name: 'contacts', mode: 'incremental', everySeconds: 60, bucket: 'history' };

/** A figure of the invented vendor: a queue whose name is its value. */
export function figure(id: string, value: string, version: number): QueueRecord {
  return { entity: 'queue', id, version, raw: null, name: value, channel: 'voice', active: true };
}

export interface Opened {
  sink: PushSink;
  context: PushContext;
  at: number;
  closed: boolean;
}

/** A vendor with a push: a world of figures that a snapshot shows, and channels as the test makes them. */
export class PushVendor implements Connector {
  readonly kind = 'pushed';
  readonly limits = {};
  readonly streams = [floor, contacts];
  /** What a snapshot shows. */
  readonly world = new Map<string, QueueRecord>();
  /** Seconds (monotonic) at which the floor was read. */
  readonly reads: number[] = [];
  readonly channels: Opened[] = [];
  /** Attempts, and how many were under way at once at most. */
  readonly attempts: number[] = [];
  mostAtOnce = 0;
  refused: PushChannel['refused'] = [];
  readonly push: PushSpec;
  readonly #clock: ManualClock;
  #opening = 0;

  constructor(clock: ManualClock, quietAfterSeconds = 45) {
    this.#clock = clock;
    this.push = {
      covers: ['floor'],
      quietAfterSeconds,
      open: async (context, sink) => {
        this.attempts.push(clock.monotonic() / 1000);
        this.#opening += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.#opening + this.living());
        try {
          const channel = { sink, context, at: clock.monotonic() / 1000, closed: false };
          await this.onOpen(channel);
          this.channels.push(channel);
          return {
            refused: this.refused,
            close: async () => {
              channel.closed = true;
            },
          };
        } finally {
          this.#opening -= 1;
        }
      },
    };
  }

  /** What happens when a channel is asked for; throws to refuse. */
  onOpen: (channel: Opened) => Promise<void> = async () => {};
  onRead: (context: ReadContext) => Promise<void> = async () => {};

  living(): number {
    return this.channels.filter(({ closed }) => !closed).length;
  }

  get last(): Opened {
    const channel = this.channels.at(-1);
    if (channel === undefined) throw new Error('no channel was opened');
    return channel;
  }

  /** Changes a figure at the vendor without a word. */
  set(id: string, value: string, version: number): QueueRecord {
    const record = figure(id, value, version);
    this.world.set(id, record);
    return record;
  }

  /** Changes a figure, and the newest channel tells it. */
  tell(id: string, value: string, version: number, on: Opened = this.last): void {
    tellOn(on, this.set(id, value, version));
  }

  async probe(): Promise<Record<string, never>> {
    return {};
  }

  async read(stream: string, _cursor: unknown, context: ReadContext): Promise<ReadPage> {
    const records = stream === 'floor' ? [...this.world.values()] : [];
    if (stream === 'floor') {
      this.reads.push(this.#clock.monotonic() / 1000);
      await this.onRead(context);
    }
    return {
      rows: records.length,
      records,
      tombstones: [],
      quarantine: [],
      cursor: null,
      done: true,
      asOf: null,
      progress: null,
    };
  }

  replay(): { records: []; tombstones: []; released: [] } {
    return { records: [], tombstones: [], released: [] };
  }

  async close(): Promise<void> {}
}

export function tellOn({ sink }: Opened, record: QueueRecord): void {
  sink.page({ stream: 'floor', rows: 1, records: [record], tombstones: [], quarantine: [], at: record.version });
}

/** One source kept read, its time in the test's hand. */
export class PushBench {
  readonly clock = new ManualClock(NOW);
  readonly timers = new ManualTimers(this.clock);
  readonly directory = mkdtempSync(join(tmpdir(), 'watchfloor-push-'));
  readonly lines: string[] = [];
  readonly told: SourceStatus[] = [];
  store: Store = openStore({ directory: this.directory, clock: this.clock });
  sync: Sync | null = null;

  start(connector: Connector, options: Partial<SyncOptions> = {}): Sync {
    const note = (message: string, fields?: object) => this.lines.push(`${message} ${JSON.stringify(fields)}`);
    const sync = startSync({
      store: this.store,
      connectors: [{ config: { id: 's', kind: connector.kind, name: 'S', zone: null, config: {} }, connector }],
      clock: this.clock,
      timers: this.timers,
      random: () => 0.5,
      log: { info: note, warn: note, error: note },
      transport: async () => {
        throw new HttpFault('unreachable', 'no network here');
      },
      ...options,
    });
    sync.onStatus((status) => this.told.push(status));
    this.sync = sync;
    return sync;
  }

  get status(): SourceStatus {
    const status = this.sync?.status()[0];
    if (status === undefined) throw new Error('nothing is read');
    return status;
  }

  line(name: string): SourceStatus['streams'][number] {
    const line = this.status.streams.find(({ stream }) => stream === name);
    if (line === undefined) throw new Error(`no line ${name}`);
    return line;
  }

  /** The figures that are stored, by id. */
  figures(): Record<string, string> {
    return Object.fromEntries(this.store.reads.queues().map(({ id, name }) => [id, name]));
  }

  async close(): Promise<void> {
    await this.sync?.close();
    this.store.close();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 20 });
  }
}
