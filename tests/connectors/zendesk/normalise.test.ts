import { describe, expect, it } from 'vitest';
import type { ContactRecord } from '../../../shared/domain/records.ts';
import { normaliseCall, normaliseLeg } from '../../../electron/connectors/zendesk/normalise/calls.ts';
import { channelOfVia } from '../../../electron/connectors/zendesk/normalise/channels.ts';
import { normaliseEach } from '../../../electron/connectors/normalise/each.ts';
import { outcomeOfCall } from '../../../electron/connectors/zendesk/normalise/outcomes.ts';
import {
  normaliseMetricEvent,
  normaliseRating,
  ticketNormaliser,
} from '../../../electron/connectors/zendesk/normalise/tickets.ts';
import { normaliseSurveyResponse } from '../../../electron/connectors/zendesk/normalise/survey-responses.ts';
import { call, iso, leg, metricEvent, rating, ticket } from './fake-data.ts';
import type { Row } from './fake-data.ts';

const AT = 1_772_000_000;

function contact(row: Row): ContactRecord {
  const [record] = normaliseCall(row, '').records;
  if (record?.entity !== 'contact') throw new Error('no contact');
  return record;
}

const readTicket = (row: Row) => ticketNormaliser(new Map())(row, JSON.stringify(row));

describe('calls', () => {
  it.each([
    ['completed', 100, 'answered'],
    ['abandoned_in_queue', 0, 'abandoned'],
    ['abandoned_in_ivr', 0, 'left-before-queue'],
    ['abandoned_in_voicemail', 0, 'missed'],
    ['abandoned_on_hold', 12, 'answered'],
    ['abandoned_on_hold', 0, 'abandoned'],
    ['not_answered', 0, 'missed'],
    ['external_overflow', 0, 'missed'],
    ['in_progress', 0, 'open'],
    ['never_heard_of', 30, 'answered'],
    ['never_heard_of', 0, 'missed'],
  ])('a call that ended as %s after %i seconds of talk is %s', (completionStatus, talkSeconds, outcome) => {
    expect(outcomeOfCall({ completionStatus, talkSeconds, durationSeconds: 120, voicemail: false })).toBe(outcome);
  });

  it('is open without a status and without a duration, and over with one', () => {
    const ending = { completionStatus: null, talkSeconds: null, voicemail: null };
    expect(outcomeOfCall({ ...ending, durationSeconds: null })).toBe('open');
    expect(outcomeOfCall({ ...ending, durationSeconds: 12 })).toBe('missed');
  });

  it('counts a completed voicemail as missed', () => {
    const ending = { completionStatus: 'completed', talkSeconds: 0, durationSeconds: 40, voicemail: true };
    expect(outcomeOfCall(ending)).toBe('missed');
  });

  it('lays the parts of an answered call one after the other', () => {
    expect(contact(call(5, AT))).toMatchObject({
      id: 'call:5',
      channel: 'voice',
      direction: 'inbound',
      queue: 'line:21',
      agent: '1001',
      customerKey: '70005',
      createdAt: AT * 1000,
      queuedAt: (AT + 10) * 1000,
      answeredAt: (AT + 30) * 1000,
      endedAt: (AT + 180) * 1000,
      vruSeconds: 10,
      queueSeconds: 20,
      talkSeconds: 140,
      holdSeconds: 5,
      wrapSeconds: 15,
      version: (AT + 200) * 1000,
    });
  });

  it('takes the wait from time_to_answer less the menu where wait_time is missing', () => {
    expect(contact(call(5, AT, { wait_time: null })).queueSeconds).toBe(20);
  });

  it('never queued who left in the menu, nor who was called by us', () => {
    expect(contact(call(5, AT, { completion_status: 'abandoned_in_ivr' }))).toMatchObject({
      queuedAt: null,
      queueSeconds: null,
      answeredAt: null,
    });
    expect(contact(call(5, AT, { direction: 'outbound' }))).toMatchObject({ direction: 'outbound', queuedAt: null });
  });

  it('has no end and no wait while the customer waits, and no end while they talk', () => {
    const waiting = { completion_status: null, duration: null, agent_id: null, wait_time: 40, talk_time: null };
    expect(contact(call(5, AT, waiting))).toMatchObject({
      outcome: 'open',
      endedAt: null,
      answeredAt: null,
      queueSeconds: null,
    });
    expect(contact(call(5, AT, { ...waiting, agent_id: 1001 }))).toMatchObject({
      outcome: 'open',
      endedAt: null,
      answeredAt: (AT + 50) * 1000,
      queueSeconds: 40,
    });
  });

  it('belongs to the group where it came over no line, and to nobody where the source does not say', () => {
    expect(contact(call(5, AT, { phone_number_id: null, line_id: null, call_group_id: 11 })).queue).toBe('11');
    expect(contact(call(5, AT, { phone_number_id: null })).queue).toBeNull();
  });

  it('makes a talk and a wrap-up of an agent’s leg, a ringing of one that was not taken, nothing of the customer’s', () => {
    const kinds = (row: Row) => normaliseLeg(row, '').records.map((record) => ('kind' in record ? record.kind : null));
    expect(kinds(leg(1, 5, AT))).toEqual(['talk', 'wrap']);
    expect(kinds(leg(1, 5, AT, { completion_status: 'agent_missed', wrap_up_time: 0 }))).toEqual(['ringing']);
    expect(kinds(leg(1, 5, AT, { type: 'customer' }))).toEqual([]);
    expect(normaliseLeg(leg(1, 5, AT), '').records[1]).toMatchObject({
      id: '1:wrap',
      contact: 'call:5',
      startAt: (AT + 150) * 1000,
      endAt: (AT + 165) * 1000,
    });
  });
});

