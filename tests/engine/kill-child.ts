import { startEngineInNode } from '../../electron/engine/node.ts';
import type { FromEngine } from '../../shared/contract/index.ts';

/**
 * An engine in a process of its own, to be killed: reads its sources, imports a file, feeds a window, and writes settings that it says
 * aloud once they are committed. Arguments: folder, file, mapping. With `--finish` it ends by itself when all is read.
 */
const [directory = '', file = '', mapping = '', finish = ''] = process.argv.slice(2);
const node = await startEngineInNode({ directory, systemZone: 'Europe/Berlin', logLevel: 'error' });
const port = node.connect();
const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};
const { store } = node.engine.context;

let imported = false;
port.on('message', (message: FromEngine) => {
  if (message.type === 'frame') port.postMessage({ type: 'painted', id: message.id, seq: message.frame.seq });
  if (message.type === 'answer' && message.id === 2) imported = true;
  if (message.type === 'fault') say({ type: 'fault', error: message.error });
});
port.postMessage({ type: 'subscribe', id: 1, view: 'floor', input: { moment: { kind: 'now' } } });
port.postMessage({ type: 'call', id: 2, name: 'importFile', input: { path: file, mapping } });
say({ type: 'up' });

let round = Number(store.notebook.setting('test.round') ?? 0);
const writer = setInterval(() => {
  round += 1;
  store.notebook.saveSetting('test.round', round, 'child');
  store.notebook.appendAlarm({
    at: Date.now(),
    key: `test:${round}`,
    rule: 'test',
    subject: 'test',
    event: 'raised',
    level: 'warning',
    value: round,
    limit: null,
    actor: null,
    note: null,
  });
  say({ type: 'round', round });
}, 15);

if (finish === '--finish') {
  const look = setInterval(() => {
    const status = store.reads.sources().find(({ id }) => id === 'zd')?.status;
    const read = status?.streams.every(({ state }) => state === 'ok' || state === 'unavailable') === true;
    if (!imported || !read || (status?.streams.length ?? 0) === 0) return;
    clearInterval(look);
    clearInterval(writer);
    void node.close().then(() => process.exit(0));
  }, 50);
}
