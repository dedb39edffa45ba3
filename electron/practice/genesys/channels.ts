import type { Clock } from '../../../shared/time/clock.ts';
import type { Ids } from './ids.ts';

/** One notification channel: its topics, and the socket that listens, if one does. */
export interface Channel {
  id: string;
  /** Who made it; the vendor counts channels by user and app. */
  owner: string;
  /** Epoch ms of the machine. */
  endsAt: number;
  topics: Set<string>;
  listener: Listener | null;
}

/** What a channel's socket can be told. */
export interface Listener {
  say(topic: string, body: unknown): void;
  end(code: number, reason: string): void;
}

export const CHANNELS_OF_ONE = 20;
export const TOPICS_OF_ONE = 1000;
const LIFE_MS = 86_400_000;

/** The channels of the organisation: a day each, twenty of one owner; one more throws out the oldest. */
export class Channels {
  private readonly ids: Ids;
  private readonly clock: Clock;
  private readonly channels = new Map<string, Channel>();
  private next = 1;

  constructor(ids: Ids, clock: Clock) {
    this.ids = ids;
    this.clock = clock;
  }

  create(owner: string): Channel {
    const own = this.of(owner);
    const oldest = own[0];
    if (own.length >= CHANNELS_OF_ONE && oldest !== undefined) this.remove(oldest);
    const id = `streaming-5-${this.ids.of('channel', this.next)}`;
    this.next += 1;
    const channel: Channel = { id, owner, endsAt: this.clock.now() + LIFE_MS, topics: new Set(), listener: null };
    this.channels.set(id, channel);
    return channel;
  }

  /** The channels of an owner, oldest first. */
  of(owner: string): Channel[] {
    this.expire();
    return [...this.channels.values()].filter((channel) => channel.owner === owner);
  }

  find(id: string): Channel | null {
    this.expire();
    return this.channels.get(id) ?? null;
  }

  /** Channels on which somebody listens. */
  listening(): Channel[] {
    return [...this.channels.values()].filter(({ listener }) => listener !== null);
  }

  private expire(): void {
    const now = this.clock.now();
    for (const channel of this.channels.values()) if (channel.endsAt <= now) this.remove(channel);
  }

  private remove(channel: Channel): void {
    this.channels.delete(channel.id);
    channel.listener?.say(`v2.system.no_longer_subscribed.${channel.id}`, { message: 'The channel was taken away.' });
    channel.listener?.end(1000, 'channel removed');
  }
}
