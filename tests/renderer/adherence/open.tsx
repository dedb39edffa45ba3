import '../../../renderer/features/register.ts';
// Loaded when they are first opened; here they are there already, so that opening takes no time of the test.
import '../../../renderer/features/adherence/AdherenceScreen.tsx';
import '../../../renderer/features/adherence/day/DayPanel.tsx';
import '../../../renderer/features/adherence/list/NowTab.tsx';
import '../../../renderer/features/adherence/timeline/TimelineTab.tsx';
import '../../../renderer/features/why/Why.tsx';
import { fireEvent, screen, within } from '@testing-library/react';
import { useDialogs } from '../../../renderer/features/adherence/exception/dialogs.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { fakeFloor } from '../../helpers/fake-floor.ts';
import { answerEverything } from '../features/answers.ts';
import { giveSize, openConsole, settle } from '../helpers.tsx';
import { answerAdherence } from './answers.ts';
import type { AdherenceOptions } from './answers.ts';

interface Setup extends NonNullable<AdherenceOptions> {
  /** What follows `#/adherence/`. */
  at?: string;
}

/** The console at the adherence area, on a fake team. */
export async function openAdherence({ at = 'now', ...options }: Setup = {}) {
  useDialogs.setState(useDialogs.getInitialState(), true);
  giveSize(1200, 700);
  const bridge = answerEverything(new FakeBridge());
  const team = answerAdherence(bridge, options);
  window.location.hash = `#/adherence/${at}`;
  const console = await openConsole(fakeFloor({ agents: 4 }), bridge);
  await settle();
  return { ...console, team };
}

export function callsOf(bridge: FakeBridge, name: string): unknown[] {
  return bridge.calls.filter((call) => call.name === name).map((call) => call.input);
}

/** What a person does with mouse and keys. */
export const user = {
  click(element: Element): void {
    fireEvent.click(element);
  },
  /** Picks one of an open list (each select has a hidden native twin with the same options). */
  async choose(name: string): Promise<void> {
    fireEvent.click(within(await screen.findByRole('listbox')).getByRole('option', { name }));
  },
  /** Keys one after the other, on whatever has the focus. */
  press(keys: readonly string[], shift = false): void {
    for (const key of keys) {
      const target = document.activeElement ?? document.body;
      fireEvent.keyDown(target, { key, shiftKey: shift });
      fireEvent.keyUp(target, { key, shiftKey: shift });
    }
  },
  type(field: Element, text: string): void {
    fireEvent.change(field, { target: { value: text } });
  },
};
