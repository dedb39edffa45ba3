/** A process that imports a schedule and says when it begins; schedule-kill.test.ts kills it. */
import { SCHEDULE_MAPPING, importSchedule, loadMapping } from '../../electron/files/index.ts';
import { openStore } from '../../electron/store/index.ts';
import { systemClock } from '../../shared/time/clock.ts';

const [, , file = '', data = '', now = ''] = process.argv;
const mapping = await loadMapping(SCHEDULE_MAPPING, { dataDir: null });
const store = openStore({ directory: data, clock: systemClock });
process.stdout.write('begun\n');
await importSchedule(store, file, { mapping, zone: 'Europe/Berlin', now: Number(now) });
store.close();
