import type {
  AgentRecord,
  AgentStateRecord,
  Channel,
  ContactRecord,
  QueueRecord,
  SurveyRecord,
} from '../../shared/domain/records.ts';
import type { WritePage } from '../store/api.ts';
import type { Contact } from './arrivals.ts';
import { FloorCalendar } from './calendar.ts';
import { buildFloor } from './floor.ts';
import type { Floor, FloorAgent, FloorParameters, FloorQueue } from './floor.ts';
import { Pages } from './history-pages.ts';
import { PhoneHistory } from './history-phones.ts';
import type { Vendor } from './incidents.ts';
import { playDay } from './switchboard.ts';
import type { DayLog } from './switchboard.ts';
import { chatTickets, ticketsOfDay } from './tickets.ts';
import type { Ticket } from './tickets.ts';
import { customerId, groupId, lineId, userId } from './zendesk/ids.ts';

export interface HistoryOptions {
  seed: number;
  /** Epoch ms UTC; contacts that began in [from, to), oldest day first. */
  from: number;
  to: number;
  /** Size: 1 is 46 agents and about 2,000 calls and chats and 200 mails an ordinary weekday; agents grow with it, queues with its root. */
  scale?: number;
  /** Of the records; default `practice`. */
  source?: string;
  /** IANA zone of the floor; default UTC. */
  zone?: string;
  /** Also stays of agents in their states (about as many records again); default true. */
  agentStates?: boolean;
  /**
   * Where the phones ring: `zendesk` (default), or `genesys`: then calls, states (platforms `acd` and `presence`) and shifts are of the source
   * `<source>-phones`, which has the same people.
   */
  phones?: Vendor;
  /** Records of a page; default 1,000. */
  pageSize?: number;
}

const PAGE = 1000;

/**
 * Years of a practice floor as canonical records, played and handed over a page at a time; the ids are those that the Zendesk connector gives
 * the same floor, `raw` is null. People and queues come first. A contact is given as it stood in the end, whatever was not over by `to`
 * included. The same options give the same pages.
 */
export function* practiceHistory(options: HistoryOptions): Generator<WritePage, void, undefined> {
  const floor = buildFloor(parametersOf(options));
  const calendar = new FloorCalendar(floor.parameters);
  const pages = new Pages(options.source ?? 'practice', options.pageSize ?? PAGE);
  const phones = options.phones === 'genesys' ? new PhoneHistory(floor) : null;
  for (const record of queueRecords(floor, phones === null)) yield* pages.add('', record, 'people');
  for (const record of agentRecords(floor, phones === null)) yield* pages.add('', record, 'people');
  for (const record of phones === null ? [] : [...phones.queues(), ...phones.agents()]) {
    yield* pages.add(PHONES, record, 'people');
  }
  yield* pages.rest('people');
  const first = calendar.dayNumberAt(Math.floor(options.from / 1000));
  const last = calendar.dayNumberAt(Math.floor((options.to - 1) / 1000));
  for (let number = first; number <= last; number += 1) {
    const day = calendar.day(number);
    const log = playDay(floor, day, []);
    const chats: Contact[] = [];
    for (const contact of log.contacts) {
      if (contact.createdAt * 1000 < options.from || contact.createdAt * 1000 >= options.to) continue;
      if (queueOf(floor, contact.queue).medium === 'chat') chats.push(contact);
      else if (phones === null) yield* pages.add('', callRecord(contact));
      else yield* pages.add(PHONES, phones.call(contact, callRecord(contact)));
    }
    const tickets = [...ticketsOfDay(floor, calendar, day, []), ...chatTickets(floor, chats)];
    for (const ticket of tickets) {
      const contact = ticketRecord(floor, ticket);
      if (contact === null || contact.createdAt < options.from || contact.createdAt >= options.to) continue;
      yield* pages.add('', contact);
      const survey = surveyRecord(ticket);
      if (survey !== null) yield* pages.add('', survey);
    }
    if (phones !== null) for (const shift of phones.shifts(day)) yield* pages.add(PHONES, shift);
    if (options.agentStates === false) continue;
    for (const record of phones === null ? stateRecords(floor, log) : phones.states(log)) {
      yield* pages.add(phones === null ? '' : PHONES, record);
    }
  }
  if (options.agentStates !== false) for (const record of phones?.rest() ?? []) yield* pages.add(PHONES, record);
  yield* pages.rest();
}

