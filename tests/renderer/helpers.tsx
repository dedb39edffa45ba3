import { act, cleanup, configure, render } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import type { Settings } from '../../shared/contract/index.ts';
import { App } from '../../renderer/app/App.tsx';
import { useUi } from '../../renderer/app/state.ts';
import { EngineClient } from '../../renderer/api/index.ts';
import { FakeBridge } from '../helpers/fake-bridge.ts';
import { FLOOR_AT, fakeFloor, sourceRow } from '../helpers/fake-floor.ts';
import type { FakeFloor } from '../helpers/fake-floor.ts';
import { settingsWith } from '../helpers/settings.ts';

// Whether an element is hidden costs a style computation per ancestor and query: there is no style sheet here to hide anything.
configure({ defaultHidden: true, asyncUtilTimeout: 20_000 });
// A whole console is drawn in a DOM made of JavaScript, maybe on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

afterEach(() => {
  cleanup();
  window.localStorage.clear();
  window.location.hash = '';
  useUi.setState(useUi.getInitialState(), true);
});

/** Gives elements a size, which happy-dom does not: virtual lists show as many rows as fit. */
export function giveSize(width: number, height: number): void {
  for (const [name, value] of [
    ['offsetWidth', width],
    ['clientWidth', width],
    ['offsetHeight', height],
    ['clientHeight', height],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
}

export const SETTINGS = settingsWith();

/** A bridge that answers for the settings. */
export function bridgeWithSettings(settings: Partial<Settings> = {}): FakeBridge {
  let kept = { ...SETTINGS, ...settings };
  return new FakeBridge()
    .handle('settings', () => kept)
    .handle('saveSettings', (change) => {
      kept = { ...kept, ...change } as Settings;
      return kept;
    });
}

/** Lets messages, promises and the renders that follow them happen. */
export async function settle(): Promise<void> {
  await act(async () => {
    for (let round = 0; round < 20; round += 1) await Promise.resolve();
  });
}

/** Does something on the wire and waits until it is on screen. */
export async function onWire(perform: () => void): Promise<void> {
  await act(async () => {
    perform();
    for (let round = 0; round < 20; round += 1) await Promise.resolve();
  });
}

/** The whole console on a fake floor. */
export async function openConsole(
  floor: Partial<FakeFloor> = fakeFloor({ agents: 12 }),
  bridge = bridgeWithSettings(),
) {
  bridge.snapshot('floor', floor, {
    at: FLOOR_AT,
    asOf: [{ source: 'zd', name: 'Zendesk', at: FLOOR_AT, stale: false }],
  });
  bridge.snapshot('sources', { sources: [sourceRow('zd')] }, { at: FLOOR_AT });
  const client = new EngineClient(bridge);
  client.start();
  const view = render(<App client={client} />);
  await settle();
  return { bridge, client, view };
}
