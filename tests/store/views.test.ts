import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { WritePage } from '../../electron/store/api.ts';
import { openReadonly } from '../../electron/store/sqlite.ts';
import {
  abandoned,
  agent,
  agentState,
  contact,
  contactEvent,
  HOUR,
  MORNING,
  page,
  queue,
  segment,
  snapshot,
  survey,
  tempFolder,
  tempStore,
} from '../helpers/store.ts';

type Row = Record<string, unknown>;

/** What a view shows of a folder after these pages. */
function shown(
  sql: string,
  pages: readonly WritePage[],
  prepare: (store: ReturnType<typeof tempStore>) => void = () => undefined,
): Row[] {
  const directory = tempFolder();
  const store = tempStore({ directory });
  for (const written of pages) store.writePage(written);
  prepare(store);
  const db = openReadonly(join(directory, 'mirror.db'));
  try {
    return db.rows<Row>(sql).all();
  } finally {
    db.close();
  }
}

const ALL = page({
  records: [
    contact({ customerKey: 'k1' }),
    agent({ email: 'ada@example.test', teams: ['Blue'], queues: ['q1'] }),
    queue(),
    agentState(),
    snapshot(),
    survey({ comment: 'thanks' }),
    contactEvent(),
    segment(),
  ],
  quarantine: [{ key: 'k', entity: 'contact', payload: '{}', reason: 'no date', line: 7 }],
  asOf: MORNING,
});

