import { z } from 'zod';
import { HttpFault } from '../../connector.ts';
import type { PushChannel, PushContext, PushSink, PushSpec, TextSocket } from '../../connector.ts';
import type { TokenKeeper } from '../auth.ts';
import type { GenesysClient } from '../client.ts';
import { isLoopback } from '../config.ts';
import type { Lookups } from '../lookups.ts';
import type { Observation } from '../normalise/observations.ts';
import { seenPresence, seenRouting } from '../normalise/states.ts';
import type { PresenceNames, SeenState } from '../normalise/states.ts';
import { readShape } from '../../common/reply.ts';
import { StateBook } from '../state-book.ts';
import { readMessage } from './messages.ts';
import type { Message } from './messages.ts';
import { QueueBoard } from './queue-board.ts';
import { byChannel, hasGrown, rosterOf, topicsFor } from './topics.ts';
import type { Roster } from './topics.ts';

export const STATES = 'agent-status';
export const QUEUES = 'queue-observations';

const PATH = '/api/v2/notifications/channels';

/** A channel that ends sooner than this is made anew before it does. */
const RENEW_BEFORE_MS = 30 * 60_000;
/** Where the vendor does not say how long a channel lives: a day. */
const LIFE_MS = 24 * 3_600_000;
/** The roster is looked at, and the other side is asked whether it is there, at most this often. */
const CHECK_EVERY_MS = 30_000;

const channelReply = z.looseObject({
  id: z.string().min(1),
  connectUri: z.string().min(1),
  expires: z.iso.datetime({ offset: true }).nullish().catch(null),
});

const subscriptionsReply = z.looseObject({
  entities: z
    .array(
      z.looseObject({
        id: z.string().nullish(),
        state: z.string().nullish(),
        rejectionReason: z.string().nullish(),
        missingPermissions: z.array(z.string()).nullish().catch(null),
      }),
    )
    .nullish(),
});

/** Live states of agents and figures of queues, over the vendor's notification channels. */
export class GenesysPush implements PushSpec {
  readonly covers = [STATES, QUEUES] as const;
  /** The vendor's heartbeat comes every 30 seconds: two may be missed. */
  readonly quietAfterSeconds = 75;
  readonly #client: GenesysClient;
  readonly #tokens: TokenKeeper;
  readonly #lookups: Lookups;
  #live: LiveChannel | null = null;

  constructor(client: GenesysClient, tokens: TokenKeeper, lookups: Lookups) {
    this.#client = client;
    this.#tokens = tokens;
    this.#lookups = lookups;
  }

  /** A snapshot has seen a state: an event that ends it knows now that it lasted till then. */
  confirm(seen: SeenState): void {
    this.#live?.book.tell(seen);
  }

  /** A snapshot has seen a queue: what its messages leave out stands as there. */
  seenQueue(queue: string, observations: readonly Observation[]): void {
    this.#live?.board.set(queue, observations);
  }

  async open(context: PushContext, sink: PushSink): Promise<PushChannel> {
    const names = await this.#lookups.presences(context);
    const roster = rosterOf(context.stored, context.serverNow());
    const channel = new LiveChannel(context, sink, this.#tokens, roster, names);
    try {
      for (const topics of byChannel(topicsFor(roster))) {
        const { id, uri, endsAt } = await this.#create(context);
        channel.add(await context.sockets.connect(uri), endsAt);
        channel.refuse(await this.#subscribe(context, id, topics));
      }
    } catch (error) {
      await channel.close();
      throw error;
    }
    this.#live = channel;
    return channel;
  }

  async #create(context: PushContext): Promise<{ id: string; uri: string; endsAt: number }> {
    const reply = await this.#client.send(context, 'push', 'POST', PATH, undefined);
    const { id, connectUri, expires } = readShape(channelReply, reply, 'channel');
    const endsAt = typeof expires === 'string' ? Date.parse(expires) : context.serverNow() + LIFE_MS;
    return { id, uri: checked(connectUri), endsAt };
  }

  async #subscribe(
    context: PushContext,
    channel: string,
    topics: readonly string[],
  ): Promise<PushChannel['refused'][number][]> {
    const target = `${PATH}/${encodeURIComponent(channel)}/subscriptions?ignoreErrors=true`;
    const reply = await this.#client.send(
      context,
      'push',
      'PUT',
      target,
      topics.map((id) => ({ id })),
    );
    const { entities } = readShape(subscriptionsReply, reply, 'subscriptions');
    return (entities ?? [])
      .filter(({ state }) => state === 'Rejected')
      .map(({ id, rejectionReason, missingPermissions }) => ({
        topic: id ?? 'unknown',
        reason: missingPermissions?.length
          ? `missing ${missingPermissions.join(', ')}`
          : (rejectionReason ?? 'refused'),
      }));
  }
}

