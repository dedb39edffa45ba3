/** The console on a fake floor with every feature answered, for looking at it: `?case=rich&theme=light#/sources`. Not shipped. */
import { createRoot } from 'react-dom/client';
import { App } from '../../../../renderer/app/App.tsx';
import { EngineClient } from '../../../../renderer/api/index.ts';
import '../../../../renderer/features/register.ts';
import '../../../../renderer/ui/base.css';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';
import { answerEverything } from '../answers.ts';
import { play } from './cases.ts';

const query = new URLSearchParams(window.location.search);
const bridge = new FakeBridge();
answerEverything(bridge, {
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
});
play(query.get('case') ?? 'rich', bridge);
const client = new EngineClient(bridge);
client.start();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App client={client} />);
Object.assign(window, { bridge });
