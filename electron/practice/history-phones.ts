import type {
  Activity,
  AgentRecord,
  AgentState,
  AgentStateRecord,
  ContactRecord,
  QueueRecord,
  ShiftRecord,
} from '../../shared/domain/records.ts';
import type { Contact } from './arrivals.ts';
import type { FloorDay } from './calendar.ts';
import type { Floor, FloorAgent } from './floor.ts';
import { isPaid } from './genesys/activity-codes.ts';
import { Ids } from './genesys/ids.ts';
import { spelt, TEAMS } from './genesys/render-people.ts';
import { presenceOf, routingOf } from './genesys/states.ts';
import type { Presence, RoutingStatus } from './genesys/states.ts';
import { planKnownAt } from './schedule.ts';
import type { PlannedKind } from './schedule.ts';
import type { DayLog, StateEntry } from './switchboard.ts';

/** The phones' side of a practice floor as canonical records, with the ids that the Genesys connector gives them. `raw` is null. */
export class PhoneHistory {
  private readonly floor: Floor;
  private readonly ids: Ids;
  /** The last stay of everybody on each platform, which the next day may go on with. */
  private readonly open = new Map<string, AgentStateRecord>();

  constructor(floor: Floor) {
    this.floor = floor;
    this.ids = new Ids(floor.parameters.seed);
  }

  queues(): QueueRecord[] {
    const phones = this.floor.queues.filter(({ medium }) => medium === 'phone');
    return phones.map(({ index, name }) => ({
      entity: 'queue',
      id: this.ids.of('queue', index),
      version: 1,
      raw: null,
      name,
      channel: 'voice',
      active: true,
    }));
  }

  agents(): AgentRecord[] {
    return this.floor.agents.map((agent) => ({
      entity: 'agent',
      id: this.user(agent.index),
      version: 1,
      raw: null,
      ...spelt(agent),
      active: true,
      teams: TEAMS.filter(({ medium }) => medium === agent.medium).map(({ name }) => name),
      queues: agent.medium === 'phone' ? agent.queues.map((queue) => this.ids.of('queue', queue)) : [],
    }));
  }

  /** A call as its record in the other dialect, under the ids of this one. */
  call(call: Contact, record: ContactRecord): ContactRecord {
    return {
      ...record,
      id: this.ids.of('conversation', call.id),
      queue: this.ids.of('queue', call.queue),
      agent: call.outcome === 'answered' ? this.user(call.agent) : null,
      customerKey: `tel:+1555${String(call.customer % 10_000_000).padStart(7, '0')}`,
    };
  }

  /** Stays that ended on the day, on both platforms. Those that go on come with the day on which they end, or with {@link rest}. */
  *states(log: DayLog): Generator<AgentStateRecord> {
    for (const agent of this.floor.agents) {
      for (const entry of log.states[agent.index] ?? []) {
        const presence = presenceOf(agent, entry);
        yield* this.said(agent, entry, 'presence', presenceWords(presence), presenceState(presence));
        if (agent.medium !== 'phone') continue;
        const routing = routingOf(agent, entry);
        yield* this.said(agent, entry, 'acd', routing, ROUTING[routing]);
      }
    }
  }

  /** The stays that still last. */
  rest(): AgentStateRecord[] {
    return [...this.open.values()];
  }

  /** Everybody's shift of the day as the planner has it in the end, and whole days of time off. */
  *shifts(day: FloorDay): Generator<ShiftRecord> {
    for (const agent of this.floor.agents) {
      const { shift, timeOff } = planKnownAt(this.floor, agent, day, Number.POSITIVE_INFINITY);
      const number = day.day * 10_000 + agent.index;
      const base = { entity: 'shift', version: day.startAt * 1000, raw: null, agent: this.user(agent.index) } as const;
      const bounds = ({ at, seconds }: { at: number; seconds: number }): { startAt: number; endAt: number } => ({
        startAt: at * 1000,
        endAt: (at + seconds) * 1000,
      });
      const planned = (
        kind: PlannedKind,
        span: { at: number; seconds: number },
      ): ShiftRecord['activities'][number] => ({
        activity: ACTIVITIES[kind],
        rawActivity: kind,
        ...bounds(span),
        paid: isPaid(kind),
      });
      if (shift !== null) {
        const activities = shift.activities.map((activity) => planned(activity.kind, activity));
        yield { ...base, id: this.ids.of('shift', number), ...bounds(shift), activities };
      } else if (timeOff !== null) {
        yield {
          ...base,
          id: this.ids.of('time-off', number),
          ...bounds(timeOff),
          activities: [planned(timeOff.kind, timeOff)],
        };
      }
    }
  }

  private *said(
    agent: FloorAgent,
    entry: StateEntry,
    platform: 'acd' | 'presence',
    rawState: string,
    state: AgentState,
  ): Generator<AgentStateRecord> {
    const user = this.user(agent.index);
    const key = `${platform}:${user}`;
    const before = this.open.get(key);
    if (before?.rawState === rawState) return;
    const startAt = entry.at * 1000;
    if (before !== undefined) yield { ...before, version: before.startAt + ENDED, endAt: startAt };
    this.open.set(key, {
      entity: 'agent-state',
      id: `${key}:${startAt}`,
      version: startAt,
      raw: null,
      agent: user,
      platform,
      state,
      rawState,
      startAt,
      endAt: null,
      contact: null,
    });
  }

  private user(index: number): string {
    return this.ids.of('user', index);
  }
}

/** A stay that has ended is a later version of itself than the one that lasts. */
const ENDED = 1;

const ROUTING: Record<RoutingStatus, AgentState> = {
  IDLE: 'available',
  INTERACTING: 'on-contact',
  NOT_RESPONDING: 'away',
  OFF_QUEUE: 'offline',
};

const PRESENCES: Record<Presence['system'], AgentState> = {
  Available: 'available',
  'On Queue': 'available',
  Busy: 'back-office',
  Away: 'away',
  Idle: 'away',
  Offline: 'offline',
  Meal: 'lunch',
  Training: 'training',
  Meeting: 'meeting',
  Break: 'break',
};

function presenceWords({ system, own }: Presence): string {
  return own === null ? system : `${system}/${own}`;
}

function presenceState({ system, own }: Presence): AgentState {
  return own === 'Coaching' ? 'coaching' : PRESENCES[system];
}

const ACTIVITIES: Record<PlannedKind, Activity> = {
  work: 'work',
  tickets: 'back-office',
  break: 'break',
  lunch: 'lunch',
  meeting: 'meeting',
  training: 'training',
  coaching: 'coaching',
  appointment: 'off',
  vacation: 'off',
  sick: 'off',
};
