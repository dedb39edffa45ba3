import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../electron/store/index.ts';
import { importFile, loadMapping } from '../../electron/files/index.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseLocalDate } from '../../shared/time/local.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { referencePath } from '../helpers/reference.ts';
import { testEngine } from './window.ts';
import { until } from './helpers.ts';

const ZONE = 'Asia/Jerusalem';
const file = referencePath('data/anonymous-bank-1999/1999-02-february.tsv.gz');
if (file === null)
  console.warn('SKIPPED: the bank file of February 1999 is not in ../shared (or WATCHFLOOR_REFERENCE).');

interface RawCall {
  type: string;
  server: string;
  outcome: string;
  /** Seconds since local midnight of 3 February; null where the file says no time. */
  queued: number | null;
  queueLeft: number | null;
  served: number | null;
  serviceOver: number | null;
}

/** The day's calls straight out of the file, by nothing but the file's own description. */
function rawDay(path: string, date: string): RawCall[] {
  const lines = gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/);
  const calls: RawCall[] = [];
  for (const line of lines.slice(1)) {
    const cells = line.split('\t').map((cell) => cell.trim());
    if (cells.length !== 17 || cells[5] !== date) continue;
    const [
      ,
      ,
      ,
      ,
      type = '',
      ,
      ,
      ,
      ,
      qStart = '',
      qExit = '',
      qTime = '',
      outcome = '',
      start = '',
      end = '',
      ,
      server = '',
    ] = cells;
    const waited = Number(qTime) > 0;
    const answered = outcome === 'AGENT';
    calls.push({
      type,
      server,
      outcome,
      queued: waited ? clock(qStart) : null,
      queueLeft: waited ? clock(qExit) : null,
      served: answered ? clock(start) : null,
      serviceOver: answered ? clock(end) : null,
    });
  }
  return calls;
}

function clock(text: string): number | null {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  const value = hours * 3600 + minutes * 60 + seconds;
  return value === 0 ? null : value;
}

/** Who waits by queue (until answered or gone) and which servers are busy, counted call by call. */
function countAt(calls: readonly RawCall[], second: number): { waiting: Record<string, number>; busy: string[] } {
  const waiting: Record<string, number> = {};
  const busy = new Set<string>();
  for (const { type, server, outcome, queued, queueLeft, served, serviceOver } of calls) {
    const over = outcome === 'AGENT' ? (served ?? queueLeft) : queueLeft;
    const counts = outcome === 'AGENT' || outcome === 'HANG';
    if (counts && queued !== null && over !== null && queued <= second && second < over) {
      waiting[type] = (waiting[type] ?? 0) + 1;
    }
    if (served !== null && serviceOver !== null && served <= second && second < serviceOver && server !== 'NO_SERVER') {
      busy.add(server);
    }
  }
  return { waiting, busy: [...busy].sort() };
}

describe.skipIf(file === null)('replay of 3 February 1999 (skipped where ../shared is absent)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'watchfloor-replay-'));

  beforeAll(async () => {
    const store = openStore({ directory, clock: systemClock, zone: ZONE });
    const mapping = await loadMapping('anonymous-bank', { dataDir: null });
    await importFile(store, file ?? '', { mapping });
    store.close();
    return () => rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
    // A month of calls on a busy machine.
  }, 180_000);

  it('shows the queues and the busy agents that the raw file has at that instant, all day long', async () => {
    const engine = await testEngine({ directory, systemZone: ZONE });
    const window = engine.open();
    const calls = rawDay(file ?? '', '990203');
    expect(calls.length).toBeGreaterThan(1000);
    const midnight = parseLocalDate('1999-02-03', ZONE);
    const moments = Array.from({ length: 100 }, (_, index) => 7 * 3600 + index * 600 + index);
    let waited = 0;
    let worked = 0;
    for (const second of [10 * 3600, ...moments]) {
      const at = midnight + second * 1000;
      const id = window.subscribe('floor', { moment: { kind: 'replay', at, speed: 0 } });
      const frame = await window.first(id);
      expect(frame.at).toBe(at);
      const queues = [...window.rows(id, 'queues').values()];
      const waiting = Object.fromEntries(
        queues.filter((row) => Number(row['waiting']) > 0).map((row) => [String(row['name']), row['waiting']]),
      );
      const agents = [...window.rows(id, 'agents').values()];
      const busy = agents
        .filter((row) => row['state'] === 'on-contact')
        .map((row) => String(row['name']))
        .sort();
      const counted = countAt(calls, second);
      expect({ second, waiting, busy }).toEqual({ second, ...counted });
      expect(window.row(id, 'strip', 'waiting')?.['value']).toBe(sum(Object.values(counted.waiting)));
      waited += sum(Object.values(counted.waiting));
      worked += busy.length;
      window.send({ type: 'unsubscribe', id });
    }
    // The day had queues and work: the comparison was not of nothing with nothing.
    expect(waited).toBeGreaterThan(50);
    expect(worked).toBeGreaterThan(200);
  });

  it('counts the day up to the instant as the file does, and runs on at its speed', async () => {
    const engine = await testEngine({ directory, systemZone: ZONE });
    const window = engine.open();
    const midnight = parseLocalDate('1999-02-03', ZONE);
    const id = window.subscribe('floor', { moment: { kind: 'replay', at: midnight + 36_000_000, speed: 3600 } });
    const frame = await window.first(id);
    const board = window.row(id, 'board', 'board');
    expect(board).toMatchObject({ mode: 'replay', speed: 3600, zone: ZONE, dayFrom: midnight });
    const second = 36_000;
    const offered = rawDay(file ?? '', '990203').filter(({ outcome, queueLeft, served }) =>
      outcome === 'AGENT'
        ? served !== null && served <= second
        : outcome === 'HANG' && queueLeft !== null && queueLeft <= second,
    ).length;
    expect(sum([...window.rows(id, 'queues').values()].map((row) => Number(row['offered'])))).toBe(offered);
    await until(() => (window.frames.get(id)?.at(-1)?.at ?? 0) >= frame.at + 3_600_000, 'an hour later');
    expect(sum([...window.rows(id, 'queues').values()].map((row) => Number(row['offered'])))).toBeGreaterThan(offered);
    // The whole day's pressure is there from the start: it is what one drags along.
    const pressure = [...window.rows(id, 'pressure').values()];
    expect(pressure).toHaveLength(96);
    expect(sum(pressure.map((row) => Number(row['offered'])))).toBeGreaterThan(1000);
    expect(engine.engine.context.store.notebook.alarmHistory({ from: 0, to: Date.now() + 1, limit: 10 })).toEqual([]);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
