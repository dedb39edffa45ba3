/**
 * The engine of the bench, as a utility process: the program's own engine on a floor of 2,000 agents and 200 queues, with events written to
 * its store as a source would, and a ledger between it and the window.
 */
import { Session as Inspector } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { fromElectronPort } from '../../../electron/engine/port.ts';
import { startEngine } from '../../../electron/engine/start.ts';
import { openStore } from '../../../electron/store/index.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import type { Engine } from '../../../electron/engine/engine.ts';
import type { EngineToMain, MainToEngine } from '../../../electron/engine/messages.ts';
import type { Port } from '../../../electron/engine/port.ts';
import { Ledger, preciseNow } from './ledger.ts';
import type { PageWritten } from './ledger.ts';
import { isAdherence } from './words.ts';
import { ShiftTraffic } from './shift-traffic.ts';
import { Traffic, SOURCE } from './traffic.ts';
import type { EventSource } from './traffic.ts';
import type { FromBenchEngine, ToBenchEngine } from './words.ts';

/** The port to the main process (`process.parentPort` of Electron), as far as it is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: unknown[] }) => void): void;
  postMessage(message: unknown): void;
}

const PAGE_EVERY_MS = 10;
const main = (process as unknown as { parentPort: ParentPort }).parentPort;
const tell = (message: EngineToMain | FromBenchEngine): void => main.postMessage(message);
tell({ type: 'here' });

const page = process.env['WATCHFLOOR_BENCH_PAGE'] ?? '';
const ledger = new Ledger(isAdherence(page) ? ['adherence', 'timeline'] : ['floor']);
/** A page that shows a stored year has no floor under it. */
const traffic: EventSource | null = page === 'year' ? null : isAdherence(page) ? new ShiftTraffic() : new Traffic();
const pages: PageWritten[] = [];
const early: Port[] = [];
let engine: Engine | null = null;
let rain: NodeJS.Timeout | null = null;
let inspector: Inspector | null = null;

async function start(message: Extract<MainToEngine, { type: 'start' }>): Promise<void> {
  const startedAt = performance.now();
  if (traffic !== null) {
    const store = openStore({ directory: message.directory, clock: systemClock, zone: message.systemZone });
    traffic.furnish(store, Date.now());
    store.close();
  }
  const { type: _type, ...options } = message;
  const home = import.meta.dirname;
  engine = await startEngine(options, { engine: 'utility-process', home, tell, asksSecrets: false, env: {} });
  for (const port of early.splice(0)) engine.attach(port);
  const milliseconds = Math.round(performance.now() - startedAt);
  tell({ type: 'ready', node: process.versions.node, sqlite: '', pid: process.pid, milliseconds, practice: false });
}

function attach(port: Port): void {
  const watched = ledger.wrap(port);
  if (engine === null) early.push(watched);
  else engine.attach(watched);
}

/** Writes pages at the pace of the clock: a late timer makes the next page larger, so that the rate holds. */
function letItRain(eventsPerSecond: number): void {
  const store = engine?.context.store;
  if (store === undefined || traffic === null) throw new Error('There is no floor.');
  if (rain !== null) clearInterval(rain);
  const from = performance.now();
  let committedAt = 0;
  store.onChange(() => {
    committedAt = preciseNow();
  });
  let written = 0;
  let statusAt = 0;
  rain = setInterval(() => {
    const due = Math.floor(((performance.now() - from) / 1000) * eventsPerSecond) - written;
    if (due <= 0) return;
    written += due;
    const asOf = Date.now();
    const records = traffic.next(due, asOf);
    const startedAt = preciseNow();
    store.writePage({ source: SOURCE, stream: 'events', records, tombstones: [], quarantine: [], asOf });
    pages.push({ startedAt, committedAt, events: due });
    if (asOf - statusAt >= 1000) {
      statusAt = asOf;
      store.saveStatus(traffic.status(asOf));
    }
  }, PAGE_EVERY_MS);
}

async function profile(on: boolean, path: string): Promise<void> {
  if (on) {
    inspector = new Inspector();
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.setSamplingInterval', { interval: 500 });
    await inspector.post('Profiler.start');
  } else if (inspector !== null) {
    const taken = await inspector.post('Profiler.stop');
    inspector.disconnect();
    inspector = null;
    writeFileSync(path, JSON.stringify(taken.profile));
  }
}

async function hear(message: MainToEngine | ToBenchEngine, ports: unknown[]): Promise<void> {
  switch (message.type) {
    case 'start':
      return start(message);
    case 'port':
      return attach(fromElectronPort(ports[0] as Parameters<typeof fromElectronPort>[0]));
    case 'bench-rain':
      letItRain(message.eventsPerSecond);
      return tell({ type: 'bench-done', value: null });
    case 'bench-ledger':
      return tell({ type: 'bench-done', value: { frames: ledger.frames, pages } });
    case 'bench-profile':
      await profile(message.on, message.path);
      return tell({ type: 'bench-done', value: null });
    case 'stop':
      if (rain !== null) clearInterval(rain);
      await engine?.close();
      tell({ type: 'stopped' });
      process.exit(0);
  }
}

main.on('message', ({ data, ports }) => {
  hear(data as MainToEngine | ToBenchEngine, ports).catch((error: unknown) => {
    process.stderr.write(`bench engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});
