import type { Contact } from '../arrivals.ts';
import { Random, streamKey } from '../random.ts';
import type { Organization } from './http.ts';
import { iso } from './ids.ts';
import { spelt, WRAP_UP_CODES } from './render-people.ts';

/** Conversations as the analytics tell them: who took part, in which sessions and segments. Metrics are in milliseconds. */

type Part = { purpose: string; name?: string; userId?: string; externalContactId?: string };

interface Segment {
  segmentStart: string;
  segmentEnd?: string;
  segmentType: string;
  queueId?: string;
  disconnectType?: string;
  wrapUpCode?: string;
  conference: boolean;
}

const SURVEYED = 0.14;

/** The survey that a customer is asked to fill in after an answered call; null where none is sent, or none has been yet. */
export function surveyOf(
  organization: Organization,
  call: Contact,
): { sentAt: number; doneAt: number | null; score: number } | null {
  if (call.outcome !== 'answered') return null;
  const random = new Random(streamKey(organization.world.floor.parameters.seed, 'survey', call.id));
  if (!random.chance(SURVEYED)) return null;
  const waited = call.answeredAt - call.queuedAt;
  const sentAt = call.endedAt + 60 + random.below(120);
  const answers = random.chance(0.55);
  const mood = 9.1 - 2.5 * Math.min(1, waited / 400) + 1.9 * random.normal();
  const doneAt = sentAt + Math.round(random.lognormal(1200, 1));
  return { sentAt, doneAt: answers ? doneAt : null, score: Math.min(10, Math.max(0, Math.round(mood))) };
}

/** The latest instant at which something happens to the conversation. */
export function lastChangeOf(organization: Organization, call: Contact): number {
  const survey = surveyOf(organization, call);
  return Math.max(call.endedAt, call.freeAt, survey?.sentAt ?? 0, survey?.doneAt ?? 0);
}

/**
 * A conversation as it stood at an instant: what had not happened by then is not in it, what went on has no end.
 *
 * @param at epoch seconds UTC
 */
export function renderConversation(organization: Organization, call: Contact, at: number): unknown {
  const { ids } = organization;
  const survey = surveyOf(organization, call);
  return {
    conversationId: ids.of('conversation', call.id),
    conversationStart: iso(call.createdAt),
    ...(call.endedAt <= at ? { conversationEnd: iso(call.endedAt) } : {}),
    conversationInitiator: 'inbound',
    originatingDirection: 'inbound',
    customerParticipation: true,
    divisionIds: [ids.of('division', 0)],
    mediaStatsMinConversationMos: 4.2 + (call.id % 60) / 100,
    participants: new Participants(organization, call, at).list(),
    ...(survey === null || survey.sentAt > at ? {} : { surveys: [renderSurvey(organization, call, survey, at)] }),
  };
}

function renderSurvey(
  { ids }: Organization,
  call: Contact,
  { sentAt, doneAt, score }: { sentAt: number; doneAt: number | null; score: number },
  at: number,
): unknown {
  const done = doneAt !== null && doneAt <= at;
  return {
    surveyId: ids.of('survey', call.id),
    surveyFormId: ids.of('form', 100),
    surveyFormContextId: ids.of('form', 101),
    surveyFormName: 'After the call',
    surveyType: 'Web',
    surveyStatus: done ? 'Finished' : 'Sent',
    eventTime: iso(done ? doneAt : sentAt),
    queueId: ids.of('queue', call.queue),
    userId: ids.of('user', call.agent),
    ...(done ? { surveyCompletedDate: iso(doneAt), surveyPromoterScore: score, oSurveyTotalScore: score * 10 } : {}),
  };
}

class Participants {
  private readonly organization: Organization;
  private readonly call: Contact;
  private readonly at: number;
  private readonly made: unknown[] = [];

  constructor(organization: Organization, call: Contact, at: number) {
    this.organization = organization;
    this.call = call;
    this.at = at;
  }

  list(): unknown[] {
    const { call } = this;
    const hungUp = call.outcome === 'answered' && call.id % 5 === 0 ? 'client' : 'peer';
    this.customer(hungUp);
    this.menu();
    if (call.outcome === 'left-in-menu') return this.made;
    this.queue();
    for (const miss of call.missed ?? []) {
      const alert = this.segment('alert', miss.at, miss.at + miss.seconds, 'noAnswerTransfer');
      this.add(
        this.agentPart(miss.agent),
        [alert],
        [
          ['nNotResponding', miss.at + miss.seconds, 1],
          ['tNotResponding', miss.at + miss.seconds, miss.seconds * 1000],
        ],
      );
    }
    if (call.outcome === 'answered') this.answer(hungUp === 'client' ? 'client' : 'peer');
    return this.made;
  }

  private customer(disconnect: string): void {
    const { call } = this;
    const part = { purpose: 'customer', name: 'Caller' };
    const talk = this.segment('interact', call.createdAt, call.endedAt, disconnect === 'client' ? 'peer' : 'client');
    this.add(part, [talk], []);
  }

