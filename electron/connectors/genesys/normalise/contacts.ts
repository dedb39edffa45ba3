import type {
  CanonicalRecord,
  ContactRecord,
  ContactSegmentRecord,
  Direction,
  Outcome,
  SurveyRecord,
} from '../../../../shared/domain/records.ts';
import type { Normaliser } from '../../normalise/each.ts';
import { conversationSchema, latestInstant } from './conversation.ts';
import type { Conversation, Segment } from './conversation.ts';
import { legsOf, partsOf } from './legs.ts';
import type { Leg, Part, Parts } from './legs.ts';
import { channelOf } from './media.ts';

/** Names of wrap-up codes by id. */
export type WrapUpNames = Readonly<Record<string, string>>;

/**
 * A conversation as contacts: one for each queue that it was in, because every queue answers for its own wait and its own answer. The first bears
 * the conversation's id, the later ones `<id>:2`, `<id>:3` and so on. What happened in each becomes segments; surveys come along.
 *
 * @param atLeast epoch ms UTC: version that the records have at least. The version of a conversation is the latest instant that it speaks of, and
 * the vendor may set instants back when it corrects its data: what the nightly pass tells goes before what was read near to real time.
 */
export function conversationNormaliser(wrapUps: WrapUpNames, atLeast: number): Normaliser {
  return (payload, raw) => {
    const conversation = conversationSchema.parse(payload);
    const version = Math.max(latestInstant(conversation), atLeast);
    const parts = partsOf(conversation);
    const legs = legsOf(parts);
    const records: CanonicalRecord[] = [];
    legs.forEach((leg, index) => {
      const id = legId(conversation.conversationId, index);
      // The payload is kept once, with the first contact that it brings.
      const contact = { ...contactOf(conversation, parts, legs, index, wrapUps), id, version };
      records.push({ ...contact, raw: index === 0 ? raw : null });
      records.push(...segmentsOf(leg, id, version, index === 0 ? parts.menus : []));
    });
    for (const survey of conversation.surveys) {
      const record = surveyOf(survey, conversation, legs, version);
      if (record !== null) records.push(record);
    }
    return { records, tombstones: [] };
  };
}

function legId(conversation: string, index: number): string {
  return index === 0 ? conversation : `${conversation}:${index + 1}`;
}

function contactOf(
  conversation: Conversation,
  parts: Parts,
  legs: readonly Leg[],
  index: number,
  wrapUps: WrapUpNames,
): Omit<ContactRecord, 'id' | 'version' | 'raw'> {
  const leg = legs[index] as Leg;
  const next = legs[index + 1];
  const talks = segmentsOfAgents(leg, ['interact']);
  const server = servedBy(leg);
  const queuedAt = leg.acd?.startAt ?? null;
  const answeredAt = talks.length === 0 ? null : Math.min(...talks.map(({ segmentStart }) => segmentStart));
  const endedAt = endOf(conversation, parts, leg, next);
  const outcome = outcomeOf(leg, next, answeredAt, endedAt, parts);
  const main = leg.acd ?? leg.agents[0] ?? parts.customers[0] ?? parts.menus[0];
  const queueEnd = answeredAt ?? endedAt ?? leg.acd?.endAt ?? null;
  return {
    entity: 'contact',
    channel: channelOf(main?.session.mediaType ?? null, main?.session.messageType ?? null),
    direction: directionOf(conversation, parts),
    queue: leg.queue,
    agent: server,
    customerKey: customerOf(conversation, parts),
    createdAt: index === 0 ? conversation.conversationStart : (queuedAt ?? conversation.conversationStart),
    queuedAt,
    answeredAt,
    endedAt,
    vruSeconds: index === 0 ? menuSeconds(parts, queuedAt) : null,
    queueSeconds: queuedAt === null || queueEnd === null ? null : Math.max(0, queueEnd - queuedAt) / 1000,
    ringSeconds: secondsOf(leg, ['alert']),
    talkSeconds: secondsOf(leg, ['interact']),
    holdSeconds: secondsOf(leg, ['hold']),
    wrapSeconds: secondsOf(leg, ['wrapup']),
    outcome,
    subject: subjectOf(leg, parts, wrapUps),
  };
}

function segmentsOfAgents(leg: Leg, types: readonly string[]): Segment[] {
  return leg.agents.flatMap(({ session }) =>
    session.segments.filter(({ segmentType }) => segmentType !== null && types.includes(segmentType)),
  );
}

