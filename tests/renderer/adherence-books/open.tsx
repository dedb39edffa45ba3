import '../../../renderer/features/register.ts';
// Loaded when they are first opened; here they are there already, so that opening takes no time of the test.
import '../../../renderer/features/adherence/AdherenceScreen.tsx';
import '../../../renderer/features/adherence/day/DayPanel.tsx';
import '../../../renderer/features/adherence/exceptions/ExceptionsTab.tsx';
import '../../../renderer/features/adherence/month/MonthTab.tsx';
import '../../../renderer/features/adherence/people/PeopleTab.tsx';
import '../../../renderer/features/adherence/states/StatesTab.tsx';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { fakeFloor } from '../../helpers/fake-floor.ts';
import { answerAdherence } from '../adherence/answers.ts';
import { answerEverything } from '../features/answers.ts';
import { giveSize, openConsole, settle } from '../helpers.tsx';
import { answerBooks } from './answers.ts';

/** The console at one of the books, on a fake team. @param prepare answers of the test itself, over the plausible ones */
export async function openBook(at: string, prepare?: (bridge: FakeBridge) => void) {
  giveSize(1200, 700);
  const bridge = answerEverything(new FakeBridge());
  answerAdherence(bridge);
  answerBooks(bridge);
  prepare?.(bridge);
  window.location.hash = `#/adherence/${at}`;
  const console = await openConsole(fakeFloor({ agents: 4 }), bridge);
  await settle();
  return console;
}

/** Calls of one name that reached the engine, oldest first. */
export function callsOf(bridge: FakeBridge, name: string): unknown[] {
  return bridge.calls.filter((call) => call.name === name).map((call) => call.input);
}
