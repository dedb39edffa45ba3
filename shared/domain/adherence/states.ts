/** Which state matches which planned activity, and what counts as work. */
import type { Activity, AgentState } from '../records.ts';

/** The activity that a state is the doing of. Null: `away` and `offline` are the doing of nothing planned. Asking for help is working. */
export function activityOf(state: AgentState): Activity | null {
  switch (state) {
    case 'available':
    case 'on-contact':
    case 'wrap':
    case 'help':
      return 'work';
    case 'away':
    case 'offline':
      return null;
    default:
      return state;
  }
}

/** Whether a state keeps to a planned activity. Nobody is out of adherence for what they do while they are off. */
export function matches(activity: Activity, state: AgentState): boolean {
  return activity === 'off' || activityOf(state) === activity;
}

/** Planned activities that conformance and productive adherence count: work and back office. */
export function isProductiveActivity(activity: Activity | null): boolean {
  return activity === 'work' || activity === 'back-office';
}

/** States in which a person works: available, on contact, wrap, help and back office. */
export function isProductiveState(state: AgentState | null): boolean {
  if (state === null) return false;
  const activity = activityOf(state);
  return activity === 'work' || activity === 'back-office';
}

/** A contact is open: somebody is being served, or just was. */
export function isContact(state: AgentState | null): boolean {
  return state === 'on-contact' || state === 'wrap';
}
