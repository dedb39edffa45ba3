import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { importFile, parseMapping } from '../../../electron/files/index.ts';
import type { MappingInput } from '../../../electron/files/index.ts';
import type { Store } from '../../../electron/store/index.ts';
import type { SourceReport, StreamReport } from '../../../electron/sync/index.ts';
import { isAppError } from '../../../shared/errors/index.ts';
import type { CaseTools, ConnectorHarness, FakeVendor } from '../harness.ts';
import { Bench, streamOf } from '../support.ts';
import { FakeExport, mappingOf } from './fake-export.ts';

const STREAM = 'file:calls.csv';
/** More than two of the reader's pages of a thousand rows. */
const ROWS = 2_300;

const NO_SERVER = 'a file lies on this machine: no server answers, refuses, redirects or lets us wait';
const NO_PUSH = 'a file does not speak by itself';

/** The export behind each vendor, for the cases that are the file source's own. */
const exports = new WeakMap<FakeVendor, FakeExport>();

/** The file source: an import is its sync. */
export const fileHarness: ConnectorHarness = {
  kind: 'file',
  streams: { essential: STREAM, planGated: STREAM },
  settleMs: 1_000,
  smallestPage: 1_000,
  happenings: ['add', 'change', 'repeat'],
  failures: [],
  // Import takes control characters out and counts the row as repaired (rule `unusable-characters`).
  repaired: (text) => text.replaceAll('\u0000', '').replaceAll('\u0007', ''),
  notApplicable: {
    'page-size': 'a page of a file always holds a thousand rows: its cursors count in them',
    'deletes-and-merges': 'a file says what is, never what is gone',
    '401-refresh': NO_SERVER,
    '401-stays': NO_SERVER,
    '403-plan': NO_SERVER,
    '403-essential': NO_SERVER,
    '429-retry-after': NO_SERVER,
    '429-silent': NO_SERVER,
    '5xx': NO_SERVER,
    'slow-loris': NO_SERVER,
    reset: NO_SERVER,
    redirect: NO_SERVER,
    skew: NO_SERVER,
    'secret-kept': 'a file needs no credentials',
    'push-live': NO_PUSH,
    'push-gap': NO_PUSH,
  },
  own: {
    'html-200': refused('<!doctype html><title>Sign in to Hotel WiFi</title>\n', /does not fit the mapping/),
    'empty-body': refused('', /is empty/),
    truncated: cutOff,
    down: missing,
    'one-stream-down': oneFileDamaged,
    quarantine: readOnceUnderstood,
    'mass-delete': fewRowsLeft,
  },
  start: async (now) => {
    const file = new FakeExport(now, ROWS);
    let onPage = () => {};
    const vendor: FakeVendor = {
      source: { id: 'calls', kind: 'file', name: 'Calls', zone: 'Europe/Berlin', config: {} },
      secret: async () => null,
      secrets: () => [],
      read: (bench, { store = bench.store }) => {
        file.write();
        return importOnce(store, file.path, mappingOf(), onPage);
      },
      smallPages: () => {},
      empty: () => {
        file.calls = [];
      },
      failNext: (failure) => {
        throw new Error(`a file cannot fail with ${failure}`);
      },
      heal: () => {},
      mutate: (step) => {
        happen(file, 'change', step);
        happen(file, 'add', step);
        file.write();
      },
      addContact: (n) => {
        file.calls.push(file.call(`new${n}`, n));
        return `new${n}`;
      },
      repeatAtEdges: (rows) => {
        file.repeatRows = rows;
      },
      addEqualStamps: (count) => {
        const { start } = file.call('', 7);
        const rows = Array.from({ length: count }, (_, i) => file.call(`equal${i}`, 7, { start }));
        file.calls.push(...rows);
        return rows.map(({ id }) => id);
      },
      deleteAndMerge: () => [],
      many: (contacts) => file.generate(contacts),
      happen: (name, n) => {
        happen(file, name, n);
        file.write();
      },
      putText: (text) => {
        file.calls = file.calls.slice(1, 61).map((call) => ({ ...call, agent: text, queue: text, result: 'answered' }));
      },
      putUnknowns: () => {
        file.addColumns(['brand_new', 'another']);
        file.calls = file.calls.map((call) => ({ ...call, result: 'beamed up', revision: 2, more: ['1', ''] }));
      },
      putUnreadable: () => {},
      mendUnreadable: () => {},
      loseMostAgents: () => {
        file.calls = file.calls.slice(0, 5);
      },
      setSkew: () => {},
      requests: () => [],
      onRequest: (listener) => {
        onPage = listener;
      },
      stop: async () => file.remove(),
    };
    exports.set(vendor, file);
    return vendor;
  },
};

/** An import as a report of one read. */
async function importOnce(
  store: Store,
  path: string,
  mapping: MappingInput,
  onPage: () => void = () => {},
): Promise<SourceReport> {
  const total: StreamReport = {
    stream: STREAM,
    state: 'ok',
    fault: null,
    rows: 0,
    new: 0,
    updated: 0,
    deleted: 0,
    quarantined: 0,
    requests: 0,
    retries: 0,
    waitedSeconds: 0,
  };
  const counted = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'writePage') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      return (page: Parameters<Store['writePage']>[0]) => {
        onPage();
        const result = target.writePage(page);
        total.new += result.new;
        total.updated += result.updated;
        total.deleted += result.deleted;
        total.quarantined += result.quarantined;
        return result;
      };
    },
  });
  try {
    const result = await importFile(counted, path, { mapping: parseMapping(mapping, 'calls') });
    total.rows = result.rows;
    total.fault = result.damage;
  } catch (error) {
    total.fault = isAppError(error) ? error.message : String(error);
  }
  total.state = total.fault === null ? 'ok' : 'failed';
  const state = total.state === 'ok' ? 'ok' : 'failed';
  return { id: 'calls', kind: 'file', state, fault: total.fault, streams: [total] };
}

