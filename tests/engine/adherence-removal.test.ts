import { describe, expect, it } from 'vitest';
import { MINUTE, agent, freshen, phone, shift, stay, write } from './adherence-world.ts';
import { until } from './helpers.ts';
import { testEngine } from './window.ts';

interface Person {
  agents: string[];
  hasSchedule: boolean;
  scheduled: string | null;
  adherence: { denominator: number };
}

interface Month {
  people: { key: string; total: { scheduled: number; worked: number } }[];
}

/** Ann on the phones, at a desk and in a mailbox, planned by a fourth source only. */
async function fourSources() {
  const engine = await testEngine();
  const { store } = engine.engine.context;
  const now = Date.now();
  for (const id of ['desk', 'mail', 'phones', 'plans']) {
    store.saveSource({ id, kind: 'zendesk', name: id, zone: null, config: {} });
    freshen(store, id, now);
  }
  write(store, 'phones', [
    agent('ann', { email: null, name: 'Ann Lee' }),
    phone('ann', 'available', now - 60 * MINUTE),
  ]);
  write(store, 'desk', [agent('77', { email: null, name: 'A. Lee' })]);
  const online = { agent: '5', platform: 'mail', state: 'available' as const, rawState: 'online' };
  write(store, 'mail', [agent('5', { email: null, name: 'Lee' }), stay({ id: 'm', ...online, startAt: now - MINUTE })]);
  write(store, 'plans', [agent('x', { email: null, name: 'Worker 9' })]);
  write(store, 'plans', [shift('x', [['work', now - 60 * MINUTE, now + 60 * MINUTE]])]);
  const window = engine.open();
  const view = window.subscribe('adherence', { moment: { kind: 'now' } });
  await window.first(view);
  // One after the other: nobody ever says that the phones and the mailbox are one.
  await window.call('decidePeople', { action: 'merge', agents: ['phones/ann', 'desk/77'] });
  await window.call('decidePeople', { action: 'merge', agents: ['desk/77', 'plans/x'] });
  await window.call('decidePeople', { action: 'merge', agents: ['desk/77', 'mail/5'] });
  const person = (key: string): Person | undefined => window.row(view, 'people', key) as unknown as Person | undefined;
  await until(() => person('desk/77')?.agents.length === 4 && person('desk/77')?.hasSchedule === true, 'one person');
  return { store, window, person };
}

describe('a removed source', () => {
  it('leaves the others of a person together, also where it was what linked them', async () => {
    const { window, person } = await fourSources();
    await window.call('removeSource', { source: 'desk' });
    await until(() => person('mail/5') !== undefined && person('desk/77') === undefined, 'the desk is gone', 30_000);
    expect(person('mail/5')?.agents).toEqual(['mail/5', 'phones/ann', 'plans/x']);
    expect(person('mail/5')).toMatchObject({ hasSchedule: true, scheduled: 'work' });
  }, 60_000);

  it('takes its plan along at once, live and in what is kept', async () => {
    const { window, person, store } = await fourSources();
    const kept = () => store.reads.adherenceDays({ fromDay: '2000-01-01', toDay: '2100-01-01' });
    await until(() => kept().some(({ counts }) => counts.scheduled > 0), 'the plan is counted');
    const month = (kept()[0]?.day ?? '').slice(0, 7);
    await window.call('removeSource', { source: 'plans' });
    await until(() => person('desk/77')?.hasSchedule === false, 'the plan is gone', 30_000);
    expect(person('desk/77')).toMatchObject({ agents: ['desk/77', 'mail/5', 'phones/ann'], scheduled: null });
    await until(() => kept().every(({ counts }) => counts.scheduled === 0), 'and so it is in the counts', 30_000);
    const { people } = await window.call<Month>('adherenceMonth', { month });
    expect(people.find(({ key }) => key === 'desk/77')?.total).toMatchObject({ scheduled: 0 });
  }, 60_000);
});