/** What the name of the phones' source adds to that of the floor. */
const PHONES = '-phones';

function parametersOf(options: HistoryOptions): FloorParameters {
  const scale = options.scale ?? 1;
  const agents = Math.max(10, Math.round(46 * scale));
  return {
    seed: options.seed,
    zone: options.zone ?? 'UTC',
    agents,
    queues: Math.min(agents, Math.max(3, Math.round(12 * Math.sqrt(scale)))),
    load: 1,
    shiftMinutes: 0,
    weekdayOffset: 0,
    openedAt: options.from,
  };
}

function queueOf(floor: Floor, index: number): FloorQueue {
  const queue = floor.queues[index];
  if (queue === undefined) throw new RangeError(`No queue ${index}.`);
  return queue;
}

function queueIdOf(queue: FloorQueue): string {
  return queue.medium === 'phone' ? `line:${lineId(queue.index)}` : String(groupId(queue.index));
}

function queueRecords(floor: Floor, withPhones: boolean): QueueRecord[] {
  const channels = { phone: 'voice', chat: 'chat', ticket: 'email' } as const;
  const queues = floor.queues.filter(({ medium }) => withPhones || medium !== 'phone');
  return queues.map((queue) => ({
    entity: 'queue',
    id: queueIdOf(queue),
    version: 1,
    raw: null,
    name: queue.name,
    channel: channels[queue.medium],
    active: true,
  }));
}

function agentRecords(floor: Floor, withPhones: boolean): AgentRecord[] {
  const queuesOf = (agent: FloorAgent): number[] => (withPhones || agent.medium !== 'phone' ? agent.queues : []);
  return floor.agents.map((agent) => ({
    entity: 'agent',
    id: String(userId(agent.index)),
    version: 1,
    raw: null,
    name: agent.name,
    email: agent.email,
    active: true,
    teams: queuesOf(agent)
      .slice(0, 1)
      .map((queue) => queueOf(floor, queue).name),
    queues: queuesOf(agent).map((queue) => queueIdOf(queueOf(floor, queue))),
  }));
}

function callRecord(call: Contact): ContactRecord {
  const answered = call.outcome === 'answered';
  const queued = call.outcome !== 'left-in-menu';
  const hold = answered ? Math.min(Math.round(call.holdSeconds), call.endedAt - call.answeredAt - 1) : null;
  return {
    entity: 'contact',
    id: `call:${call.id}`,
    version: call.freeAt * 1000,
    raw: null,
    channel: 'voice',
    direction: 'inbound',
    queue: `line:${lineId(call.queue)}`,
    agent: answered ? String(userId(call.agent)) : null,
    customerKey: String(customerId(call.customer)),
    createdAt: call.createdAt * 1000,
    queuedAt: queued ? call.queuedAt * 1000 : null,
    answeredAt: answered ? call.answeredAt * 1000 : null,
    endedAt: call.endedAt * 1000,
    vruSeconds: call.queuedAt - call.createdAt,
    queueSeconds: queued ? (answered ? call.answeredAt : call.endedAt) - call.queuedAt : null,
    ringSeconds: answered ? call.ringSeconds : null,
    talkSeconds: hold === null ? null : call.endedAt - call.answeredAt - hold,
    holdSeconds: hold,
    wrapSeconds: answered ? call.freeAt - call.endedAt : null,
    outcome: answered ? 'answered' : queued ? 'abandoned' : 'left-before-queue',
    subject: null,
  };
}

const VIA: Record<Ticket['channel'], Channel> = { email: 'email', web: 'ticket', mobile: 'ticket', chat: 'chat' };

