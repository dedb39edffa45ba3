import { describe, expect, it } from 'vitest';
import type { AdherenceRow, AdherenceTile, TimelineRow } from '../../shared/contract/adherence.ts';
import { MINUTE, agent, freshen, phone, shift, stay, twoSystems, write } from './adherence-world.ts';
import { until } from './helpers.ts';
import { testEngine } from './window.ts';
import type { TestEngine, TestWindow } from './window.ts';

interface World {
  engine: TestEngine;
  window: TestWindow;
  now: number;
  store: TestEngine['engine']['context']['store'];
  person: (key: string) => AdherenceRow | undefined;
  tile: (key: AdherenceTile['key']) => AdherenceTile | undefined;
}

/** Ann on both systems, Bob and Cem on the phones; all planned to work from an hour ago on, with a lunch to come. */
async function world(): Promise<World> {
  const engine = await testEngine();
  const { store } = engine.engine.context;
  const now = Date.now();
  twoSystems(store, now);
  write(store, 'phones', [
    agent('ann', { queues: ['q'] }),
    agent('bob', { email: null, name: 'Bob Stone', teams: ['South'] }),
    agent('cem'),
  ]);
  write(store, 'desk', [
    agent('77', { email: 'ANN@example.com', name: 'Ann A.' }),
    agent('88', { email: null, name: 'Stone, Bob' }),
  ]);
  for (const id of ['ann', 'bob', 'cem']) {
    write(store, 'phones', [
      shift(id, [
        ['work', now - 60 * MINUTE, now + 60 * MINUTE],
        ['lunch', now + 60 * MINUTE, now + 90 * MINUTE],
      ]),
    ]);
  }
  write(store, 'phones', [
    phone('ann', 'available', now - 60 * MINUTE),
    phone('bob', 'available', now - 60 * MINUTE, now - 10 * MINUTE),
    phone('bob', 'break', now - 10 * MINUTE),
  ]);
  const window = engine.open();
  const view = window.subscribe('adherence', { moment: { kind: 'now' } });
  await window.first(view);
  const person = (key: string): AdherenceRow | undefined =>
    window.row(view, 'people', key) as unknown as AdherenceRow | undefined;
  const tile = (key: AdherenceTile['key']): AdherenceTile | undefined =>
    window.row(view, 'tiles', key) as unknown as AdherenceTile | undefined;
  await until(() => person('phones/cem') !== undefined, 'everybody is judged');
  return { engine, window, now, store, person, tile };
}

