/** Writes pages to a data folder until it is killed, going on from the cursor. Each page says on stdout that it was committed. */
import { openStore } from '../../../electron/store/index.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { pageNumber } from './pages.ts';

const store = openStore({ directory: process.argv[2] ?? '', clock: systemClock, zone: 'Europe/Berlin' });
for (let n = Number(store.cursor('zd', 'calls') ?? 0); ; n += 1) {
  store.writePage(pageNumber(n));
  store.notebook.saveSetting('last', n + 1, 'child');
  process.stdout.write(`${n + 1}\n`);
}
