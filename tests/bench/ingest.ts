/**
 * Ingest: validate, normalise, upsert and roll up pages of Zendesk calls, against a bare better-sqlite3 upsert of the same
 * rows with the same columns (the payload too) in transactions of 1,000. Both in one run, in turns; the median of the rounds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { normaliseCall } from '../../electron/connectors/zendesk/normalise/calls.ts';
import { normaliseEach } from '../../electron/connectors/normalise/each.ts';
import { openStore } from '../../electron/store/index.ts';
import { TABLES } from '../../electron/store/write/tables.ts';
import type { CanonicalRecord } from '../../shared/domain/records.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { benchScale, note, quantileOf, report, seeded } from '../helpers/bench.ts';

const PAGE = 1_000;
const PAGES = Math.max(5, Math.round(100 * benchScale()));
const ROUNDS = 7;
const QUEUES = 50;
const AGENTS = 500;
const START = Date.UTC(2026, 0, 5, 8);

/** A page of Talk's incremental calls, as parsed JSON: 14,000 calls in a day of twelve hours. */
function callPages(): unknown[][] {
  const random = seeded(1999);
  const pick = (n: number): number => Math.floor(random() * n);
  let at = START;
  return Array.from({ length: PAGES }, (_, page) =>
    Array.from({ length: PAGE }, (_unused, place) => {
      at += Math.round(random() * 6_000);
      const isAnswered = random() < 0.88;
      const wait = Math.round(-Math.log(1 - random()) * 25);
      const talk = isAnswered ? 30 + Math.round(-Math.log(1 - random()) * 170) : 0;
      const queue = pick(QUEUES);
      return call({ id: page * PAGE + place + 1, at, isAnswered, wait, talk, queue, agent: pick(AGENTS) });
    }),
  );
}

interface Call {
  id: number;
  at: number;
  isAnswered: boolean;
  wait: number;
  talk: number;
  queue: number;
  agent: number;
}

/** The fields that Talk's export has for a call. */
function call(c: Call): unknown {
  const line = 360_000_000_000 + c.queue;
  return {
    id: 21_000_000_000 + c.id,
    created_at: new Date(Math.floor(c.at / 1000) * 1000).toISOString().replace('.000', ''),
    updated_at: new Date(Math.floor(c.at / 1000) * 1000 + 600_000).toISOString().replace('.000', ''),
    agent_id: c.isAnswered ? 370_000_000_000 + c.agent : null,
    customer_id: 390_000_000_000 + c.id,
    call_group_id: 360_000_000_000 + c.queue,
    phone_number_id: line,
    phone_number: `+1555010${String(c.queue).padStart(4, '0')}`,
    line: `Service line ${c.queue}`,
    line_id: line,
    line_type: 'phone',
    call_channel: 'pstn',
    direction: 'inbound',
    completion_status: c.isAnswered ? 'completed' : 'abandoned_in_queue',
    duration: 8 + c.wait + c.talk,
    ivr_time_spent: 8,
    ivr_hops: 1,
    ivr_action: 'menu',
    ivr_destination_group_name: `Service line ${c.queue}`,
    wait_time: c.wait,
    time_to_answer: c.isAnswered ? 8 + c.wait : null,
    talk_time: c.talk,
    hold_time: Math.round(c.talk / 10),
    wrap_up_time: c.isAnswered ? 20 : null,
    consultation_time: 0,
    exceeded_queue_time: false,
    exceeded_queue_wait_time: false,
    outside_business_hours: false,
    overflowed: false,
    overflowed_to: null,
    voicemail: false,
    customer_requested_voicemail: false,
    callback: false,
    callback_source: null,
    default_group: false,
    call_charge: '0.012',
    call_recording_consent: 'always',
    call_recording_consent_action: null,
    call_recording_consent_keypress: null,
    recording_control_interactions: 0,
    recording_time: c.talk,
    minutes_billed: Math.ceil(c.talk / 60),
    not_recording_time: 0,
    quality_issues: ['none'],
    ticket_id: 500_000 + c.id,
  };
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'watchfloor-bench-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Ours: what the sync engine does with each page. */
function ours(pages: readonly unknown[][]): number {
  return inFolder((directory) => {
    const store = openStore({ directory, clock: systemClock, zone: 'Europe/Berlin' });
    const ms = millisecondsOf(() => {
      pages.forEach((payloads, index) => {
        const { records, tombstones, quarantine } = normaliseEach(payloads, 'contact', normaliseCall);
        store.writePage({ source: 'zd', stream: 'calls', records, tombstones, quarantine, cursor: index });
      });
    });
    store.close();
    return ms;
  });
}

/** The floor under it: rows that are ready, upserted into tables with nothing but their key. */
function bare(pages: readonly (readonly BareRow[])[]): number {
  return inFolder((directory) => {
    const db = new Sqlite(join(directory, 'bare.db'));
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    const upserts = new Map(
      (['contact', 'contact-segment'] as const).map((entity) => {
        const columns = [...TABLES[entity].columns, 'source', 'id', 'version'];
        const table = TABLES[entity].table;
        db.exec(`CREATE TABLE ${table} (${columns.join(', ')}, PRIMARY KEY (source, id))`);
        return [
          entity,
          db.prepare(
            `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
             ON CONFLICT (source, id) DO UPDATE SET ${columns.map((c) => `${c} = excluded.${c}`).join(', ')}`,
          ),
        ];
      }),
    );
    const write = db.transaction((rows: readonly BareRow[]) => {
      for (const row of rows) upserts.get(row.entity)?.run(row.values);
    });
    const ms = millisecondsOf(() => {
      for (const rows of pages) write(rows);
    });
    db.close();
    return ms;
  });
}

interface BareRow {
  readonly entity: 'contact' | 'contact-segment';
  readonly values: unknown[];
}

function bareRow(record: CanonicalRecord): BareRow {
  if (record.entity === 'contact') {
    return { entity: 'contact', values: TABLES.contact.values(record, 'zd') };
  }
  if (record.entity === 'contact-segment') {
    return { entity: 'contact-segment', values: TABLES['contact-segment'].values(record, 'zd') };
  }
  throw new Error(`A call brought a record of ${record.entity}.`);
}

const pages = callPages();
const bareRows = pages.flatMap((payloads) => normaliseEach(payloads, 'contact', normaliseCall).records).map(bareRow);
const barePages = Array.from({ length: Math.ceil(bareRows.length / PAGE) }, (_, i) =>
  bareRows.slice(i * PAGE, (i + 1) * PAGE),
);
note(`${PAGES} pages of ${PAGE} calls (${bareRows.length} rows), ${ROUNDS} rounds`);

const ourTimes: number[] = [];
const bareTimes: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  bareTimes.push(bare(barePages));
  ourTimes.push(ours(pages));
}
const ourRate = bareRows.length / (quantileOf(ourTimes, 0.5) / 1000);
const bareRate = bareRows.length / (quantileOf(bareTimes, 0.5) / 1000);
report('ingest rate', ourRate, 'rows/s');
report('bare upsert rate', bareRate, 'rows/s');
report('ingest rate / bare upsert rate', ourRate / bareRate, 'ratio', { atLeast: 0.3 });
