/** Replans, maps states anew and counts again until it is killed. Says on stdout when it has begun. */
import { openStore } from '../../../electron/store/index.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { recount } from '../../helpers/recount.ts';
import { everybody, NOW, planNumber, WORDS } from './floor.ts';

const store = openStore({ directory: process.argv[2] ?? '', clock: systemClock, zone: 'Europe/Berlin' });
process.stdout.write('open\n');
for (let n = Number(store.cursor('zd', 'plans') ?? 0); ; n += 1) {
  store.writePage(planNumber(n));
  store.setStateMapping({ source: 'zd', platform: 'talk', rawState: 'online', state: WORDS[n % 2] ?? null }, 'child');
  while (!store.stepRemapping().isDone);
  recount(store, everybody, NOW);
}
