import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { performAction } from '../actions/index.ts';
import { EngineClient, recall, windowBridge } from '../api/index.ts';
import '../features/register.ts';
import { setLocale, t } from '../ui/index.ts';
import { App } from './App.tsx';

const root = document.getElementById('root');
const bridge = windowBridge();
if (root !== null && bridge !== null) {
  // The language of last time, or the system's, which the settings begin with: another one than theirs would draw everything twice.
  setLocale(recall('locale', (value) => (typeof value === 'string' ? value : null), navigator.language));
  const client = new EngineClient(bridge);
  client.start();
  bridge.onIntent((intent) => performAction(intent.action));
  createRoot(root).render(
    <StrictMode>
      <App client={client} />
    </StrictMode>,
  );
} else if (root !== null) {
  // The page was opened outside the program: there is nothing to show and nobody to ask.
  root.textContent = t('app.outside');
}
