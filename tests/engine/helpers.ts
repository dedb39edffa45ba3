import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '../../electron/store/index.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import type {
  AgentStateRecord,
  CanonicalRecord,
  ContactRecord,
  QueueSnapshotRecord,
} from '../../shared/domain/records.ts';
import type { Store } from '../../electron/store/index.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { ServiceLevelRule } from '../../shared/contract/rows.ts';
import type { FloorSettings } from '../../electron/live/moves.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
  return folder;
}

/** A store in a folder of its own, closed after the test. */
export function temporaryStore(clock: Clock, zone = 'Europe/Berlin', directory = temporaryFolder()): Store {
  const store = openStore({ directory, clock, zone });
  onTestFinished(() => store.close());
  return store;
}

export const RULE: ServiceLevelRule = {
  variant: 'short-abandons-removed',
  thresholdSeconds: 20,
  comparator: 'le',
  shortAbandonSeconds: 5,
  target: 0.8,
};

export const SETTINGS: FloorSettings = { zone: 'Europe/Berlin', serviceLevel: RULE, queueServiceLevels: {} };

/** Writes records as one page of a source. */
export function write(store: Store, source: string, records: CanonicalRecord[], stream = 'test'): void {
  store.writePage({ source, stream, records, tombstones: [], quarantine: [] });
}

/** Says that a source is well and true up to the instant. */
export function freshen(store: Store, source: string, asOf: number): void {
  store.saveStatus({
    source,
    kind: 'zendesk',
    name: source,
    state: 'ok',
    asOf,
    skewMs: 0,
    fault: null,
    streams: [],
  });
}

/** A small floor: a source with queues and agents who serve all of them. */
export function furnish(store: Store, source: string, queues: number, agents: number): void {
  store.saveSource({ id: source, kind: 'zendesk', name: source, zone: null, config: {} });
  const ids = Array.from({ length: queues }, (_, index) => `q${index}`);
  write(store, source, [
    ...ids.map((id): CanonicalRecord => ({
      entity: 'queue',
      id,
      version: 1,
      raw: null,
      name: `Queue ${id}`,
      channel: 'voice',
      active: true,
    })),
    ...Array.from({ length: agents }, (_, index): CanonicalRecord => ({
      entity: 'agent',
      id: `a${index}`,
      version: 1,
      raw: null,
      name: `Agent ${index}`,
      email: null,
      active: true,
      teams: [`Team ${index % 2}`],
      queues: ids,
    })),
  ]);
}

export function contact(fields: Partial<ContactRecord> & { id: string; createdAt: number }): ContactRecord {
  return {
    entity: 'contact',
    version: 1,
    raw: null,
    channel: 'voice',
    direction: 'inbound',
    queue: 'q0',
    agent: null,
    customerKey: null,
    queuedAt: fields.createdAt,
    answeredAt: null,
    endedAt: null,
    vruSeconds: null,
    queueSeconds: null,
    ringSeconds: null,
    talkSeconds: null,
    holdSeconds: null,
    wrapSeconds: null,
    outcome: 'open',
    subject: null,
    ...fields,
  };
}

export function stay(
  fields: Partial<AgentStateRecord> & { id: string; agent: string; startAt: number },
): AgentStateRecord {
  return {
    entity: 'agent-state',
    version: fields.endAt ?? fields.startAt,
    raw: null,
    platform: 'talk',
    state: 'available',
    rawState: 'online',
    endAt: null,
    contact: null,
    ...fields,
  };
}

export function snapshot(fields: Partial<QueueSnapshotRecord> & { at: number }): QueueSnapshotRecord {
  const queue = fields.queue ?? null;
  return {
    entity: 'queue-snapshot',
    id: `${queue ?? 'account'}:${fields.at}`,
    version: fields.at,
    raw: null,
    waiting: 0,
    longestWaitSeconds: null,
    agentsAvailable: null,
    ...fields,
    queue,
  };
}

/** Waits until something holds, looking often; fails after ten seconds. */
export async function until(holds: () => boolean, what: string, patienceMs = 10_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export { ManualClock };
