import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launchPractice } from '../../../electron/practice/launch.ts';
import { ManualClock } from '../../../shared/time/clock.ts';
import { folder, openFloor, seconds, walkCalls, walkTickets, WEDNESDAY, ZONE } from './helpers.ts';
import type { OpenFloor } from './helpers.ts';

/** Everything a reader can see of the last day, without the addresses. */
async function account(floor: OpenFloor): Promise<string> {
  const from = seconds(WEDNESDAY) - 86_400;
  const seen = [
    await floor.json('/practice/state'),
    await walkTickets(floor, from),
    await walkCalls(floor, from),
    await floor.json('/api/v2/channels/voice/stats/agents_activity'),
    await floor.json('/practice/incidents'),
  ];
  return JSON.stringify(seen).replaceAll(floor.baseUrl, '');
}

describe('the floor’s memory', () => {
  it('goes on with the same history after a restart in the middle of a day with incidents', async () => {
    const dataDirectory = folder();
    const wall = new ManualClock(WEDNESDAY);
    const first = await openFloor({ dataDirectory, wall, seed: 11, speed: 5 });
    await first.post('/practice/incidents', { kind: 'queue-surge', minutes: 15, factor: 5 });
    wall.advance(90_000);
    await first.post('/practice/incidents', { kind: 'agent-walk-out', minutes: 30, factor: 0.4 });
    wall.advance(120_000);
    await first.post('/practice/incidents/incident-2/end', {});
    wall.advance(400_000);
    const before = await account(first);
    await first.close();
    const second = await openFloor({ dataDirectory, wall, seed: 11 });
    expect(second.clock().speed).toBe(5);
    expect(await account(second)).toBe(before);
  });

  it('shows the same past whether it was asked all along or only at the end', async () => {
    const script = async (floor: OpenFloor, asking: boolean): Promise<string> => {
      await floor.post('/practice/incidents', { kind: 'queue-surge', minutes: 30, factor: 4 });
      for (let step = 0; step < 30; step += 1) {
        floor.wall.advance(60_000);
        if (asking) await account(floor);
        if (step === 9) await floor.post('/practice/incidents', { kind: 'agent-walk-out', minutes: 10, factor: 0.5 });
        if (step === 14) await floor.post('/practice/incidents/incident-1/end', {});
      }
      return account(floor);
    };
    expect(await script(await openFloor({ speed: 20 }), true)).toBe(
      await script(await openFloor({ speed: 20 }), false),
    );
  }, 120_000);

  it('runs at its speed from its anchor, and changes speed without a jump', async () => {
    const floor = await openFloor({ speed: 60 });
    floor.wall.advance(10_000);
    expect(await floor.json('/practice/clock')).toMatchObject({ speed: 60, now: WEDNESDAY + 600_000 });
    await floor.post('/practice/clock', { speed: 2 });
    const clock = floor.clock();
    expect(clock).toEqual({
      anchorRealAt: WEDNESDAY + 10_000,
      anchorAt: WEDNESDAY + 600_000,
      speed: 2,
      now: WEDNESDAY + 600_000,
    });
    floor.wall.advance(1000);
    expect(floor.clock().now).toBe(WEDNESDAY + 602_000);
    expect((await floor.post('/practice/clock', { speed: 0 })).status).toBe(400);
    expect((await floor.post('/practice/clock', {})).status).toBe(400);
  });

  it('refuses another floor in the same folder, and a file that is none', async () => {
    const dataDirectory = folder();
    const floor = await openFloor({ dataDirectory, seed: 1 });
    await floor.close();
    await expect(openFloor({ dataDirectory, seed: 2 })).rejects.toMatchObject({ code: 'refused' });
    await expect(openFloor({ dataDirectory, agents: 60 })).rejects.toMatchObject({ code: 'refused' });
    // A machine that travelled is no reason to lose the floor.
    const moved = await openFloor({ dataDirectory, zone: 'Asia/Kolkata' });
    expect(await moved.json('/practice/state')).toMatchObject({ zone: ZONE });
    await moved.close();
    const path = join(dataDirectory, 'practice.json');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, whole.length / 2));
    await expect(openFloor({ dataDirectory })).rejects.toMatchObject({ code: 'store-corrupt' });
  });

  it('refuses what cannot be, and leaves no trace of it', async () => {
    const dataDirectory = folder();
    const wrong = [{ speed: -1 }, { zone: 'Nowhere/Town' }, { agents: 3 }, { queues: 90 }, { load: 0 }, { seed: 0.5 }];
    for (const options of wrong) {
      await expect(openFloor({ dataDirectory, ...options })).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(readdirSync(dataDirectory)).toEqual([]);
  });
});

describe('in a thread of its own', () => {
  it('opens, answers, closes, and opens again as the same floor', async () => {
    const dataDirectory = folder();
    const options = { dataDirectory, seed: 5, zone: 'UTC', historyDays: 1 };
    const first = await launchPractice(options);
    const clockOf = async (baseUrl: string): Promise<{ anchorAt: number }> =>
      (await (await fetch(`${baseUrl}/practice/clock`)).json()) as { anchorAt: number };
    const anchor = (await clockOf(first.baseUrl)).anchorAt;
    await first.close();
    expect(await first.ended).toBeNull();
    await expect(fetch(first.baseUrl)).rejects.toThrow('fetch failed');
    const second = await launchPractice(options);
    expect((await clockOf(second.baseUrl)).anchorAt).toBe(anchor);
    await second.close();
  });

  it('says why it cannot open', async () => {
    await expect(launchPractice({ speed: -3 })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
