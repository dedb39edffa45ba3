import type { StoredView } from '../../connector.ts';

/** What a channel of the vendor carries at most, and how many channels a user and app may have before the oldest is thrown out. */
export const TOPICS_PER_CHANNEL = 1000;
export const CHANNELS = 20;

/** Whom the live figures are about. */
export interface Roster {
  queues: string[];
  agents: string[];
}

/** Who is planned for yesterday, today or tomorrow is on the floor, whether they serve a queue or not. */
const PLANNED_MS = 86_400_000;

/**
 * Ids of the agents who are on the floor: they serve a queue, or there is a plan for them. An account's users are more than its agents; where
 * nobody serves a queue and nobody is planned, nothing tells them apart, and all count.
 *
 * @param now epoch ms UTC
 */
export function onFloor(stored: StoredView, now: number): (agent: string) => boolean {
  const floor = new Set(stored.shifts(now - PLANNED_MS, now + PLANNED_MS).map(({ agent }) => agent));
  for (const { id, queues } of stored.agents()) if (queues.length > 0) floor.add(id);
  return (agent) => floor.size === 0 || floor.has(agent);
}

/** Active queues, and active agents who are on the floor. @param now epoch ms UTC */
export function rosterOf(stored: StoredView, now: number): Roster {
  const isOn = onFloor(stored, now);
  return {
    queues: stored
      .queues()
      .filter((queue) => queue.active)
      .map(({ id }) => id),
    agents: stored
      .agents()
      .filter(({ id, active }) => active && isOn(id))
      .map(({ id }) => id),
  };
}

/** Whether somebody is on the roster now who was not when the topics were made. */
export function hasGrown(before: Roster, now: Roster): boolean {
  const known = new Set([...before.queues, ...before.agents]);
  return [...now.queues, ...now.agents].some((id) => !known.has(id));
}

/**
 * The topics, the most important first: who waits, then what each agent does, then what each says of themselves. Where the channels cannot carry
 * them all the last are left out and read as snapshots. The vendor's word on adherence is listened to where there is room left on a channel that is
 * open anyway: it shows that the socket lives, and is no record of ours.
 */
export function topicsFor({ queues, agents }: Roster): string[] {
  const wanted = [
    ...queues.map((id) => `v2.analytics.queues.${id}.observations`),
    ...agents.map((id) => `v2.users.${id}.routingStatus`),
    ...agents.map((id) => `v2.users.${id}.presence`),
  ];
  const channels = Math.min(CHANNELS, Math.max(1, Math.ceil(wanted.length / TOPICS_PER_CHANNEL)));
  const extra = agents.flatMap((id) => [
    `v2.users.${id}.conversationsummary`,
    `v2.users.${id}.workforcemanagement.adherence`,
  ]);
  return [...wanted, ...extra].slice(0, channels * TOPICS_PER_CHANNEL);
}

/** The topics channel by channel. */
export function byChannel(topics: readonly string[]): string[][] {
  const channels: string[][] = [];
  for (let from = 0; from === 0 || from < topics.length; from += TOPICS_PER_CHANNEL) {
    channels.push(topics.slice(from, from + TOPICS_PER_CHANNEL));
  }
  return channels;
}
