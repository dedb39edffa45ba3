import type { FloorAgent } from '../floor.ts';
import type { StateEntry } from '../switchboard.ts';
import { adherenceFields, adherenceOf, adherencePrint } from './adherence.ts';
import type { Organization } from './http.ts';
import { iso } from './ids.ts';
import { callMetrics, peopleMetrics, queuesNow } from './render-observations.ts';
import { renderRouting } from './render-people.ts';
import { unitOf } from './routes-wfm.ts';
import { presenceOf, routingOf } from './states.ts';

/** A message for whoever has subscribed to its topic. */
export interface Event {
  topic: string;
  body: unknown;
}

/** What the channels together want to know; nothing else is worked out. */
export interface Wanted {
  has(topic: string): boolean;
}

/** The vendor looks at adherences this often, in seconds of the floor. */
const ADHERENCE_EVERY = 5;
const LONGEST_LOOK_BACK = 3600;

/** Everything that happens in the organisation as it happens: each look tells what has changed since the one before. */
export class EventFeed {
  private readonly organization: Organization;
  private readonly queuePrints = new Map<number, string>();
  private readonly adherencePrints = new Map<number, string>();
  private at: number;
  private adherenceAt = 0;

  /** @param now epoch seconds UTC: what happened before is not told */
  constructor(organization: Organization, now: number) {
    this.organization = organization;
    this.at = now;
    // The first look tells of queues and adherences only what differs from here on.
    this.queueEvents(now, EVERYTHING);
    this.adherenceEvents(now, EVERYTHING);
  }

  /** What happened after the last look and up to now, in order of time. @param now epoch seconds UTC */
  since(now: number, wanted: Wanted): Event[] {
    // After a long sleep there is no telling all of it: readers take a snapshot.
    const from = Math.max(this.at, now - LONGEST_LOOK_BACK);
    if (now <= from) return [];
    this.at = now;
    return [
      ...this.stateEvents(from, now, wanted),
      ...this.queueEvents(now, wanted),
      ...this.adherenceEvents(now, wanted),
    ];
  }

  private stateEvents(from: number, to: number, wanted: Wanted): Event[] {
    const { world } = this.organization;
    const found: { at: number; agent: FloorAgent; before: StateEntry | null; entry: StateEntry }[] = [];
    for (const agent of world.floor.agents) {
      let before = world.stateAt(agent.index, from);
      for (const log of world.logsAt(to)) {
        const entries = log.states[agent.index] ?? [];
        for (let i = firstAfter(entries, from); i < entries.length; i += 1) {
          const entry = entries[i];
          if (entry === undefined || entry.at > to) break;
          found.push({ at: entry.at, agent, before, entry });
          before = entry;
        }
      }
    }
    found.sort((a, b) => a.at - b.at);
    return found.flatMap(({ agent, before, entry }) => this.eventsOf(agent, before, entry, wanted));
  }

  private eventsOf(agent: FloorAgent, before: StateEntry | null, entry: StateEntry, wanted: Wanted): Event[] {
    const { ids } = this.organization;
    const id = ids.of('user', agent.index);
    const events: Event[] = [];
    const presence = presenceOf(agent, entry);
    const topic = `v2.users.${id}.presence`;
    if (wanted.has(topic) && presenceOf(agent, before).number !== presence.number) {
      events.push({
        topic,
        body: {
          source: 'PURECLOUD',
          primary: true,
          presenceDefinition: {
            id: ids.of('presence', presence.number),
            systemPresence: presence.system.replaceAll(' ', '_').toUpperCase(),
          },
          message: '',
          modifiedDate: iso(entry.at),
        },
      });
    }
    const routing = routingOf(agent, entry);
    const routingTopic = `v2.users.${id}.routingStatus`;
    if (wanted.has(routingTopic) && routingOf(agent, before) !== routing) {
      events.push({
        topic: routingTopic,
        body: { id, routingStatus: renderRouting(id, { at: entry.at, value: routing }) },
      });
    }
    const summary = `v2.users.${id}.conversationsummary`;
    if (agent.medium === 'phone' && wanted.has(summary) && before?.state !== entry.state) {
      events.push({ topic: summary, body: summaryOf(id, entry) });
    }
    return events;
  }

  private queueEvents(now: number, wanted: Wanted): Event[] {
    const { organization } = this;
    const queues = organization.queues.filter((queue) =>
      wanted.has(queueTopic(organization.ids.of('queue', queue.index))),
    );
    if (queues.length === 0) return [];
    return queuesNow(organization, queues, now).flatMap((figures) => {
      const calls = callMetrics(organization, figures, NO_DETAILS);
      const people = peopleMetrics(figures);
      const print = JSON.stringify([calls, people]);
      if (this.queuePrints.get(figures.queue.index) === print) return [];
      this.queuePrints.set(figures.queue.index, print);
      const queueId = organization.ids.of('queue', figures.queue.index);
      const interval = `${iso(now - 1)}/${iso(now)}`;
      const topic = queueTopic(queueId);
      return [
        { topic, body: { group: { mediaType: 'voice', queueId }, data: [{ interval, metrics: calls }] } },
        { topic, body: { group: { queueId }, data: [{ interval, metrics: people }] } },
      ];
    });
  }

  private adherenceEvents(now: number, wanted: Wanted): Event[] {
    if (now - this.adherenceAt < ADHERENCE_EVERY) return [];
    this.adherenceAt = now;
    const { organization } = this;
    const { ids, world } = organization;
    const events: Event[] = [];
    for (const agent of world.floor.agents) {
      const id = ids.of('user', agent.index);
      const topic = `v2.users.${id}.workforcemanagement.adherence`;
      if (!wanted.has(topic)) continue;
      const found = adherenceOf(organization, agent, now);
      const print = adherencePrint(organization, found);
      if (this.adherencePrints.get(agent.index) === print) continue;
      this.adherencePrints.set(agent.index, print);
      events.push({
        topic,
        body: {
          user: { id },
          managementUnitId: ids.of('management-unit', unitOf(agent).number),
          businessUnitId: ids.of('business-unit', 0),
          ...adherenceFields(organization, found),
          adherenceChangeTime: iso(found.since),
        },
      });
    }
    return events;
  }
}

const NO_DETAILS: ReadonlySet<string> = new Set();
const EVERYTHING: Wanted = { has: () => true };

function queueTopic(id: string): string {
  return `v2.analytics.queues.${id}.observations`;
}

function summaryOf(userId: string, entry: StateEntry): unknown {
  const none = { active: 0, acw: 0 };
  const contactCenter = { active: entry.state === 'talking' ? 1 : 0, acw: entry.state === 'wrap' ? 1 : 0 };
  const idle = { contactCenter: none, enterprise: none };
  return { userId, call: { contactCenter, enterprise: none }, callback: idle, email: idle, message: idle, chat: idle };
}

function firstAfter(entries: readonly StateEntry[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.at ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
