import type { StoredView } from '../../connector.ts';

/** What a channel of the vendor carries at most, and how many channels a user and app may have before the oldest is thrown out. */
export const TOPICS_PER_CHANNEL = 1000;
export const CHANNELS = 20;

/** Whom the live figures are about. */
export interface Roster {
  queues: string[];
  agents: string[];
}

/** Active queues, and active agents who serve any queue; all agents where nobody does. */
export function rosterOf(stored: StoredView): Roster {
  const active = stored.agents().filter((agent) => agent.active);
  const serving = active.filter(({ queues }) => queues.length > 0);
  return {
    queues: stored
      .queues()
      .filter((queue) => queue.active)
      .map(({ id }) => id),
    agents: (serving.length > 0 ? serving : active).map(({ id }) => id),
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
