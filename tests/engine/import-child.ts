/** A process that imports a bank file and says so after each committed page; import-bank.test.ts kills it. */
import { importFile, loadMapping } from '../../electron/files/index.ts';
import { openStore } from '../../electron/store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';

const [, , file = '', data = ''] = process.argv;
const mapping = await loadMapping('anonymous-bank', { dataDir: null });
const store = openStore({ directory: data, clock: systemClock });
await importFile(store, file, { mapping, onProgress: ({ rows }) => process.stdout.write(`${rows}\n`) });
store.close();