describe('adherence, live', () => {
  it('has one row for each human, with plan, state, deviation and counts', async () => {
    const { person, tile, now } = await world();
    const ann = person('desk/77');
    expect(ann).toMatchObject({
      name: 'Ann A.',
      agents: ['desk/77', 'phones/ann'],
      state: 'available',
      platform: 'phones/acd',
      scheduled: 'work',
      scheduledUntil: now + 60 * MINUTE,
      next: 'lunch',
      hasSchedule: true,
      deviation: null,
      level: 'normal',
    });
    expect(ann?.adherence.value).toBe(1);
    expect(person('phones/ann')).toBeUndefined();
    const bob = person('desk/88');
    expect(bob?.agents).toEqual(['desk/88', 'phones/bob']);
    expect(bob?.deviation).toMatchObject({
      since: now - 10 * MINUTE,
      scheduled: 'work',
      actual: 'break',
      impact: 'negative',
      excused: null,
    });
    expect(bob?.level).toBe('breach');
    expect(bob?.adherence.value).toBeCloseTo(50 / 60, 2);
    // Nobody has seen Cem, and the phones are there to tell: a no-show.
    expect(person('phones/cem')?.deviation).toMatchObject({ actual: 'offline', impact: 'negative' });
    await until(() => tile('out')?.value === 2, 'two are out');
    expect(tile('out')?.notes).toContainEqual({ name: 'over5', value: 2 });
    expect(tile('adherence')?.denominator).toBeCloseTo(3 * 3600, -2);
  });

  it('follows an event of one person, and one that is told late', async () => {
    const { person, store, now, window } = await world();
    const timeline = window.subscribe('timeline', { people: ['phones/bob'], moment: { kind: 'now' } });
    await window.first(timeline);
    const row = (): TimelineRow | undefined =>
      window.row(timeline, 'rows', 'desk/88') as unknown as TimelineRow | undefined;
    await until(() => row()?.deviations.length === 1, 'the timeline shows the break');
    expect(row()?.planned.map(({ activity }) => activity)).toEqual(['work', 'lunch']);
    expect(row()?.actual.at(-1)).toMatchObject({ state: 'break', to: null });
    write(store, 'phones', [{ ...phone('bob', 'break', now - 10 * MINUTE, Date.now()), version: Date.now() }]);
    write(store, 'phones', [phone('bob', 'available', Date.now())]);
    await until(() => person('desk/88')?.deviation === null, 'Bob is back');
    await until(() => row()?.deviations[0]?.to !== null, 'and the timeline says so');
    // Told only now: for half of that time he was in a call.
    write(store, 'phones', [
      { ...phone('bob', 'break', now - 10 * MINUTE, now - 5 * MINUTE), version: Date.now() + 1 },
    ]);
    write(store, 'phones', [phone('bob', 'on-contact', now - 5 * MINUTE, Date.now())]);
    await until(() => (person('desk/88')?.counts.unmatched ?? 0) < 305, 'the past is judged again');
    expect(person('desk/88')?.counts.unmatched).toBeCloseTo(300, -1);
    expect(window.rows(timeline, 'rows').size).toBe(1);
  });

  it('shows a contradiction between two systems, and counts what the order of trust says', async () => {
    const { person, store, now, window } = await world();
    write(store, 'desk', [
      stay({ id: 'd1', agent: '77', platform: 'chat', state: 'break', rawState: 'coffee', startAt: now - 5 * MINUTE }),
    ]);
    await until(() => person('desk/77')?.conflict === 'conflict.readyWhileAway', 'the conflict is seen');
    expect(person('desk/77')).toMatchObject({ state: 'break', rawState: 'coffee', platform: 'desk/chat' });
    expect(person('desk/77')?.platforms.map(({ platform }) => platform)).toEqual(['desk/chat', 'phones/acd']);
    const settings = await window.call<{ adherence: object }>('settings', {});
    await window.call('saveSettings', { adherence: { ...settings.adherence, platformOrder: ['phones/acd'] } });
    await until(() => person('desk/77')?.state === 'available', 'the phones are trusted more');
    expect(person('desk/77')?.conflict).toBe('conflict.readyWhileAway');
  });

  it('says unknown of time since every source fell silent, and takes it out of the figure', async () => {
    const { person, store, now } = await world();
    for (const id of ['phones', 'desk']) freshen(store, id, now - 30 * MINUTE);
    await until(() => person('desk/88')?.stale === true, 'the sources are stale');
    expect(person('desk/88')).toMatchObject({ level: 'stale', deviation: null, state: null });
    expect(person('desk/88')?.counts.unknown).toBeCloseTo(1800, -2);
    expect(person('desk/88')?.adherence.value).toBeCloseTo(1, 9);
  });

  it('takes over a plan that is changed in the middle of the day, and keeps the one before', async () => {
    const { person, store, now, window } = await world();
    const blocks: Parameters<typeof shift>[1] = [
      ['work', now - 60 * MINUTE, now - 10 * MINUTE],
      ['break', now - 10 * MINUTE, now + 10 * MINUTE],
      ['work', now + 10 * MINUTE, now + 90 * MINUTE],
    ];
    write(store, 'phones', [shift('bob', blocks, 2)]);
    await until(() => person('desk/88')?.deviation === null, 'the break is planned now');
    expect(person('desk/88')?.scheduled).toBe('break');
    const day = await window.call<{ earlierPlans: { planned: unknown[] }[]; links: unknown[]; agents: unknown[] }>(
      'adherenceDay',
      { person: 'phones/bob', day: await today(window) },
    );
    expect(day.earlierPlans).toHaveLength(1);
    expect(day.earlierPlans[0]?.planned).toHaveLength(2);
    expect(day.agents).toHaveLength(2);
  });
});

