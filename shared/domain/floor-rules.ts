/** Settings of the floor that are not a person's: windows, freshness, and the service-level rule of each queue. */
import type { Channel } from './records.ts';
import type { ServiceLevelRule } from './service-level.ts';

/** The window of "now": service level, abandons and occupancy of the last half hour. */
export const WINDOW_MS = 30 * 60_000;
/** Quarter hours in a row's small trend line (3 hours). */
export const TREND_QUARTERS = 12;
/** A source that has said nothing for this long is stale, not calm. Vendors withhold their last minute. */
export const STALE_AFTER_MS = 120_000;
/** A queue's figures (as against contacts) hold for this long. */
export const SNAPSHOT_HOLDS_MS = 120_000;
/** With contacts alone an agent counts as present this long after the last one. */
export const SEEN_FOR_MS = 60 * 60_000;
/** Occupancy is brought up to date this often per agent (each at a second of its own). */
export const OCCUPANCY_EVERY_SECONDS = 15;

const CHAT_THRESHOLD_SECONDS = 60;
const INBOX_THRESHOLD_SECONDS = 8 * 3600;

/**
 * The rule of a queue: its own, else the floor's. Twenty seconds mean nothing to an inbox, so without a rule of their own chats count
 * within a minute and inboxes within eight hours (or the floor's threshold where that is longer).
 */
export function ruleFor(
  key: string,
  channel: Channel,
  floor: ServiceLevelRule,
  own: Readonly<Record<string, ServiceLevelRule>>,
): ServiceLevelRule {
  const rule = own[key];
  if (rule !== undefined) return rule;
  const least = channel === 'chat' ? CHAT_THRESHOLD_SECONDS : isInbox(channel) ? INBOX_THRESHOLD_SECONDS : 0;
  return floor.thresholdSeconds >= least ? floor : { ...floor, thresholdSeconds: least };
}

/** Work that is read when there is time, not served one after the other. */
export function isInbox(channel: Channel): boolean {
  return channel === 'email' || channel === 'ticket' || channel === 'social';
}

/** Second, modulo the cadence, at which this key's occupancy is reckoned: the same for a key at any time, spread over keys. */
export function occupancyPhase(key: string): number {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (hash * 31 + key.charCodeAt(index)) | 0;
  return Math.abs(hash) % OCCUPANCY_EVERY_SECONDS;
}

/** The last instant at or before `at` at which a key of this phase is reckoned. @param at epoch ms UTC */
export function occupancyMark(phase: number, at: number): number {
  const second = Math.floor(at / 1000);
  const since = second - phase;
  return (phase + Math.floor(since / OCCUPANCY_EVERY_SECONDS) * OCCUPANCY_EVERY_SECONDS) * 1000;
}
