/** A year of people with plans, states and teams, on which an engine can start. Kept for the next run. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openStore } from '../../../electron/store/index.ts';
import { MIRROR_MIGRATIONS } from '../../../electron/store/migrations/mirror/index.ts';
import { NOTEBOOK_MIGRATIONS } from '../../../electron/store/migrations/notebook/index.ts';
import type { AgentRecord, CanonicalRecord } from '../../../shared/domain/records.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { note } from '../../helpers/bench.ts';
import { fillYear, SOURCE, ZONE } from './year.ts';

/** People of a team. */
export const TEAM = 50;
const STAYS = 40;
/** The last full month of the year is December. */
const ENDS_AT = Date.UTC(2026, 0, 1);

const cache = resolve(import.meta.dirname, '../../../node_modules/.cache/watchfloor-bench');

/** The folder with so many agents and days, built now where it is not there yet. @returns its path; work on it, and leave its facts as they are */
export function staffedYear(agents: number, days: number): string {
  const version = `${MIRROR_MIGRATIONS.length}-${NOTEBOOK_MIGRATIONS.length}`;
  const directory = join(cache, `staffed-${version}-${agents}-${days}`);
  if (existsSync(join(directory, 'built'))) return directory;
  note(`putting ${days} days of ${agents} agents in (once)`);
  const building = `${directory}.building-${process.pid}`;
  mkdirSync(building, { recursive: true });
  try {
    fillYear(building, { agents, days, stays: STAYS, endsAt: ENDS_AT });
    const store = openStore({ directory: building, clock: systemClock, zone: ZONE });
    try {
      store.saveSource({ id: SOURCE, kind: 'bench', name: 'Bench phones', zone: ZONE, config: {} });
      store.writePage({ source: SOURCE, stream: 'lists', records: lists(agents), tombstones: [], quarantine: [] });
    } finally {
      store.close();
    }
    writeFileSync(join(building, 'built'), '');
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
    renameSync(building, directory);
  } finally {
    rmSync(building, { recursive: true, force: true, maxRetries: 20 });
  }
  return directory;
}

/** Names of months of which the store of so many days holds something, the newest first: `2025-12`. */
export function monthsOf(days: number): string[] {
  const months: string[] = [];
  for (let month = 11; month >= 0; month -= 1) {
    if (Date.UTC(2025, month + 1, 1) - ENDS_AT > -days * 86_400_000) {
      months.push(`2025-${String(month + 1).padStart(2, '0')}`);
    }
  }
  return months;
}

export function teamOf(n: number): string {
  return `Team ${Math.floor(n / TEAM) + 1}`;
}

function lists(agents: number): CanonicalRecord[] {
  const queue = { entity: 'queue', id: 'q0', version: 1, raw: null, name: 'Service line' } as const;
  return [
    { ...queue, channel: 'voice', active: true },
    ...Array.from({ length: agents }, (_, n): AgentRecord => ({
      entity: 'agent',
      id: `agent-${n}`,
      version: 1,
      raw: null,
      name: `Agent ${String(n + 1).padStart(3, '0')}`,
      email: null,
      active: true,
      teams: [teamOf(n)],
      queues: ['q0'],
    })),
  ];
}