describe('tickets', () => {
  it.each([
    ['email', 'email'],
    ['chat', 'chat'],
    ['native_messaging', 'chat'],
    ['whatsapp', 'social'],
    ['web', 'ticket'],
    ['voice', 'ticket'],
    ['something_new', 'ticket'],
    [null, 'ticket'],
  ])('via %s is %s', (via, channel) => {
    expect(channelOfVia(via)).toBe(channel);
  });

  it('is a contact: open until solved, versioned by generated_timestamp', () => {
    expect(readTicket(ticket(1, AT)).records).toMatchObject([
      { id: '1', channel: 'email', queue: '11', agent: '1001', outcome: 'open', endedAt: null, version: AT * 1000 },
    ]);
    const solved = ticket(1, AT, { status: 'solved', updated_at: iso(AT + 600), generated_timestamp: AT + 601 });
    expect(readTicket(solved).records).toMatchObject([
      { outcome: 'answered', endedAt: (AT + 600) * 1000, version: (AT + 601) * 1000 },
    ]);
  });

  it('is abandoned as a chat that ended without an agent', () => {
    const chat = ticket(1, AT, {
      status: 'solved',
      assignee_id: null,
      via: { channel: 'chat' },
      updated_at: iso(AT + 30),
    });
    expect(readTicket(chat).records).toMatchObject([{ outcome: 'abandoned', queueSeconds: 30 }]);
  });

  it('is buried when deleted, though nothing but its id and stamp is left', () => {
    const remains = { id: 1, status: 'deleted', generated_timestamp: AT };
    expect(readTicket(remains)).toEqual({
      records: [],
      tombstones: [{ entity: 'contact', id: '1', version: AT * 1000 + 1, mergedInto: null }],
    });
  });

  it('keeps ids beyond 2^53 that come as text', () => {
    expect(readTicket(ticket(1, AT, { id: '9007199254740993' })).records[0]?.id).toBe('9007199254740993');
  });

  it('takes an optional field of a wrong type for absent', () => {
    const odd = ticket(1, AT, { subject: 5, tags: 'none', via: 'email', group_id: {}, assignee_id: [] });
    expect(readTicket(odd).records).toMatchObject([{ subject: null, queue: null, agent: null, channel: 'ticket' }]);
  });

  it('keeps what cannot be read, with a reason that names the field and not its value', () => {
    const page = normaliseEach(
      [ticket(1, AT), ticket(2, AT, { created_at: 'secret name' }), null, 'text', 7],
      'contact',
      ticketNormaliser(new Map()),
    );
    expect(page.records).toHaveLength(1);
    expect(page.quarantine.map(({ key }) => key)).toEqual([
      '2',
      expect.any(String),
      expect.any(String),
      expect.any(String),
    ]);
    expect(page.quarantine[0]?.reason).toBe('created_at: is not a date');
    expect(new Set(page.quarantine.map(({ key }) => key)).size).toBe(4);
  });
});

describe('metric events and ratings', () => {
  it('keeps calendar and business minutes apart, in seconds', () => {
    const { records } = normaliseMetricEvent(metricEvent(9, 1, AT), '');
    expect(records).toMatchObject([
      { id: '9', contact: '1', kind: 'reply_time.update_status', seconds: 720, clock: 'calendar' },
      { id: '9:business', seconds: 240, clock: 'business' },
    ]);
  });

  it('has no seconds where the event counts none', () => {
    const { records } = normaliseMetricEvent(metricEvent(9, 1, AT, { type: 'activate', status: undefined }), '');
    expect(records).toMatchObject([{ kind: 'reply_time.activate', seconds: null, clock: null }]);
  });

  it('buries a deleted event', () => {
    const { records, tombstones } = normaliseMetricEvent(metricEvent(9, 1, AT, { deleted: true }), '');
    expect(records).toEqual([]);
    expect(tombstones.map(({ id }) => id)).toEqual(['9', '9:business']);
  });

  it.each([
    ['good', 1, true],
    ['good_with_comment', 1, true],
    ['bad', 0, false],
    ['offered', null, null],
  ])('reads the score %s', (score, value, satisfied) => {
    const [record] = normaliseRating(rating(1, 5, AT, { score }), '').records;
    expect(record).toMatchObject({ score: value, satisfied, scaleMax: 1, contact: '5' });
  });

  it('takes a rating that was never offered for nothing', () => {
    expect(normaliseRating(rating(1, 5, AT, { score: 'unoffered' }), '').records).toEqual([]);
  });

  it('reads the newer survey with its rating and comment', () => {
    const response = {
      id: '01HX',
      subjects: [{ type: 'ticket', id: 77 }],
      answers: [
        { type: 'rating_scale', rating: 4, rating_category: 'good', created_at: iso(AT), updated_at: iso(AT + 9) },
        { type: 'open_ended', value: 'fine' },
      ],
    };
    expect(normaliseSurveyResponse(response, '').records).toMatchObject([
      { id: '01HX', contact: '77', score: 4, scaleMax: 5, satisfied: true, comment: 'fine', version: (AT + 9) * 1000 },
    ]);
  });
});
