import { describe, expect, it } from 'vitest';
import { contract } from '../../shared/contract/index.ts';
import { contact, freshen, furnish, stay, until, write } from './helpers.ts';
import { World } from './floor-world.ts';
import { testEngine } from './window.ts';
import type { Store } from '../../electron/store/index.ts';
import type { TestEngine, TestWindow } from './window.ts';

const NOW = { moment: { kind: 'now' } };

async function floorEngine(queues = 3, agents = 5): Promise<{ engine: TestEngine; store: Store; window: TestWindow }> {
  const engine = await testEngine();
  const { store } = engine.engine.context;
  furnish(store, 'fake', queues, agents);
  freshen(store, 'fake', Date.now());
  return { engine, store, window: engine.open() };
}

/** Everything on the board, without what moves by itself between two looks. */
function board(window: TestWindow, id: number): unknown {
  const parts = Object.keys(contract.views.floor.parts);
  return Object.fromEntries(parts.map((part) => [part, [...window.rows(id, part).values()].sort(byKey).map(ageless)]));
}

const byKey = (a: Record<string, unknown>, b: Record<string, unknown>): number =>
  String(a['key']) < String(b['key']) ? -1 : 1;
const ageless = ({ asOf: _asOf, ...row }: Record<string, unknown>): unknown => row;