/** Seconds of the finished segments of these kinds; null where there was none. */
function secondsOf(leg: Leg, types: readonly string[]): number | null {
  const ended = segmentsOfAgents(leg, types).filter(({ segmentEnd }) => segmentEnd !== null);
  if (ended.length === 0) return null;
  return (
    ended.reduce((sum, { segmentStart, segmentEnd }) => sum + Math.max(0, (segmentEnd ?? 0) - segmentStart), 0) / 1000
  );
}

/** The agent who talked last; before anybody has talked, the one whose phone rings now. */
function servedBy(leg: Leg): string | null {
  const talked = leg.agents.filter(({ session }) =>
    session.segments.some(({ segmentType }) => segmentType === 'interact'),
  );
  const ringing = leg.agents.filter(({ endAt }) => endAt === null);
  return (talked.at(-1) ?? ringing.at(-1))?.participant.userId ?? null;
}

/** Time in menus and bots before the queue, in seconds; null where there was none. */
function menuSeconds({ menus }: Parts, queuedAt: number | null): number | null {
  let ms: number | null = null;
  for (const { startAt, endAt } of menus) {
    if (queuedAt !== null && startAt >= queuedAt) continue;
    if (endAt !== null) ms = (ms ?? 0) + Math.max(0, endAt - startAt);
  }
  return ms === null ? null : ms / 1000;
}

/**
 * When the customer's side of a leg was over; null while it goes on. A leg that was followed by another ended when its last agent let go, or when
 * it left the queue. The last one ends when the customer is gone: the conversation itself may go on for the agent's wrap-up.
 */
function endOf(conversation: Conversation, parts: Parts, leg: Leg, next: Leg | undefined): number | null {
  const service = leg.agents.flatMap(({ session }) =>
    session.segments.filter(({ segmentType }) => segmentType === 'interact' || segmentType === 'hold'),
  );
  if (next !== undefined) {
    const ends = service.length > 0 ? service.map(({ segmentEnd }) => segmentEnd) : [leg.acd?.endAt ?? null];
    // A warm transfer: the agent stays on the line for a while after the customer has queued again.
    return ends.includes(null) ? (next.acd?.startAt ?? null) : Math.max(...ends.map((end) => end ?? 0));
  }
  const gone = parts.customers.map(({ endAt }) => endAt);
  const customerEnd = gone.length === 0 || gone.includes(null) ? null : Math.max(...gone.map((end) => end ?? 0));
  const { conversationEnd } = conversation;
  if (conversationEnd === null) return customerEnd !== null && isHungUp(parts) ? customerEnd : null;
  return customerEnd === null ? conversationEnd : Math.min(customerEnd, conversationEnd);
}

/** Whether every customer's last segment says how it was disconnected: between two segments of one session there is no such word. */
function isHungUp({ customers }: Parts): boolean {
  return customers.every(({ session }) => session.segments.at(-1)?.disconnectType !== null);
}

/** Ends of a leg in the queue by which it went elsewhere, and was neither answered nor given up by the customer. */
const SENT_ON = /transfer/i;

/** Ends that are the customer's own doing. */
const CUSTOMER_LEFT: ReadonlySet<string> = new Set(['client', 'peer', 'endpoint', 'inactivity', 'sessionExpired']);

function outcomeOf(
  leg: Leg,
  next: Leg | undefined,
  answeredAt: number | null,
  endedAt: number | null,
  parts: Parts,
): Outcome {
  if (endedAt === null) return 'open';
  if (answeredAt !== null) return 'answered';
  if (leg.acd === null) return leg.agents.length === 0 && parts.menus.length > 0 ? 'left-before-queue' : 'missed';
  const metrics = new Set(leg.acd.session.metrics.map(({ name }) => name));
  if (metrics.has('tAbandon')) return 'abandoned';
  const disconnect = leg.acd.session.segments.at(-1)?.disconnectType ?? null;
  const sentOn =
    metrics.has('tFlowOut') || metrics.has('tVoicemail') || (disconnect !== null && SENT_ON.test(disconnect));
  if (next !== undefined || sentOn) return 'missed';
  return disconnect === null || CUSTOMER_LEFT.has(disconnect) ? 'abandoned' : 'missed';
}

function directionOf(conversation: Conversation, { customers, menus }: Parts): Direction {
  const withSomebody = customers.length > 0 || menus.length > 0;
  if (!withSomebody && conversation.originatingDirection !== 'inbound') return 'internal';
  return conversation.originatingDirection === 'outbound' ? 'outbound' : 'inbound';
}

