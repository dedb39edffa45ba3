import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, LiveView } from '../../../renderer/api/index.ts';
import { Painter } from '../../../renderer/api/painter.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { boardRow, FLOOR_AT, queueRow } from '../../helpers/fake-floor.ts';

const NOW = { moment: { kind: 'now' } } as const;
const ALL = ['board', 'strip', 'queues', 'agents', 'alarms', 'pressure'];
const nothing = (): void => {};
const microtasks = async () => {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
};

describe('parts that nothing on screen shows', () => {
  let bridge: FakeBridge;
  let client: EngineClient;
  let floor: LiveView<'floor'>;
  let stop: () => void;
  const resting = () => [...bridge.subscribed.values()].map((entry) => entry.resting);
  const pass = async (ms: number) => {
    vi.advanceTimersByTime(ms);
    await microtasks();
  };

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    bridge = new FakeBridge();
    bridge.snapshot('floor', { board: [boardRow()], queues: [queueRow('1'), queueRow('2')] }, { at: FLOOR_AT });
    client = new EngineClient(bridge);
    client.start();
    floor = new LiveView(client, new Painter(), 'floor', NOW);
    stop = floor.start();
    await microtasks();
  });

  afterEach(() => {
    stop();
    client.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('rest a moment later, keep their rows, and wake at once', async () => {
    const stopRow = floor.parts.queues.subscribeKey('zd/1', nothing);
    floor.parts.alarms.subscribeAny(nothing);
    expect(resting()).toEqual([[]]);
    await pass(1000);
    expect(resting()).toEqual([['board', 'strip', 'agents', 'pressure']]);
    stopRow();
    await pass(1000);
    expect(resting()).toEqual([['board', 'strip', 'queues', 'agents', 'pressure']]);
    expect(floor.parts.queues.get('zd/1')?.waiting).toBe(1);
    floor.parts.queues.subscribeAny(nothing);
    await microtasks();
    expect(resting()).toEqual([['board', 'strip', 'agents', 'pressure']]);
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 9 })] } });
    await microtasks();
    expect(floor.parts.queues.get('zd/1')?.waiting).toBe(9);
    expect(bridge.subscriptions).toHaveLength(1);
  });

  it('do not rest between one screen and the next', async () => {
    const stops = [floor.parts.queues.subscribeAny(nothing)];
    for (const part of ['board', 'strip', 'agents', 'alarms', 'pressure'] as const) {
      floor.parts[part].subscribeAny(nothing);
    }
    for (let round = 0; round < 3; round += 1) {
      stops.splice(0).forEach((end) => end());
      await pass(500);
      stops.push(floor.parts.queues.subscribeKey('zd/2', nothing));
      await pass(2000);
      expect(resting()).toEqual([[]]);
    }
  });

  it('rest for those who only want to know which rows there are, or glance', async () => {
    const keys = vi.fn();
    const glance = vi.fn();
    floor.parts.queues.subscribeKeys(keys);
    floor.parts.queues.subscribeGlance(glance);
    await pass(1000);
    expect(resting()).toEqual([ALL]);
    bridge.patch('floor', { queues: { upsert: [queueRow('3')] } });
    await microtasks();
    expect([keys.mock.calls.length, glance.mock.calls.length]).toEqual([1, 1]);
  });

  it('rest all in a hidden window', async () => {
    floor.parts.queues.subscribeAny(nothing);
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(1000);
    expect(resting()).toEqual([ALL]);
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await microtasks();
    expect(resting()).toEqual([ALL.filter((part) => part !== 'queues')]);
  });

  it('rest in a new subscription and with a new engine too', async () => {
    await pass(1000);
    floor.setInput({ ...NOW, scope: { queues: ['zd/2'] } });
    await microtasks();
    expect(resting()).toEqual([ALL]);
    bridge.kill();
    bridge.connect();
    await microtasks();
    expect(resting()).toEqual([ALL]);
  });
});