describe('the public views', () => {
  test('contacts: every column, instants in UTC, durations in seconds', () => {
    expect(shown('SELECT * FROM contacts', [ALL])).toEqual([
      {
        source: 'zd',
        id: 'c1',
        channel: 'voice',
        direction: 'inbound',
        queue: 'q1',
        agent: 'a1',
        customer_key: 'k1',
        created_at: '2026-02-04T10:00:00Z',
        queued_at: '2026-02-04T10:00:00Z',
        answered_at: '2026-02-04T10:00:12Z',
        ended_at: '2026-02-04T10:03:20Z',
        vru_seconds: 0,
        queue_seconds: 12,
        ring_seconds: null,
        talk_seconds: 150,
        hold_seconds: 20,
        wrap_seconds: 30,
        outcome: 'answered',
        short_abandon: null,
        created_at_ms: MORNING,
      },
    ]);
  });

  test('instants keep their milliseconds where there are any', () => {
    const records = [
      contact({ createdAt: MORNING + 7, endedAt: Date.UTC(1969, 6, 20, 20, 17, 40) }),
      contact({ id: 'c2', createdAt: -1, endedAt: null, queuedAt: null }),
    ];
    expect(shown('SELECT created_at, queued_at, ended_at FROM contacts ORDER BY id', [page({ records })])).toEqual([
      {
        created_at: '2026-02-04T10:00:00.007Z',
        queued_at: '2026-02-04T10:00:00.007Z',
        ended_at: '1969-07-20T20:17:40Z',
      },
      { created_at: '1969-12-31T23:59:59.999Z', queued_at: null, ended_at: null },
    ]);
  });

  test('a short abandon is one within the limit of its queue, or of the floor', () => {
    const records = [
      abandoned(5, { id: '5' }),
      abandoned(6, { id: '6' }),
      abandoned(9, { id: '9 in q/2', queue: 'q/2' }),
      abandoned(0, { id: 'unknown', queueSeconds: null }),
      contact({ id: 'answered', queueSeconds: 1 }),
    ];
    const sql = 'SELECT id, short_abandon FROM contacts';
    const flags = (rows: Row[]): Record<string, unknown> =>
      Object.fromEntries(rows.map((row) => [row['id'], row['short_abandon']]));
    expect(flags(shown(sql, [page({ records })]))).toEqual({
      '5': 1,
      '6': 0,
      '9 in q/2': 0,
      unknown: null,
      answered: null,
    });
    const limits = shown(sql, [page({ records })], (store) => store.setShortAbandonSeconds(6, { 'zd/q/2': 10 }));
    expect(flags(limits)).toEqual({ '5': 1, '6': 1, '9 in q/2': 1, unknown: null, answered: null });
  });

  test('queues, agents, states, surveys, segments, events, snapshots', () => {
    expect(shown('SELECT * FROM queues', [ALL])).toEqual([
      { source: 'zd', id: 'q1', name: 'Sales', channel: 'voice', active: 1 },
    ]);
    expect(shown('SELECT * FROM agents', [ALL])).toEqual([
      {
        source: 'zd',
        id: 'a1',
        name: 'Ada',
        email: 'ada@example.test',
        active: 1,
        teams: '["Blue"]',
        queues: '["q1"]',
        skills: null,
      },
    ]);
    expect(shown('SELECT agent, state, raw_state, start_at, end_at, seconds FROM agent_states', [ALL])).toEqual([
      {
        agent: 'a1',
        state: 'available',
        raw_state: 'online',
        start_at: '2026-02-04T10:00:00Z',
        end_at: '2026-02-04T11:00:00Z',
        seconds: 3600,
      },
    ]);
    expect(shown('SELECT contact, score, satisfied, comment, answered_at FROM surveys', [ALL])).toEqual([
      { contact: 'c1', score: 5, satisfied: 1, comment: 'thanks', answered_at: '2026-02-04T10:01:00Z' },
    ]);
    expect(shown('SELECT contact, kind, seconds FROM contact_segments', [ALL])).toEqual([
      { contact: 'c1', kind: 'talk', seconds: 60 },
    ]);
    expect(shown('SELECT contact, kind, seconds, clock FROM contact_events', [ALL])).toEqual([
      { contact: 'c1', kind: 'reply', seconds: 30, clock: 'calendar' },
    ]);
    expect(shown('SELECT queue, at, waiting FROM queue_snapshots', [ALL])).toEqual([
      { queue: 'q1', at: '2026-02-04T10:00:00Z', waiting: 3 },
    ]);
  });

  test('queue_intervals: counts and sums by quarter hour, no ratios', () => {
    const records = [
      contact(),
      abandoned(8, { id: 'c2' }),
      contact({ id: 'c3', createdAt: MORNING + HOUR, queue: null }),
    ];
    const sql = `SELECT queue, interval_start, offered, answered, abandoned, handled, queue_seconds_answered,
      queue_seconds_abandoned, talk_seconds FROM queue_intervals ORDER BY interval_start`;
    expect(shown(sql, [page({ records })])).toEqual([
      {
        queue: 'q1',
        interval_start: '2026-02-04T10:00:00Z',
        offered: 2,
        answered: 1,
        abandoned: 1,
        handled: 1,
        queue_seconds_answered: 12,
        queue_seconds_abandoned: 8,
        talk_seconds: 150,
      },
      {
        queue: null,
        interval_start: '2026-02-04T11:00:00Z',
        offered: 1,
        answered: 1,
        abandoned: 0,
        handled: 1,
        queue_seconds_answered: 12,
        queue_seconds_abandoned: 0,
        talk_seconds: 150,
      },
    ]);
  });

  test('sources and quarantine: state, as-of, reason and payload', () => {
    const configure = (store: ReturnType<typeof tempStore>): void =>
      store.saveSource({ id: 'zd', kind: 'zendesk', name: 'Zendesk', zone: null, config: {} });
    expect(shown('SELECT * FROM sources', [ALL], configure)).toEqual([
      {
        id: 'zd',
        kind: 'zendesk',
        name: 'Zendesk',
        zone: null,
        state: 'new',
        as_of: '2026-02-04T10:00:00Z',
        fault: null,
        quarantined: 1,
      },
    ]);
    expect(shown('SELECT source, stream, key, entity, line, reason, payload FROM quarantine', [ALL])).toEqual([
      { source: 'zd', stream: 'calls', key: 'k', entity: 'contact', line: 7, reason: 'no date', payload: '{}' },
    ]);
  });

  test('deleted records are in none of them', () => {
    const gone = page({
      tombstones: ALL.records.map(({ entity, id }) => ({ entity, id, version: 2, mergedInto: null })),
    });
    for (const view of [
      'contacts',
      'queues',
      'agents',
      'agent_states',
      'queue_intervals',
      'queue_snapshots',
      'surveys',
      'contact_events',
      'contact_segments',
    ]) {
      expect([view, shown(`SELECT * FROM ${view}`, [ALL]).length]).toEqual([view, 1]);
      expect([view, shown(`SELECT * FROM ${view}`, [ALL, gone])]).toEqual([view, []]);
    }
  });

  test('are described, column by column, and none else is', () => {
    const description = readFileSync(new URL('../../electron/store/views.md', import.meta.url), 'utf8');
    const described = [...description.matchAll(/^## (\w+)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)].map(([, view, body]) => [
      view,
      [...(body ?? '').matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]),
    ]);
    const views = shown(`SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name`, []).map(
      (row) => row['name'],
    );
    const columns = views.map((view) => [
      view,
      shown(`SELECT name FROM pragma_table_info('${String(view)}')`, []).map((row) => row['name']),
    ]);
    expect(described.sort()).toEqual(columns.sort());
  });
});
