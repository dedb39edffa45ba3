import { contextBridge, ipcRenderer } from 'electron';
import {
  ENGINE_STATE_CHANNEL,
  INTENT_CHANNEL,
  PORT_CHANNEL,
  PORT_HERE,
  PORT_WANTED,
  SHELL_CHANNEL,
  SHELL_NAMES,
} from '../../shared/contract/bridge.ts';
import type { Bridge, EngineStateMessage, Intent, ShellAnswer } from '../../shared/contract/bridge.ts';

/**
 * The bridge holds no logic: one function per shell call of the contract, and a relay that hands the engine's port to the page.
 * The port goes to the page itself because frames of thousands of rows would otherwise be copied once more on this side.
 */
const shell = Object.fromEntries(
  SHELL_NAMES.map((name) => [
    name,
    (input: unknown): Promise<ShellAnswer> => ipcRenderer.invoke(SHELL_CHANNEL, name, input) as Promise<ShellAnswer>,
  ]),
) as Bridge['shell'];

const bridge: Bridge = {
  shell,
  onEngine(listener) {
    const hear = (_event: unknown, state: EngineStateMessage): void => listener(state);
    ipcRenderer.on(ENGINE_STATE_CHANNEL, hear);
    return () => ipcRenderer.off(ENGINE_STATE_CHANNEL, hear);
  },
  onIntent(listener) {
    const hear = (_event: unknown, intent: Intent): void => listener(intent);
    ipcRenderer.on(INTENT_CHANNEL, hear);
    return () => ipcRenderer.off(INTENT_CHANNEL, hear);
  },
};

contextBridge.exposeInMainWorld('watchfloor', bridge);

window.addEventListener('message', (event) => {
  if (event.source === window && (event.data as { type?: unknown } | null)?.type === PORT_WANTED)
    ipcRenderer.send(PORT_CHANNEL);
});

ipcRenderer.on(PORT_HERE, (event) => {
  const port = event.ports[0];
  if (port) window.postMessage({ type: PORT_HERE }, window.location.origin, [port]);
});