describe('what people decide', () => {
  it('excuses at once, in list, log and month, and takes it back', async () => {
    const { person, now, window, tile } = await world();
    const given = {
      people: ['phones/bob', 'desk/88'],
      from: now - 20 * MINUTE,
      to: now + 20 * MINUTE,
      reason: 'Fire drill',
      approver: 'Dana',
    };
    const { ids } = await window.call<{ ids: string[] }>('addException', given);
    expect(ids).toHaveLength(1);
    await until(() => person('desk/88')?.deviation?.excused === 'Fire drill', 'the break is excused');
    expect(person('desk/88')?.level).toBe('normal');
    await until(() => tile('out')?.notes.find(({ name }) => name === 'excused')?.value === 1, 'and counted as such');
    const log = await window.call<{
      rows: { name: string; actor: string }[];
      approvers: { approver: string; seconds: number }[];
    }>('exceptions', { from: now - 3600_000, to: now + 3600_000 });
    expect(log.rows).toMatchObject([{ person: 'desk/88', name: 'Stone, Bob', actor: 'tester', reason: 'Fire drill' }]);
    expect(log.approvers).toMatchObject([
      { approver: 'Dana', count: 1, seconds: 2400, people: 1, topName: 'Stone, Bob' },
    ]);
    const month = await window.call<{ people: { key: string; total: { excused: number } }[] }>('adherenceMonth', {
      month: (await today(window)).slice(0, 7),
    });
    expect(month.people.find(({ key }) => key === 'desk/88')?.total.excused).toBeCloseTo(600, -1);
    await window.call('removeException', { id: ids[0] });
    await until(() => person('desk/88')?.deviation?.excused === null, 'it counts again');
    expect(await window.fault('removeException', { id: ids[0] })).toMatchObject({ code: 'not-found' });
  });

  it('puts two agents together and apart again', async () => {
    const { person, window } = await world();
    await window.call('decidePeople', { action: 'split', agents: ['phones/ann'] });
    await until(() => person('phones/ann') !== undefined, 'Ann on the phones stands alone');
    await window.call('decidePeople', { action: 'merge', agents: ['phones/ann', 'desk/77'] });
    await until(() => person('phones/ann') === undefined && person('desk/77') !== undefined, 'they are one again');
    const { people } = await window.call<{ people: { key: string; how: string }[] }>('people', {});
    expect(people.find(({ key }) => key === 'desk/77')?.how).toBe('confirmed');
    expect(people.find(({ key }) => key === 'desk/88')?.how).toBe('name');
  });

  it('tells two apart who are not one person anyhow, and never puts them together', async () => {
    const { window, store } = await world();
    await window.call('decidePeople', { action: 'split', agents: ['phones/cem', 'desk/88'] });
    expect(store.notebook.peopleDecisions()).toMatchObject([{ a: 'phones/cem', b: 'desk/88', verdict: 'different' }]);
  });

  it('gives the address of the vendor’s own page, and writes down who looked', async () => {
    const { window, store } = await world();
    const [source] = store.reads.sources().filter(({ id }) => id === 'phones');
    if (source === undefined) throw new Error('There is no such source.');
    await expect(window.call('openVendorPage', { person: 'phones/bob', source: 'phones' })).rejects.toMatchObject({
      wire: { code: 'not-found' },
    });
    store.saveSource({ ...source, kind: 'genesys', config: { baseUrl: 'https://api.example.com' } });
    const page = await window.call('openVendorPage', { person: 'phones/bob', source: 'phones' });
    expect(page).toEqual({ url: 'https://apps.example.com/directory/#/person/bob' });
    expect(store.notebook.auditTrail(1)).toMatchObject([
      { action: 'vendor-page-opened', detail: { source: 'phones' } },
    ]);
  });

  it('gives a vendor’s state another meaning, in what is stored too', async () => {
    const { person, window, store } = await world();
    const mapping = { source: 'phones', platform: 'acd', rawState: 'break' };
    await window.call('setStateMapping', { ...mapping, state: 'back-office' });
    await until(() => person('desk/88')?.state === 'back-office', 'Bob does paper work');
    expect(person('desk/88')?.deviation?.impact).toBe('neutral');
    const { rows } = await window.call<{ rows: { rawState: string; standard: string; chosen: string | null }[] }>(
      'stateMappings',
      {},
    );
    expect(rows.find(({ rawState }) => rawState === 'break')).toMatchObject({
      standard: 'break',
      chosen: 'back-office',
    });
    await until(
      () => window.progress.some((message) => 'topic' in message && message.topic === 'adherence'),
      'progress is told',
    );
    expect(store.remapping()).toBeNull();
  });

  it('explains the figures with their counts', async () => {
    const { window, tile } = await world();
    await until(() => tile('out')?.value === 2, 'two are out');
    const ask = (figure: string, of: string | null = null) =>
      window.call<{ value: number; formula: string; counts: { name: string; value: number }[]; caveats: string[] }>(
        'explain',
        {
          figure,
          queue: null,
          agent: of,
          window: 'day',
          at: null,
        },
      );
    const all = await ask('adherence');
    expect(all.formula).toBe('why.formula.adherence.all');
    const count = (name: string): number => all.counts.find((one) => one.name === name)?.value ?? Number.NaN;
    expect(all.value).toBeCloseTo((count('matchedSeconds') + count('excusedSeconds')) / count('scheduledSeconds'), 10);
    expect((await ask('outOfAdherence')).value).toBe(2);
    expect((await ask('adherence', 'phones/ann')).value).toBe(1);
    expect((await ask('hurting')).caveats).toContain('why.caveat.staffing');
  });
});

async function today(window: TestWindow): Promise<string> {
  const { zone } = await window.call<{ zone: string }>('settings', {});
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone.replace(/^UTC([+-])(\d+)$/, '$1$2:00').replace(/^([+-])(\d):/, '$10$2:'),
  }).format(new Date());
}