describe('the floor view', () => {
  it('sends a snapshot, then patches that add up to a fresh snapshot, whatever happens in between', async () => {
    const { engine, store, window } = await floorEngine();
    const id = window.subscribe('floor', NOW);
    await window.first(id);
    const world = new World(7, 3, 5);
    for (let step = 0; step < 120; step += 1) {
      write(store, 'fake', world.step(Date.now()));
      if (step % 10 === 0) freshen(store, 'fake', Date.now());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const other = engine.open();
    // Some figures are looked at once a second: a fresh snapshot may be ahead of the patches for that long.
    let fresh = 0;
    for (let look = 0; look < 200; look += 1) {
      fresh = other.subscribe('floor', NOW);
      await other.first(fresh);
      if (JSON.stringify(board(other, fresh)) === JSON.stringify(board(window, id))) break;
      other.send({ type: 'unsubscribe', id: fresh });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(board(window, id)).toEqual(board(other, fresh));
    const frames = window.frames.get(id) ?? [];
    expect(frames[0]?.kind).toBe('snapshot');
    expect(frames.slice(1).every(({ kind }) => kind === 'patch')).toBe(true);
    expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_frame, index) => index + 1));
    // The source was set up a moment before: the first frame may come before the floor has heard of it.
    const named = frames.findIndex(({ asOf }) => asOf.some(({ source }) => source === 'fake'));
    expect(named).toBeGreaterThanOrEqual(0);
    expect(frames.slice(named).every(({ asOf }) => asOf.some(({ source }) => source === 'fake'))).toBe(true);
  });

  it('matches the contract row by row', async () => {
    const { store, window } = await floorEngine();
    write(store, 'fake', [
      contact({ id: 'waits', createdAt: Date.now() - 30_000 }),
      stay({ id: 's1', agent: 'a1', startAt: Date.now() - 60_000 }),
    ]);
    const id = window.subscribe('floor', NOW);
    const sources = window.subscribe('sources', {});
    await window.first(id);
    await window.first(sources);
    await until(() => window.row(id, 'queues', 'fake/q0')?.['waiting'] === 1, 'the waiting contact');
    for (const [view, subscribed] of [
      ['floor', id],
      ['sources', sources],
    ] as const) {
      for (const [part, schema] of Object.entries(contract.views[view].parts)) {
        for (const row of window.rows(subscribed, part).values()) expect(schema.parse(row)).toEqual(row);
      }
    }
    expect(window.rows(id, 'strip').size).toBe(6);
    expect(window.rows(id, 'pressure').size).toBeGreaterThanOrEqual(92);
  });

  it('sends nothing for a row that came back to what it was, and no row twice', async () => {
    const { store, window } = await floorEngine();
    const id = window.subscribe('floor', NOW);
    await window.first(id);
    window.paints = false;
    const at = Date.now();
    for (let version = 2; version < 60; version += 1) {
      const state = version % 2 === 0 ? 'break' : 'available';
      write(store, 'fake', [stay({ id: 's1', agent: 'a1', startAt: at - 1000, version, state, rawState: state })]);
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    window.paints = true;
    window.painted(id);
    await until(() => window.row(id, 'agents', 'fake/a1')?.['state'] === 'available', 'the last state');
    const seen = new Map<string, string>();
    for (const frame of window.frames.get(id) ?? []) {
      for (const [part, patch] of Object.entries(frame.parts)) {
        for (const row of patch.upsert) {
          const text = JSON.stringify(row);
          expect(seen.get(`${part} ${row.key}`)).not.toBe(text);
          seen.set(`${part} ${row.key}`, text);
        }
      }
    }
  });

  it('keeps no more than two frames unpainted and merges the rest', async () => {
    const { store, window } = await floorEngine();
    window.paints = false;
    const id = window.subscribe('floor', NOW);
    await window.first(id);
    for (let index = 0; index < 40; index += 1) {
      write(store, 'fake', [contact({ id: `c${index}`, createdAt: Date.now() })]);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // The snapshot and one patch are under way; everything since waits for the window.
    expect(window.frames.get(id)).toHaveLength(2);
    window.paints = true;
    window.painted(id);
    await until(() => window.row(id, 'queues', 'fake/q0')?.['waiting'] === 40, 'all forty');
    expect(window.frames.get(id)?.length).toBeLessThan(10);
  });

  it('shows a part of the floor where one is asked for', async () => {
    const { store, window } = await floorEngine(3, 4);
    write(store, 'fake', [contact({ id: 'c', createdAt: Date.now() - 1000, queue: 'q2' })]);
    const id = window.subscribe('floor', { ...NOW, scope: { queues: ['fake/q2'], teams: ['Team 1'] } });
    await window.first(id);
    await until(() => window.row(id, 'strip', 'waiting')?.['value'] === 1, 'the one who waits there');
    expect([...window.rows(id, 'queues').keys()]).toEqual(['fake/q2']);
    expect([...window.rows(id, 'agents').values()].map((row) => row['team'])).toEqual(['Team 1', 'Team 1']);
    write(store, 'fake', [contact({ id: 'elsewhere', createdAt: Date.now(), queue: 'q0' })]);
    write(store, 'fake', [contact({ id: 'c2', createdAt: Date.now(), queue: 'q2' })]);
    await until(() => window.row(id, 'strip', 'waiting')?.['value'] === 2, 'the second one');
    expect([...window.rows(id, 'queues').keys()]).toEqual(['fake/q2']);
  });

  it('greys the rows of a source that has gone quiet, says so in every frame, and raises one alarm for it', async () => {
    const { engine, store, window } = await floorEngine();
    write(store, 'fake', [contact({ id: 'c', createdAt: Date.now() - 400_000 })]);
    freshen(store, 'fake', Date.now() - 300_000);
    const id = window.subscribe('floor', NOW);
    await window.first(id);
    await until(() => window.row(id, 'queues', 'fake/q0')?.['stale'] === true, 'the stale row');
    const row = window.row(id, 'queues', 'fake/q0');
    expect(row?.['levels']).toEqual({ waiting: 'stale', longest: 'stale', sl: 'stale', abandon: 'stale' });
    expect(row?.['waiting']).toBe(1);
    expect(window.row(id, 'strip', 'waiting')).toMatchObject({ stale: true, level: 'stale' });
    const { live } = engine.engine.context;
    for (let look = 0; look < 3; look += 1) live.tellAlarms(live.sampleAlarms());
    await until(() => window.rows(id, 'alarms').size > 0, 'the alarm');
    expect([...window.rows(id, 'alarms').values()]).toMatchObject([
      { key: 'sourceStale:fake', level: 'stale', who: 'fake' },
    ]);
    freshen(store, 'fake', Date.now());
    await until(() => window.row(id, 'queues', 'fake/q0')?.['stale'] === false, 'the fresh row');
    expect(window.frames.get(id)?.at(-1)?.asOf).toMatchObject([{ source: 'fake', stale: false }]);
  });
});

describe('calls', () => {
  it('refuses what the contract does not describe, with a typed error that names the field', async () => {
    const { window } = await floorEngine();
    expect(await window.fault('nonsense', {})).toMatchObject({ code: 'invalid-input' });
    expect(await window.fault('toString', {})).toMatchObject({ code: 'invalid-input' });
    const bad = await window.fault('snoozeAlarm', { key: 'x', minutes: -1 });
    expect(bad.code).toBe('invalid-input');
    expect(JSON.stringify(bad.detail)).toContain('minutes');
    expect(await window.fault('contacts', { from: 'yesterday', to: 1 })).toMatchObject({ code: 'invalid-input' });
    expect(await window.fault('saveSettings', { colour: 'red' })).toMatchObject({ code: 'invalid-input' });
    expect(await window.fault('saveSettings', { zone: 'Mars/Base' })).toMatchObject({ code: 'invalid-input' });
    expect(await window.fault('agentDay', { key: 'no-slash', at: null })).toMatchObject({ code: 'invalid-input' });
    expect(await window.fault('acknowledgeAlarm', { key: 'none' })).toMatchObject({ code: 'not-found' });
    expect(await window.fault('pauseSource', { source: 'none', paused: true })).toMatchObject({ code: 'not-found' });
    expect(await window.fault('startIncident', { kind: 'slow', minutes: 5 })).toMatchObject({ code: 'refused' });
    const id = window.subscribe('floor', { moment: { kind: 'someday' } });
    await until(() => window.faults.has(id), 'the refused subscription');
    expect(window.faults.get(id)?.code).toBe('invalid-input');
  });

  it('survives messages that are none', async () => {
    const { window } = await floorEngine();
    for (const junk of [
      null,
      1,
      'call',
      [],
      {},
      { type: 'call' },
      { type: 'call', id: 'x', name: 'about' },
      { id: 3 },
    ]) {
      window.sendRaw(junk);
    }
    expect(await window.call('about', {})).toMatchObject({ engine: 'node', pid: process.pid });
  });

  it('answers every query of the contract as the contract says', async () => {
    const { store, window } = await floorEngine();
    const at = Date.now();
    write(store, 'fake', [
      contact({
        id: 'c1',
        createdAt: at - 600_000,
        agent: 'a0',
        answeredAt: at - 590_000,
        endedAt: at - 400_000,
        outcome: 'answered',
        queueSeconds: 10,
        talkSeconds: 190,
        customerKey: '+4915112345678',
      }),
      contact({ id: 'c2', createdAt: at - 500_000, endedAt: at - 460_000, outcome: 'abandoned', queueSeconds: 40 }),
      stay({ id: 's', agent: 'a0', startAt: at - 700_000 }),
    ]);
    const check = async <N extends keyof typeof contract.queries>(name: N, input: unknown): Promise<unknown> => {
      const value = await window.call(name, input);
      expect(contract.queries[name].output.parse(value)).toEqual(value);
      return value;
    };
    const id = window.subscribe('floor', NOW);
    await until(() => window.row(id, 'queues', 'fake/q0')?.['offered'] === 2, 'the two contacts');
    await check('settings', {});
    await check('about', {});
    expect(await check('directory', {})).toMatchObject({
      queues: expect.arrayContaining([{ key: 'fake/q0', name: 'Queue q0', channel: 'voice' }]),
      agents: expect.arrayContaining([expect.objectContaining({ key: 'fake/a0', name: 'Agent 0' })]),
    });
    await check('practice', {});
    const span = { from: at - 86_400_000, to: at + 1 };
    const page = await check('contacts', { ...span, queues: ['fake/q0'] });
    expect(page).toMatchObject({
      rows: [
        { id: 'c2', customer: null },
        { id: 'c1', customer: '••••••78', agentName: 'Agent 0', queueName: 'Queue q0' },
      ],
    });
    expect(await check('trend', { ...span, by: 'day', queue: null })).toMatchObject([
      { offered: 2, asa: { value: 10 } },
    ]);
    expect(await check('agentDay', { key: 'fake/a0', at: null })).toMatchObject({ handled: 1, aht: { value: 190 } });
    await check('alarmHistory', { ...span });
    store.writePage({
      source: 'fake',
      stream: 'test',
      records: [],
      tombstones: [],
      quarantine: [{ key: 'bad', entity: 'contact', payload: '{"x":1}', reason: 'no id', line: 7 }],
    });
    expect(await check('quarantine', { source: 'fake' })).toMatchObject([{ key: 'bad', line: 7, reason: 'no id' }]);
    expect(await check('quarantine', { source: 'other' })).toEqual([]);
    expect(await check('sql', { text: 'SELECT count(*) AS n FROM contacts' })).toEqual({
      columns: ['n'],
      rows: [[2]],
      truncated: false,
    });
    expect(await window.fault('sql', { text: 'DELETE FROM contacts' })).toMatchObject({ code: 'refused' });
    const level = await check('explain', { figure: 'serviceLevel', queue: 'fake/q0', window: 'day', at: null });
    expect(level).toMatchObject({
      value: 0.5,
      formula: 'why.formula.serviceLevel.short-abandons-removed',
      counts: [
        { name: 'answered', value: 1 },
        { name: 'abandoned', value: 1 },
        { name: 'answeredWithin', value: 1 },
        { name: 'abandonedWithin', value: 0 },
        { name: 'shortAbandons', value: 0 },
      ],
      attribution: 'start',
    });
    expect((level as { variants: unknown[] }).variants).toHaveLength(6);
    for (const figure of ['waiting', 'longest', 'available', 'abandon', 'volume', 'asa', 'occupancy', 'expected']) {
      for (const queue of [null, 'fake/q0']) {
        await check('explain', { figure, queue, window: 'now', at: null });
        await check('explain', { figure, queue, window: 'day', at: at - 450_000 });
      }
    }
  });

  it('shows a customer in full only on request, and writes that down', async () => {
    const { store, window } = await floorEngine();
    write(store, 'fake', [contact({ id: 'c1', createdAt: Date.now(), customerKey: 'ada@example.com' })]);
    expect(await window.call('unmask', { source: 'fake', contact: 'c1' })).toEqual({ customer: 'ada@example.com' });
    expect(await window.fault('unmask', { source: 'fake', contact: 'none' })).toMatchObject({ code: 'not-found' });
    expect(store.notebook.auditTrail(5)).toMatchObject([
      { action: 'customer-unmasked', subject: 'fake/c1', actor: 'tester' },
    ]);
  });

  it('takes a change of the rule over at once, for the day that has been too, and writes it down', async () => {
    const { store, window } = await floorEngine();
    const at = Date.now();
    write(store, 'fake', [
      contact({
        id: 'c1',
        createdAt: at - 60_000,
        agent: 'a0',
        answeredAt: at - 30_000,
        endedAt: at - 1000,
        outcome: 'answered',
        queueSeconds: 30,
      }),
    ]);
    const id = window.subscribe('floor', NOW);
    const level = () => (window.row(id, 'queues', 'fake/q0')?.['slDay'] as { value: number | null } | undefined)?.value;
    await until(() => level() === 0, 'the late answer');
    const settings = await window.call<{ serviceLevel: object }>('settings', {});
    await window.call('saveSettings', { serviceLevel: { ...settings.serviceLevel, thresholdSeconds: 45 } });
    await until(() => level() === 1, 'the new rule');
    expect(store.notebook.auditTrail(1)).toMatchObject([{ actor: 'tester', subject: 'app.serviceLevel' }]);
    await window.call('saveSettings', { zone: 'Asia/Kathmandu' });
    await until(() => window.row(id, 'board', 'board')?.['zone'] === 'Asia/Kathmandu', 'the new zone');
    expect(store.zone).toBe('Asia/Kathmandu');
  });

  it('tells every window when it goes', async () => {
    const { engine, window } = await floorEngine();
    const id = window.subscribe('floor', NOW);
    await window.first(id);
    await engine.close();
    await until(() => window.down !== null, 'the last word');
    expect(window.down?.code).toBe('engine-down');
  });
});
