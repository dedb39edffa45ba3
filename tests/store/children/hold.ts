/** Opens a data folder, says so and holds it until it is killed. */
import { openStore } from '../../../electron/store/index.ts';
import { systemClock } from '../../../shared/time/clock.ts';

openStore({ directory: process.argv[2] ?? '', clock: systemClock });
process.stdout.write('open\n');
setInterval(() => undefined, 60_000);