function happen(file: FakeExport, name: string, n: number): void {
  const call = file.calls[(n * 37) % Math.max(1, file.calls.length)];
  switch (name) {
    case 'add':
      if (!file.calls.some(({ id }) => id === `added${n % 50}`)) file.calls.push(file.call(`added${n % 50}`, n));
      break;
    case 'change':
      if (call !== undefined) Object.assign(call, { talk: call.talk + 1 + n, revision: call.revision + 1 });
      break;
    case 'repeat':
      if (call !== undefined) file.calls.splice((n * 91) % file.calls.length, 0, { ...call });
      break;
    default:
      throw new Error(`unknown happening ${name}`);
  }
}

function exportOf(vendor: FakeVendor): FakeExport {
  const file = exports.get(vendor);
  if (file === undefined) throw new Error('no export');
  return file;
}

/** Something else lies where the export was: said in plain words, nothing stored, nothing lost. */
function refused(content: string, words: RegExp): (tools: CaseTools) => Promise<void> {
  return async ({ vendor, bench, sync }) => {
    await sync();
    const before = bench.dump();
    const file = exportOf(vendor);
    const report = await importOnce(bench.store, file.writeRaw(content), mappingOf());
    expect(report.state).toBe('failed');
    expect(report.fault).toMatch(words);
    expect(bench.dump()).toEqual(before);
    expect((await sync()).state).toBe('ok');
    expect(bench.dump()).toEqual(before);
  };
}

/** A packed export that was cut off on its way: what could be unfolded is there, the rest is said to be missing and comes with the whole file. */
async function cutOff({ vendor, bench, sync }: CaseTools): Promise<void> {
  const file = exportOf(vendor);
  const packed = gzipSync(file.text());
  const report = await importOnce(bench.store, file.writeRaw(packed.subarray(0, packed.length / 2)), mappingOf());
  expect(report.state).toBe('failed');
  expect(report.fault).toMatch(/cut off/);
  expect(bench.count('contacts')[0]).toBeGreaterThan(0);
  expect(bench.count('contacts')[0]).toBeLessThan(ROWS);
  expect(bench.store.reads.sources()[0]?.status?.state).toBe('degraded');
  const whole = await importOnce(bench.store, file.writeRaw(packed), mappingOf());
  expect(whole).toMatchObject({ state: 'ok', fault: null });
  const clean = new Bench();
  await sync(clean);
  expect(bench.dump()).toEqual(clean.dump());
  expect(bench.store.quarantined('calls', STREAM, 10)).toEqual([]);
  clean.close();
}

async function missing({ vendor, bench, sync }: CaseTools): Promise<void> {
  await sync();
  const before = bench.dump();
  const report = await importOnce(bench.store, `${exportOf(vendor).path}.gone`, mappingOf());
  expect(report.fault).toMatch(/There is no file/);
  expect(bench.dump()).toEqual(before);
  expect((await sync()).state).toBe('ok');
}

async function oneFileDamaged({ vendor, bench, sync }: CaseTools): Promise<void> {
  await sync();
  const before = bench.dump();
  const packed = gzipSync(exportOf(vendor).text());
  const other = exportOf(vendor).writeRaw(packed.subarray(0, packed.length - 100), 'other.csv.gz');
  expect((await importOnce(bench.store, other, mappingOf())).state).toBe('failed');
  const status = bench.store.reads.sources()[0]?.status;
  expect(status?.state).toBe('degraded');
  expect(status?.streams.find(({ stream }) => stream === STREAM)).toMatchObject({ state: 'ok', fault: null });
  expect(bench.dump()).toEqual(before);
}

/** A row in a form that the mapping does not know is kept whole, and stored once a new revision of the mapping knows it. */
async function readOnceUnderstood({ vendor, bench }: CaseTools): Promise<void> {
  const file = exportOf(vendor);
  file.calls.push(file.call('odd', 3, { start: '01.03.2026 10:00' }));
  file.write();
  const first = await importOnce(bench.store, file.path, mappingOf());
  expect(streamOf(first, STREAM)).toMatchObject({ state: 'ok', quarantined: 1 });
  const kept = bench.store.quarantined('calls', STREAM, 10);
  expect(kept).toHaveLength(1);
  expect(kept[0]?.reason).toMatch(/is not a date and time/);
  await importOnce(bench.store, file.path, mappingOf(['iso', 'dd.MM.yyyy HH:mm'], 2));
  expect(bench.store.quarantined('calls', STREAM, 10)).toEqual([]);
  expect(bench.store.reads.contacts({ source: 'calls', ids: ['odd'] })).toHaveLength(1);
}

async function fewRowsLeft({ vendor, bench, sync }: CaseTools): Promise<void> {
  await sync();
  const before = bench.dump();
  vendor.loseMostAgents();
  expect(await sync()).toMatchObject({ state: 'ok' });
  expect(bench.dump()).toEqual(before);
}
