import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineClient } from '../../../renderer/api/index.ts';
import { isAppError } from '../../../shared/errors/index.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';

const until = (condition: () => boolean) => vi.waitFor(() => expect(condition()).toBe(true));
const about = { app: '1', node: '24', sqlite: '3', engine: 'node', dataFolder: '/d', pid: 1 } as const;

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no failure';
  } catch (error) {
    return isAppError(error) ? `${error.code}: ${error.message}` : String(error);
  }
}

describe('the line to the engine', () => {
  let client: EngineClient;
  afterEach(() => client.stop());

  function open(bridge: FakeBridge): EngineClient {
    client = new EngineClient(bridge);
    client.start();
    return client;
  }

  it('answers a call and passes a refusal on as it was said', async () => {
    const bridge = new FakeBridge()
      .handle('about', () => about)
      .handle('practice', () => {
        throw { code: 'refused', message: 'There is no practice floor.' };
      });
    open(bridge);
    expect(await client.call('about', {})).toEqual(about);
    expect(await failure(client.call('practice', {}))).toBe('refused: There is no practice floor.');
  });

  it('keeps calls made before the first port until it is there', async () => {
    const bridge = new FakeBridge({ hold: true }).handle('about', () => about);
    open(bridge);
    const answer = client.call('about', {});
    expect(bridge.portWanted).toBe(true);
    bridge.connect();
    expect(await answer).toEqual(about);
  });

  it('rejects what is under way with the reason when the engine says that it goes down', async () => {
    const bridge = new FakeBridge().handle('about', () => new Promise(() => undefined));
    open(bridge);
    const lost = failure(client.call('about', {}));
    await until(() => bridge.calls.length === 1);
    bridge.down({ code: 'engine-restarting', message: 'It took too long.' });
    expect(await lost).toBe('engine-restarting: It took too long.');
    expect(client.link.get()).toMatchObject({ phase: 'restarting', error: { message: 'It took too long.' } });
  });

  it('rejects what is under way when the port closes without a word', async () => {
    const bridge = new FakeBridge().handle('about', () => new Promise(() => undefined));
    open(bridge);
    const lost = failure(client.call('about', {}));
    await until(() => bridge.calls.length === 1);
    bridge.kill();
    expect(await lost).toMatch(/^engine-restarting: .*Nothing was lost/);
  });

  it('refuses calls while the engine is away, and takes them again on the new port', async () => {
    const bridge = new FakeBridge().handle('about', () => about);
    open(bridge);
    await client.call('about', {});
    bridge.kill();
    expect(await failure(client.call('about', {}))).toMatch(/^engine-restarting/);
    bridge.connect();
    expect(client.link.get().phase).toBe('up');
    expect(await client.call('about', {})).toEqual(about);
  });

  it('knows why the engine has stopped and what is on offer', () => {
    const bridge = new FakeBridge();
    open(bridge);
    bridge.say({
      state: 'stopped',
      code: 'store-corrupt',
      message: 'The mirror is damaged.',
      offers: ['rebuild-mirror'],
      backups: [],
    });
    expect(client.link.get()).toMatchObject({
      phase: 'stopped',
      error: { code: 'engine-down', message: 'The mirror is damaged.' },
      offers: ['rebuild-mirror'],
    });
  });

  it('makes every subscription anew on a new port, and none that was closed', async () => {
    const bridge = new FakeBridge();
    open(bridge);
    const sink = { frame: () => undefined, fault: () => undefined, lost: vi.fn() };
    client.subscribe('sources', {}, sink);
    const closed = client.subscribe('floor', { moment: { kind: 'now' } }, sink);
    await until(() => bridge.subscribed.size === 2);
    closed.close();
    bridge.kill();
    expect(sink.lost).toHaveBeenCalledTimes(1);
    bridge.connect();
    await until(() => bridge.subscribed.size === 1);
    expect([...bridge.subscribed.values()].map((entry) => entry.view)).toEqual(['sources']);
  });

  it('reports the progress of long work by topic', async () => {
    const bridge = new FakeBridge();
    open(bridge);
    bridge.progress('import', 30, 100, 'January');
    await until(() => client.progress('import').get() !== null);
    expect(client.progress('import').get()).toEqual({ done: 30, total: 100, note: 'January' });
  });
});
