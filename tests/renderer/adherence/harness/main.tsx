/** Adherence on a fake team, for looking at it: `?case=rich&theme=light#/adherence/timeline`. Not shipped. */
import { createRoot } from 'react-dom/client';
import type { TimelineRow } from '../../../../shared/contract/index.ts';
import { App } from '../../../../renderer/app/App.tsx';
import { EngineClient } from '../../../../renderer/api/index.ts';
import '../../../../renderer/features/register.ts';
import '../../../../renderer/ui/base.css';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';
import { boardRow, fakeFloor, FLOOR_AT, sourceRow } from '../../../helpers/fake-floor.ts';
import { answerEverything } from '../../features/answers.ts';
import { answerAdherence } from '../answers.ts';
import type { AdherenceOptions } from '../answers.ts';

const CASES: Readonly<Record<string, AdherenceOptions>> = {
  rich: {},
  many: { people: 2000 },
  calm: { calm: true },
  planless: { planless: true },
  stale: { stale: true },
  replay: {},
  down: {},
};

const query = new URLSearchParams(window.location.search);
const name = query.get('case') ?? 'rich';
const bridge = new FakeBridge();
answerEverything(bridge, {
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
});
const asOf = [{ source: 'gc', name: 'Genesys', at: FLOOR_AT - 1000, stale: false }];
const board = boardRow(name === 'replay' ? { mode: 'replay', speed: 1 } : {});
bridge.snapshot('floor', { ...fakeFloor(), board: [board] }, { at: FLOOR_AT, asOf });
bridge.snapshot(
  'sources',
  { sources: [sourceRow('gc', { name: 'Genesys' }), sourceRow('zd', { asOf: FLOOR_AT - 14_000 })] },
  { at: FLOOR_AT },
);
if (name !== 'loading') {
  const team = answerAdherence(bridge, CASES[name]);
  if (name === 'many') tellOnlyThoseAsked(team.people.map(({ timeline }) => timeline));
}
if (name === 'down') setTimeout(() => bridge.down(), 3000);
const client = new EngineClient(bridge);
client.start();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App client={client} />);
Object.assign(window, { bridge });

/** As the engine does: the blocks of the people asked for, not of everybody. */
function tellOnlyThoseAsked(rows: TimelineRow[]): void {
  bridge.snapshot('timeline', { rows: [] }, { at: FLOOR_AT });
  let told = 0;
  setInterval(() => {
    const asked = bridge.subscriptions.filter(({ view }) => view === 'timeline');
    if (asked.length === told) return;
    told = asked.length;
    const input = asked.at(-1)?.input as { people: string[] } | undefined;
    const wanted = new Set(input?.people);
    bridge.snapshot('timeline', { rows: rows.filter(({ key }) => wanted.has(key)) }, { at: FLOOR_AT });
  }, 20);
}
