/** Two years of a large contact centre in a data folder, built through the store's own write path and kept for the next bench. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Store } from '../../electron/store/api.ts';
import { openStore } from '../../electron/store/index.ts';
import { MIRROR_MIGRATIONS } from '../../electron/store/migrations/mirror/index.ts';
import { NOTEBOOK_MIGRATIONS } from '../../electron/store/migrations/notebook/index.ts';
import type { CanonicalRecord, ContactRecord } from '../../shared/domain/records.ts';
import { ManualClock } from '../../shared/time/clock.ts';
import { note, seeded } from './bench.ts';

export const HISTORY = {
  source: 'floor',
  zone: 'Europe/Berlin',
  queues: 200,
  agents: 2_000,
  /** Local midnight after the last day, epoch ms UTC. */
  endsAt: Date.UTC(2025, 11, 31, 23),
  days: 730,
} as const;

const DAY_MS = 86_400_000;
const PAGE = 20_000;
/** Part of a day's contacts that come in each hour, local time: the shape of a bank's day. */
const HOURS = [0, 0, 0, 0, 0, 0, 0, 2, 6, 9, 11, 11, 9, 8, 9, 9, 8, 7, 5, 3, 2, 1, 0, 0];
const WEEKDAYS = [1.25, 1.1, 1.05, 1.0, 1.0, 0.4, 0.2];

/**
 * The data folder with so many contacts: from the cache, or built now (minutes for ten millions).
 *
 * @returns its path; open it, but leave it as it is
 */
export function historyOf(contacts: number): string {
  const version = `${MIRROR_MIGRATIONS.length}-${NOTEBOOK_MIGRATIONS.length}`;
  const directory = join(cacheFolder(), `history-${version}-${contacts}`);
  const done = join(directory, 'built.json');
  if (existsSync(done) && (JSON.parse(readFileSync(done, 'utf8')) as { contacts: number }).contacts === contacts) {
    return directory;
  }
  // Built under another name: another bench may be looking for the same one at the same time.
  const building = `${directory}.building-${process.pid}`;
  mkdirSync(building, { recursive: true });
  try {
    const store = openStore({ directory: building, clock: new ManualClock(HISTORY.endsAt), zone: HISTORY.zone });
    try {
      fill(store, contacts);
    } finally {
      store.close();
    }
    writeFileSync(join(building, 'built.json'), JSON.stringify({ contacts }));
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
    renameSync(building, directory);
  } finally {
    rmSync(building, { recursive: true, force: true, maxRetries: 20 });
  }
  return directory;
}

function cacheFolder(): string {
  return join(dirname(fileURLToPath(import.meta.url)), '../../node_modules/.cache/watchfloor-bench');
}

function fill(store: Store, contacts: number): void {
  const { source, queues, agents } = HISTORY;
  store.saveSource({ id: source, kind: 'practice', name: 'Bench floor', zone: HISTORY.zone, config: {} });
  store.writePage({ source, stream: 'people', records: people(queues, agents), tombstones: [], quarantine: [] });
  const started = performance.now();
  let page: CanonicalRecord[] = [];
  let written = 0;
  const flush = (): void => {
    store.writePage({ source, stream: 'contacts', records: page, tombstones: [], quarantine: [], cursor: written });
    written += page.length;
    page = [];
    if (written % 1_000_000 < PAGE)
      note(`${written} of ${contacts} contacts after ${Math.round((performance.now() - started) / 1000)} s`);
  };
  for (const contact of contactsInOrder(contacts)) {
    page.push(contact);
    if (page.length === PAGE) flush();
  }
  if (page.length > 0) flush();
}

function people(queues: number, agents: number): CanonicalRecord[] {
  return [
    ...Array.from({ length: queues }, (_, i): CanonicalRecord => {
      return {
        entity: 'queue',
        id: `q${i}`,
        version: 1,
        raw: null,
        name: `Queue ${i}`,
        channel: channelOf(i),
        active: true,
      };
    }),
    ...Array.from({ length: agents }, (_, i): CanonicalRecord => {
      const of = {
        name: `Agent ${i}`,
        email: null,
        active: true,
        teams: [`Team ${i % 80}`],
        queues: [`q${i % queues}`],
      };
      return { entity: 'agent', id: `a${i}`, version: 1, raw: null, ...of };
    }),
  ];
}

/** Every tenth queue has tickets, which last for days. */
function channelOf(queue: number): 'voice' | 'chat' | 'ticket' {
  return queue % 10 === 9 ? 'ticket' : queue % 10 >= 7 ? 'chat' : 'voice';
}

function* contactsInOrder(total: number): Generator<ContactRecord> {
  const random = seeded(7);
  const firstDay = HISTORY.endsAt - HISTORY.days * DAY_MS;
  const weights = Array.from({ length: HISTORY.days }, (_, day) => WEEKDAYS[day % 7] ?? 1);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let made = 0;
  let owed = 0;
  for (let day = 0; day < HISTORY.days; day += 1) {
    owed += ((weights[day] ?? 0) / all) * total;
    const count = day === HISTORY.days - 1 ? total - made : Math.round(owed) - made;
    for (const offset of offsetsOf(count, random)) {
      yield contactAt(made, firstDay + day * DAY_MS + offset, random);
      made += 1;
    }
  }
}

function offsetsOf(count: number, random: () => number): number[] {
  const hours = HOURS.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: count }, () => {
    let left = random() * hours;
    const hour = HOURS.findIndex((weight) => (left -= weight) < 0);
    return Math.floor((Math.max(0, hour) + random()) * 3600) * 1000;
  }).sort((a, b) => a - b);
}

function contactAt(n: number, createdAt: number, random: () => number): ContactRecord {
  // Squared: a few queues have most of the contacts.
  const queue = Math.floor(random() ** 2 * HISTORY.queues);
  const channel = channelOf(queue);
  const isTicket = channel === 'ticket';
  const wait = Math.round(-Math.log(1 - random()) * (isTicket ? 14_400 : 28));
  const patience = Math.round(-Math.log(1 - random()) * (isTicket ? 1e7 : 240));
  const isAnswered = wait <= patience;
  const queueSeconds = Math.min(wait, patience);
  const talkSeconds = isAnswered ? 20 + Math.round(Math.exp(4.7 + 0.8 * gaussian(random))) : null;
  const ends = createdAt + (queueSeconds + (talkSeconds ?? 0) + (isTicket ? Math.round(random() * 400_000) : 0)) * 1000;
  return {
    entity: 'contact',
    id: String(100_000_000 + n),
    version: ends,
    raw: null,
    channel,
    direction: 'inbound',
    queue: `q${queue}`,
    agent: isAnswered ? `a${Math.floor(random() * HISTORY.agents)}` : null,
    customerKey: String(Math.floor(random() * 2_000_000)),
    createdAt,
    queuedAt: createdAt,
    answeredAt: isAnswered ? createdAt + queueSeconds * 1000 : null,
    endedAt: ends,
    vruSeconds: 0,
    queueSeconds,
    ringSeconds: null,
    talkSeconds,
    holdSeconds: isAnswered ? 0 : null,
    wrapSeconds: isAnswered ? 15 : null,
    outcome: isAnswered ? 'answered' : 'abandoned',
    subject: null,
  };
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