/** The ticket as it stood in the end; null for those that were deleted or merged away. */
function ticketRecord(floor: Floor, ticket: Ticket): ContactRecord | null {
  const { events } = ticket;
  const created = events[0];
  const last = events.at(-1);
  if (created === undefined || last === undefined || last.kind === 'deleted' || last.kind === 'merged') return null;
  const replied = events.find((event) => event.kind === 'replied');
  const solved = events.find((event) => event.kind === 'solved');
  const answeredAt = replied === undefined ? null : replied.at;
  const chat = ticket.channel === 'chat';
  return {
    entity: 'contact',
    id: String(ticket.id),
    version: last.at * 1000,
    raw: null,
    channel: VIA[ticket.channel],
    direction: 'inbound',
    queue: queueIdOf(queueOf(floor, ticket.queue)),
    agent: last.agent < 0 ? null : String(userId(last.agent)),
    customerKey: String(customerId(ticket.customer)),
    createdAt: created.at * 1000,
    queuedAt: created.at * 1000,
    answeredAt: answeredAt === null ? null : answeredAt * 1000,
    endedAt: (solved ?? last).at * 1000,
    vruSeconds: null,
    queueSeconds: (answeredAt ?? (solved ?? last).at) - created.at,
    ringSeconds: null,
    talkSeconds: chat && answeredAt !== null && solved !== undefined ? solved.at - answeredAt : null,
    holdSeconds: null,
    wrapSeconds: null,
    outcome: answeredAt === null ? 'abandoned' : 'answered',
    subject: ticket.subject,
  };
}

function surveyRecord(ticket: Ticket): SurveyRecord | null {
  const { rating } = ticket;
  if (rating === null) return null;
  const agent = ticket.events.findLast((event) => event.agent >= 0)?.agent ?? -1;
  const rated = rating.ratedAt !== null;
  return {
    entity: 'survey',
    id: String(ticket.id + 50_000_000_000),
    version: (rating.ratedAt ?? rating.offeredAt) * 1000,
    raw: null,
    kind: 'csat',
    contact: String(ticket.id),
    agent: agent < 0 ? null : String(userId(agent)),
    queue: String(groupId(ticket.queue)),
    score: rated ? (rating.good ? 1 : 0) : null,
    scaleMax: 1,
    satisfied: rated ? rating.good : null,
    comment: rated ? rating.comment : null,
    offeredAt: rating.offeredAt * 1000,
    answeredAt: rating.ratedAt === null ? null : rating.ratedAt * 1000,
  };
}

const STATES = {
  available: ['available', 'online'],
  ringing: ['available', 'online'],
  talking: ['on-contact', 'online/on_call'],
  wrap: ['wrap', 'online/wrap_up'],
  away: ['away', 'away'],
  gone: ['available', 'online'],
} as const;

/** Those of chat and mail, as Talk sees them. */
const ELSEWHERE = ['back-office', 'transfers_only'] as const;
const OFF_PHONE = {
  available: ELSEWHERE,
  ringing: ELSEWHERE,
  talking: ELSEWHERE,
  wrap: ELSEWHERE,
  away: STATES.away,
  gone: ELSEWHERE,
} as const;

/** Stays in a state; neighbours that look the same from outside are one stay. */
function* stateRecords(floor: Floor, log: DayLog): Generator<AgentStateRecord> {
  for (const agent of floor.agents) {
    const entries = log.states[agent.index] ?? [];
    const states = agent.medium === 'phone' ? STATES : OFF_PHONE;
    let open: AgentStateRecord | null = null;
    for (const entry of entries) {
      const outside = entry.state === 'offline' ? null : states[entry.state];
      if (open !== null && outside !== null && open.rawState === outside[1]) continue;
      if (open !== null) yield { ...open, version: entry.at * 1000, endAt: entry.at * 1000 };
      open =
        outside === null
          ? null
          : {
              entity: 'agent-state',
              id: `talk:${userId(agent.index)}:${entry.at * 1000}`,
              version: entry.at * 1000,
              raw: null,
              agent: String(userId(agent.index)),
              platform: 'talk',
              state: outside[0],
              rawState: outside[1],
              startAt: entry.at * 1000,
              endAt: null,
              contact: entry.contact < 0 || agent.medium !== 'phone' ? null : `call:${entry.contact}`,
            };
    }
    if (open !== null) yield open;
  }
}
