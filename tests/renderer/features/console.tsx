import type { Settings } from '../../../shared/contract/index.ts';
import '../../../renderer/features/register.ts';
import { closeRows } from '../../../renderer/features/why/rows-store.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { fakeFloor } from '../../helpers/fake-floor.ts';
import type { FakeFloor } from '../../helpers/fake-floor.ts';
import { openConsole } from '../helpers.tsx';
import { answerEverything } from './answers.ts';

interface Setup {
  floor?: Partial<FakeFloor>;
  settings?: Partial<Settings>;
  /** Where the window begins: `sources`, `wallboard`. */
  at?: string;
  /** Answers of the test itself, over the plausible ones. */
  prepare?(bridge: FakeBridge): void;
}

/** The whole console with every feature, on a fake floor that answers everything. */
export async function openFeatures({ floor, settings, at, prepare }: Setup = {}) {
  closeRows();
  const bridge = answerEverything(new FakeBridge(), settings);
  prepare?.(bridge);
  if (at !== undefined) window.location.hash = `#/${at}`;
  return openConsole(floor ?? fakeFloor({ agents: 12 }), bridge);
}

/** Calls of one name that reached the engine, oldest first. */
export function callsOf(bridge: FakeBridge, name: string): unknown[] {
  return bridge.calls.filter((call) => call.name === name).map((call) => call.input);
}
