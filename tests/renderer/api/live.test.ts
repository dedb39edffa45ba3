import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, LiveView } from '../../../renderer/api/index.ts';
import { Painter } from '../../../renderer/api/painter.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { boardRow, FLOOR_AT, queueRow } from '../../helpers/fake-floor.ts';

const NOW = { moment: { kind: 'now' } } as const;
const microtasks = async () => {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
};

describe('a live view', () => {
  let bridge: FakeBridge;
  let client: EngineClient;
  let floor: LiveView<'floor'>;
  let stop: () => void;

  beforeEach(async () => {
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
  });

  it('wakes the listeners of the rows that a patch touches, and no others', async () => {
    const one = vi.fn();
    const two = vi.fn();
    const membership = vi.fn();
    floor.parts.queues.subscribeKey('zd/1', one);
    floor.parts.queues.subscribeKey('zd/2', two);
    floor.parts.queues.subscribeKeys(membership);
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 9 })] } });
    await microtasks();
    expect(floor.parts.queues.get('zd/1')?.waiting).toBe(9);
    expect([one.mock.calls.length, two.mock.calls.length, membership.mock.calls.length]).toEqual([1, 0, 0]);
  });

  it('tells when rows come and go, and remembers the last of a row that is gone', async () => {
    bridge.patch('floor', { queues: { upsert: [queueRow('3')], remove: ['zd/1'] } });
    await microtasks();
    expect(floor.parts.queues.keys()).toEqual(['zd/2', 'zd/3']);
    expect(floor.parts.queues.get('zd/1')).toBeUndefined();
    expect(floor.parts.queues.last('zd/1')?.name).toBe('Queue 1');
  });

  it('shows all parts of a frame at once', async () => {
    const seen: unknown[] = [];
    floor.parts.board.subscribeKey('board', () => seen.push(floor.parts.queues.get('zd/1')?.waiting));
    bridge.patch('floor', {
      board: { upsert: [boardRow({ queued: 1 })] },
      queues: { upsert: [queueRow('1', { waiting: 5 })] },
    });
    await microtasks();
    expect(seen).toEqual([5]);
  });

  it('subscribes again when a frame was lost, and ends up with the whole', async () => {
    bridge.loseFrame('floor');
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 7 })] } });
    await microtasks();
    expect(bridge.subscriptions.filter(({ view }) => view === 'floor')).toHaveLength(2);
    expect(bridge.subscribed.size).toBe(1);
    expect(floor.parts.queues.get('zd/1')?.waiting).toBe(7);
  });

  it('keeps the rows of the last board while the engine is away and takes the new snapshot when it is back', async () => {
    bridge.kill();
    expect(floor.status.get().phase).toBe('lost');
    expect(floor.parts.queues.size).toBe(2);
    bridge.snapshot('floor', { board: [boardRow()], queues: [queueRow('2', { waiting: 4 })] });
    bridge.connect();
    await microtasks();
    expect(floor.status.get().phase).toBe('live');
    expect(floor.parts.queues.keys()).toEqual(['zd/2']);
    expect(floor.parts.queues.get('zd/2')?.waiting).toBe(4);
  });

  it('keeps the rows until the snapshot of another scope is there', async () => {
    floor.setInput({ ...NOW, scope: { queues: ['zd/2'] } });
    expect(floor.parts.queues.size).toBe(2);
    bridge.snapshot('floor', { board: [boardRow()], queues: [queueRow('2')] });
    await microtasks();
    expect(floor.parts.queues.keys()).toEqual(['zd/2']);
    expect(bridge.subscriptions.at(-1)?.input).toMatchObject({ scope: { queues: ['zd/2'] } });
  });

  it('does not subscribe again for an input that says the same', async () => {
    floor.setInput({ moment: { kind: 'now' } });
    await microtasks();
    expect(bridge.subscriptions).toHaveLength(1);
  });

  it('acknowledges what it has painted', async () => {
    await vi.waitFor(() => expect(bridge.painted).toHaveLength(1));
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 2 })] } });
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 3 })] } });
    await vi.waitFor(() => expect(bridge.painted.at(-1)?.seq).toBe(3));
  });

  it('goes on acknowledging while the window is hidden', async () => {
    await vi.waitFor(() => expect(bridge.painted).toHaveLength(1));
    const frames = vi.spyOn(globalThis, 'requestAnimationFrame').mockReturnValue(0);
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 2 })] } });
    await vi.waitFor(() => expect(bridge.painted.at(-1)?.seq).toBe(2));
    expect(frames).not.toHaveBeenCalled();
    hidden.mockRestore();
    frames.mockRestore();
  });

  it('holds the picture while paused, acknowledges all the same, and catches up in one step', async () => {
    floor.setPaused(true);
    const woken = vi.fn();
    floor.parts.queues.subscribeKey('zd/1', woken);
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 2 }), queueRow('3')] } });
    bridge.patch('floor', { queues: { upsert: [queueRow('1', { waiting: 6 })], remove: ['zd/3', 'zd/2'] } });
    await vi.waitFor(() => expect(bridge.painted.at(-1)?.seq).toBe(3));
    expect(floor.parts.queues.get('zd/1')?.waiting).toBe(1);
    floor.setPaused(false);
    expect(floor.parts.queues.get('zd/1')?.waiting).toBe(6);
    expect(floor.parts.queues.keys()).toEqual(['zd/1']);
    expect(woken).toHaveBeenCalledTimes(1);
  });

  it('runs its clock on from the moment of the frame at the speed of the board', async () => {
    expect(Math.abs(floor.clock.now() - FLOOR_AT)).toBeLessThan(60_000);
    bridge.snapshot('floor', { board: [boardRow({ mode: 'replay', speed: 0 })] }, { at: Date.UTC(1999, 1, 3, 8) });
    await microtasks();
    expect(floor.clock.now()).toBe(Date.UTC(1999, 1, 3, 8));
  });
});