/** The socket's address as the API gave it. @throws HttpFault bad-reply where it is neither secure nor this machine */
function checked(uri: string): string {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url?.protocol === 'wss:' || (url?.protocol === 'ws:' && isLoopback(url.hostname))) return url.href;
  throw new HttpFault('bad-reply', 'Genesys Cloud gave an address for live events that is not secure. It is not used.');
}

/** The sockets of one opening, which live and end together. */
class LiveChannel implements PushChannel {
  readonly book: StateBook;
  readonly board = new QueueBoard();
  readonly refused: { topic: string; reason: string }[] = [];
  readonly #context: PushContext;
  readonly #sink: PushSink;
  readonly #tokens: TokenKeeper;
  readonly #roster: Roster;
  readonly #names: PresenceNames;
  readonly #sockets: TextSocket[] = [];
  #endsAt = Number.POSITIVE_INFINITY;
  #checkedAt: number;
  #over = false;

  constructor(context: PushContext, sink: PushSink, tokens: TokenKeeper, roster: Roster, names: PresenceNames) {
    this.#context = context;
    this.#sink = sink;
    this.#tokens = tokens;
    this.#roster = roster;
    this.#names = names;
    this.#checkedAt = context.clock.monotonic();
    this.book = new StateBook(context.stored.openStates(), 0);
  }

  /** @param endsAt epoch ms UTC of the channel's end by the vendor's rule */
  add(socket: TextSocket, endsAt: number): void {
    this.#sockets.push(socket);
    this.#endsAt = Math.min(this.#endsAt, endsAt);
    socket.onText((text) => {
      if (!this.#over) this.#take(readMessage(text), text, socket);
    });
    socket.onClose((code) => this.#end(`Genesys Cloud ended the live connection (${code}).`));
  }

  refuse(topics: readonly { topic: string; reason: string }[]): void {
    this.refused.push(...topics);
  }

  async close(): Promise<void> {
    this.#over = true;
    for (const socket of this.#sockets) socket.close();
  }

  #end(reason: string): void {
    if (this.#over) return;
    void this.close();
    this.#sink.ended(reason);
  }

  #take(message: Message, text: string, socket: TextSocket): void {
    switch (message.kind) {
      case 'routing-status':
        this.#takeState(seenRouting(message.agent, message.status), text);
        break;
      case 'presence':
        this.#takeState(seenPresence(message.agent, message.presence, this.#names), text);
        break;
      case 'queue': {
        const at = message.at ?? this.#context.serverNow();
        const record = this.board.tell(message.queue, message.observations, at);
        this.#sink.page({ stream: QUEUES, rows: 1, records: [record], tombstones: [], quarantine: [], at });
        break;
      }
      case 'over':
        if (message.revoked) this.#tokens.forget();
        this.#end(message.reason);
        return;
      case 'unreadable':
        this.#keepAside(text, message.reason);
        break;
      case 'alive':
        this.#sink.alive();
    }
    this.#check(socket);
  }

  #takeState(seen: SeenState | null, text: string): void {
    if (seen === null) {
      this.#keepAside(text, 'A message of an agent bears no state or no instant.');
      return;
    }
    const records = this.book.tell(seen);
    this.#sink.page({ stream: STATES, rows: 1, records, tombstones: [], quarantine: [], at: seen.startAt });
  }

  #keepAside(text: string, reason: string): void {
    const key = `event:${text.slice(0, 200)}`;
    const quarantine = [{ key, entity: 'agent-state' as const, payload: text.slice(0, 20_000), reason, line: null }];
    this.#sink.page({ stream: STATES, rows: 1, records: [], tombstones: [], quarantine, at: null });
  }

  /** Messages are the channel's clock: on one of them now and then it is seen whether the other side answers, and whether the channel still fits. */
  #check(socket: TextSocket): void {
    const { clock, serverNow, stored } = this.#context;
    if (clock.monotonic() - this.#checkedAt < CHECK_EVERY_MS) return;
    this.#checkedAt = clock.monotonic();
    socket.send(JSON.stringify({ message: 'ping' }));
    if (this.#endsAt - serverNow() < RENEW_BEFORE_MS) this.#sink.renew('The live channel is about to end.');
    else if (hasGrown(this.#roster, rosterOf(stored, serverNow())))
      this.#sink.renew('There is a new agent or queue to listen to.');
  }
}
