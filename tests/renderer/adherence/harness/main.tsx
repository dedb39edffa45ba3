/** Adherence on a fake team, for looking at it: `?case=rich&theme=light#/adherence/timeline`. Not shipped. */
import { createRoot } from 'react-dom/client';
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
if (name !== 'loading') answerAdherence(bridge, CASES[name]);
if (name === 'down') setTimeout(() => bridge.down(), 300);
const client = new EngineClient(bridge);
client.start();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App client={client} />);
Object.assign(window, { bridge });