/** Who the customer is: the number that called (or was called), the address that wrote. As received; the app masks it. */
function customerOf(conversation: Conversation, { customers, acd }: Parts): string | null {
  const isOutbound = conversation.originatingDirection === 'outbound';
  for (const { session, participant } of [...customers, ...acd]) {
    const { ani, dnis, addressFrom, addressTo, addressOther } = session;
    const found = isOutbound ? (dnis ?? addressTo ?? addressOther) : (ani ?? addressFrom ?? addressOther);
    if (found !== null && found !== '') return found;
    if (participant.externalContactId !== null) return participant.externalContactId;
  }
  return null;
}

/** The subject of a letter, else the name of the wrap-up code that was given last. */
function subjectOf(leg: Leg, parts: Parts, wrapUps: WrapUpNames): string | null {
  const segments = (list: readonly Part[]) => list.flatMap(({ session }) => session.segments);
  const written = segments([...parts.customers, ...leg.agents]).find(
    ({ subject }) => subject !== null && subject !== '',
  );
  if (written !== undefined) return written.subject;
  const code = segments(leg.agents).findLast(({ wrapUpCode }) => wrapUpCode !== null)?.wrapUpCode;
  return code === null || code === undefined ? null : (wrapUps[code] ?? null);
}

const KINDS: Readonly<Record<string, ContactSegmentRecord['kind']>> = {
  alert: 'ringing',
  dialing: 'ringing',
  contacting: 'ringing',
  interact: 'talk',
  hold: 'hold',
  wrapup: 'wrap',
  parked: 'waiting-for-customer',
};

/** What happened in a leg. The id of a segment is its session's and its place there, so that a correction of its instants changes it in place. */
function segmentsOf(leg: Leg, contact: string, version: number, menus: readonly Part[]): ContactSegmentRecord[] {
  const base = { entity: 'contact-segment', contact, version, raw: null } as const;
  const records: ContactSegmentRecord[] = [];
  for (const { name, startAt, endAt } of menus) {
    records.push({ ...base, id: `${name}:menu`, kind: 'bot', agent: null, queue: null, startAt, endAt });
  }
  if (leg.acd !== null) {
    const { name, startAt, endAt } = leg.acd;
    records.push({ ...base, id: `${name}:queue`, kind: 'queued', agent: null, queue: leg.queue, startAt, endAt });
  }
  for (const { name, session, participant } of leg.agents) {
    session.segments.forEach(({ segmentStart: startAt, segmentEnd: endAt, segmentType }, place) => {
      const kind = segmentType === null ? undefined : KINDS[segmentType];
      if (kind === undefined) return;
      const agent = participant.userId;
      records.push({ ...base, id: `${name}:${place}`, kind, agent, queue: leg.queue, startAt, endAt });
    });
  }
  return records;
}

/** Of the vendor's 0 to 100: from here on an answered survey counts as satisfied. Promoters give 9 or 10 of 10. */
const SATISFIED_SCORE = 80;
const PROMOTER = 9;
const PROMOTER_FORM = /\bnps\b|promoter|recommend/i;

function surveyOf(
  survey: Conversation['surveys'][number],
  conversation: Conversation,
  legs: readonly Leg[],
  version: number,
): SurveyRecord | null {
  if (survey.surveyId === null) return null;
  const { surveyPromoterScore: nps, oSurveyTotalScore: total } = survey;
  // Nobody has answered yet: what it asks for is in its form's name, if anywhere.
  const isNps = nps !== null || (total === null && PROMOTER_FORM.test(survey.surveyFormName ?? ''));
  const score = nps ?? total;
  const place = legs.findLastIndex(({ queue }) => survey.queueId !== null && queue === survey.queueId);
  return {
    entity: 'survey',
    id: survey.surveyId,
    version,
    raw: JSON.stringify(survey),
    kind: isNps ? 'nps' : 'csat',
    contact: legId(conversation.conversationId, Math.max(0, place)),
    agent: survey.userId,
    queue: survey.queueId,
    score,
    scaleMax: isNps ? 10 : 100,
    satisfied: score === null ? null : score >= (isNps ? PROMOTER : SATISFIED_SCORE),
    comment: null,
    offeredAt: survey.eventTime,
    answeredAt: score === null ? null : (survey.surveyCompletedDate ?? survey.eventTime),
  };
}
