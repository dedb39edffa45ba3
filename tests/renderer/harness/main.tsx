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
import { settingsWith } from '../../helpers/settings.ts';
import { play } from './cases.ts';

const query = new URLSearchParams(window.location.search);
const bridge = new FakeBridge();
let settings = settingsWith({
  locale: query.get('locale') ?? 'en-GB',
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
});
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
