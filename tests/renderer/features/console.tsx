import type { Settings } from '../../../shared/contract/index.ts';
import '../../../renderer/features/register.ts';
// Loaded when they are first opened; here they are there already, so that opening takes no time of the test.
import '../../../renderer/features/alarms/AlarmTray.tsx';
import '../../../renderer/features/details/Details.tsx';
import '../../../renderer/features/practice/PracticePanel.tsx';
import '../../../renderer/features/recovery/Recovery.tsx';
import '../../../renderer/features/settings/SettingsScreen.tsx';
import '../../../renderer/features/sources/Sources.tsx';
import '../../../renderer/features/wallboard/Wallboard.tsx';
import '../../../renderer/features/why/RowsDialog.tsx';
import '../../../renderer/features/why/Why.tsx';
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