  private menu(): void {
    const { call } = this;
    const left = call.outcome === 'left-in-menu';
    const menu = this.segment('ivr', call.createdAt, call.queuedAt, left ? 'peer' : 'transfer');
    this.add(
      { purpose: 'ivr', name: 'Main menu' },
      [menu],
      [['tIvr', call.queuedAt, (call.queuedAt - call.createdAt) * 1000]],
    );
  }

  private queue(): void {
    const { call } = this;
    const answered = call.outcome === 'answered';
    const end = answered ? call.answeredAt : call.endedAt;
    const waited = (end - call.queuedAt) * 1000;
    const metrics: [string, number, number][] = [
      ['nOffered', call.queuedAt, 1],
      ['tWait', end, waited],
      ['tAcd', end, waited],
    ];
    if (!answered) metrics.push(['tAbandon', end, waited]);
    if (answered && waited > 20_000) metrics.push(['nOverSla', call.queuedAt + 20, 1]);
    const name = this.organization.world.floor.queues[call.queue]?.name ?? 'Queue';
    this.add(
      { purpose: 'acd', name },
      [this.segment('interact', call.queuedAt, end, answered ? 'transfer' : 'peer')],
      metrics,
    );
  }

  private answer(disconnect: string): void {
    const { call } = this;
    const hold = Math.min(Math.round(call.holdSeconds), call.endedAt - call.answeredAt - 1);
    const rang = call.answeredAt - call.ringSeconds;
    const segments = [this.segment('alert', rang, call.answeredAt)];
    if (hold > 0) {
      const holdAt = call.answeredAt + Math.floor((call.endedAt - call.answeredAt - hold) / 2);
      segments.push(this.segment('interact', call.answeredAt, holdAt));
      segments.push(this.segment('hold', holdAt, holdAt + hold));
      segments.push(this.segment('interact', holdAt + hold, call.endedAt, disconnect));
    } else segments.push(this.segment('interact', call.answeredAt, call.endedAt, disconnect));
    const wrap = this.segment('wrapup', call.endedAt, call.freeAt);
    if (wrap !== null && wrap.segmentEnd !== undefined) {
      wrap.wrapUpCode = this.organization.ids.of('wrapup-code', call.id % WRAP_UP_CODES.length);
    }
    segments.push(wrap);
    const talk = (call.endedAt - call.answeredAt - Math.max(0, hold)) * 1000;
    this.add(this.agentPart(call.agent), segments, [
      ['tAlert', call.answeredAt, call.ringSeconds * 1000],
      ['tAnswered', call.answeredAt, (call.answeredAt - call.queuedAt) * 1000],
      ['tTalk', call.endedAt, talk],
      ...(hold > 0 ? [['tHeld', call.endedAt, hold * 1000] as [string, number, number]] : []),
      ['tAcw', call.freeAt, (call.freeAt - call.endedAt) * 1000],
      ['tHandle', call.freeAt, (call.freeAt - call.answeredAt) * 1000],
    ]);
  }

  private agentPart(index: number): Part {
    const agent = this.organization.world.floor.agents[index];
    const userId = this.organization.ids.of('user', index);
    return { purpose: 'agent', userId, ...(agent === undefined ? {} : { name: spelt(agent).name }) };
  }

  /** Null where it had not begun. */
  private segment(segmentType: string, from: number, to: number, disconnectType?: string): Segment | null {
    if (from > this.at) return null;
    const over = to <= this.at;
    return {
      segmentStart: iso(from),
      ...(over ? { segmentEnd: iso(to) } : {}),
      segmentType,
      queueId: this.organization.ids.of('queue', this.call.queue),
      ...(over && disconnectType !== undefined ? { disconnectType } : {}),
      conference: false,
    };
  }

  private add(part: Part, segments: readonly (Segment | null)[], metrics: readonly [string, number, number][]): void {
    const { ids } = this.organization;
    const begun = segments.filter((segment) => segment !== null);
    if (begun.length === 0) return;
    const number = this.call.id * 16 + this.made.length;
    const digits = String(this.call.customer % 10_000_000).padStart(7, '0');
    const withoutQueue = part.purpose === 'customer' || part.purpose === 'ivr';
    const { name, ...rest } = part;
    this.made.push({
      participantId: ids.of('participant', number),
      ...(name === undefined ? {} : { participantName: name }),
      ...rest,
      sessions: [
        {
          sessionId: ids.of('session', number),
          mediaType: 'voice',
          direction: 'inbound',
          ani: `tel:+1555${digits}`,
          dnis: `tel:+1555010${String(this.call.queue).padStart(4, '0')}`,
          provider: 'Edge',
          recording: part.purpose === 'agent',
          metrics: metrics
            .filter(([, at]) => at <= this.at)
            .map(([metric, at, value]) => ({ emitDate: iso(at), name: metric, value })),
          segments: withoutQueue ? begun.map(({ queueId: _queueId, ...segment }) => segment) : begun,
        },
      ],
    });
  }
}
