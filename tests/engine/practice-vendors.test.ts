import { describe, expect, it } from 'vitest';
import { temporaryFolder, until } from './helpers.ts';
import { testEngine } from './window.ts';
import type { TestWindow } from './window.ts';

const NOW = { moment: { kind: 'now' } };

interface StreamRow {
  stream: string;
  state: string;
}

function stateOf(window: TestWindow, view: number, source: string): unknown {
  return window.row(view, 'sources', source)?.['state'];
}

function streamOf(window: TestWindow, view: number, source: string, name: string): string | undefined {
  const streams = window.row(view, 'sources', source)?.['streams'] as StreamRow[] | undefined;
  return streams?.find((stream) => stream.stream === name)?.state;
}

describe('the practice floor of two vendors', () => {
  it('stands on one board: phones, plans and people of both, each person once', async () => {
    const engine = await testEngine({
      directory: temporaryFolder(),
      practice: 'ifEmpty',
      practiceOptions: { agents: 12, queues: 4, seed: 3 },
    });
    const window = engine.open();
    const sources = window.subscribe('sources', {});
    const floor = window.subscribe('floor', NOW);
    const both = ['practice', 'practice-phones'];
    const keysOf = (part: string): string[] => [...window.rows(floor, part).keys()].map(String);
    await until(
      () => both.every((id) => keysOf('queues').some((key) => key.startsWith(`${id}/`))),
      'queues of both',
      60_000,
    );
    await until(() => streamOf(window, sources, 'practice-phones', 'push') === 'ok', 'the live connection', 60_000);
    await until(() => streamOf(window, sources, 'practice-phones', 'schedules') === 'ok', 'the plans', 60_000);
    const { people } = await window.call<{ people: { agents: unknown[] }[] }>('people', {});
    expect(people.filter(({ agents }) => agents.length === 2).length).toBeGreaterThanOrEqual(10);
    await engine.close();
  });

  it('loses its socket and has it back; an outage of one vendor leaves the other alone', async () => {
    const engine = await testEngine({
      directory: temporaryFolder(),
      practice: 'ifEmpty',
      practiceOptions: { agents: 12, queues: 4, seed: 3 },
    });
    const window = engine.open();
    const sources = window.subscribe('sources', {});
    const push = (): string | undefined => streamOf(window, sources, 'practice-phones', 'push');
    await until(() => push() === 'ok', 'the live connection', 60_000);
    const { id } = await window.call<{ id: string }>('startIncident', { kind: 'socket-outage', minutes: 30 });
    await until(() => push() !== 'ok', 'the loss of it', 60_000);
    await window.call('endIncident', { id });
    await until(() => push() === 'ok', 'the live connection again', 120_000);
    const outage = { kind: 'source-outage', minutes: 30, source: 'practice-phones' };
    const { id: second } = await window.call<{ id: string }>('startIncident', outage);
    await until(() => stateOf(window, sources, 'practice-phones') !== 'ok', 'the outage', 120_000);
    expect(stateOf(window, sources, 'practice')).not.toBe('retrying');
    await window.call('endIncident', { id: second });
    await engine.close();
  });
});
