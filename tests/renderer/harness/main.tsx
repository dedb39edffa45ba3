/**
 * The console on a fake floor, for looking at it: `npx vite tests/renderer/harness`, then `?case=rich&theme=light` (cases.ts). Not shipped.
 */
import '../../../renderer/ui/base.css';
import { createRoot } from 'react-dom/client';
import type { Settings } from '../../../shared/contract/index.ts';
import { App } from '../../../renderer/app/App.tsx';
import { EngineClient } from '../../../renderer/api/index.ts';
import '../../../renderer/features/register.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { play } from './cases.ts';

const query = new URLSearchParams(window.location.search);
const bridge = new FakeBridge();
let settings: Settings = {
  zone: 'Asia/Jerusalem',
  locale: query.get('locale') ?? 'en-GB',
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
  weekStart: 1,
  serviceLevel: {
    variant: 'short-abandons-removed',
    thresholdSeconds: 20,
    comparator: 'le',
    shortAbandonSeconds: 5,
    target: 0.8,
  },
  queueServiceLevels: {},
  shortcuts: {},
  maskCustomers: true,
  actor: 'Supervisor',
};
bridge.handle('settings', () => settings);
bridge.handle('saveSettings', (change) => {
  settings = { ...settings, ...change } as Settings;
  return settings;
});
const client = new EngineClient(bridge);
const root = document.getElementById('root');
play(query.get('case') ?? 'rich', bridge);
client.start();
if (root !== null) createRoot(root).render(<App client={client} />);
Object.assign(window, { bridge });
