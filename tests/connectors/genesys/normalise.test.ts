import { describe, expect, it } from 'vitest';
import type { ContactRecord, ContactSegmentRecord } from '../../../shared/domain/records.ts';
import { conversationNormaliser } from '../../../electron/connectors/genesys/normalise/contacts.ts';
import { normaliseEvaluation } from '../../../electron/connectors/genesys/normalise/evaluations.ts';
import { activityOf, dayOffOf, shiftOf } from '../../../electron/connectors/genesys/normalise/shifts.ts';
import { presenceWords, stateOf, staysOf, TOLD } from '../../../electron/connectors/genesys/normalise/states.ts';
import type { Row } from './fake-data.ts';
import { call, evaluation, iso, queueId, shift, userId, uuid } from './fake-data.ts';

const T0 = Date.parse('2026-03-02T10:00:00Z');
const at = (seconds: number) => T0 + seconds * 1000;

function recordsOf(payload: Row, atLeast = 0) {
  const { records } = conversationNormaliser({ [uuid(9, 1)]: 'Solved' }, atLeast)(payload, JSON.stringify(payload));
  return {
    contacts: records.filter((record): record is ContactRecord => record.entity === 'contact'),
    segments: records.filter((record): record is ContactSegmentRecord => record.entity === 'contact-segment'),
    surveys: records.filter((record) => record.entity === 'survey'),
  };
}

/** A session of a participant; segments as [type, from, to] in seconds after T0. */
function part(
  purpose: string,
  segments: [string, number, number | null, Row?][],
  more: Row = {},
  session: Row = {},
): Row {
  return {
    purpose,
    ...more,
    sessions: [
      {
        sessionId: `${purpose}-${segments[0]?.[1] ?? 0}`,
        mediaType: 'voice',
        ...session,
        segments: segments.map(([segmentType, from, to, fields]) => ({
          segmentType,
          segmentStart: iso(at(from)),
          ...(to === null ? {} : { segmentEnd: iso(at(to)) }),
          ...fields,
        })),
      },
    ],
  };
}

const conversation = (participants: Row[], end: number | null, more: Row = {}): Row => ({
  conversationId: 'c',
  conversationStart: iso(T0),
  ...(end === null ? {} : { conversationEnd: iso(at(end)) }),
  originatingDirection: 'inbound',
  participants,
  ...more,
});

describe('conversations become contacts', () => {
  it('takes menu, wait, ringing, talk, hold and wrap-up in seconds, and the caller as received', () => {
    const { contacts } = recordsOf(
      call(1, T0, { menu: 20, wait: 30, ring: 5, talk: 120, hold: 10, wrap: 15, ani: 'tel:+15550001' }),
    );
    expect(contacts).toEqual([
      expect.objectContaining({
        channel: 'voice',
        direction: 'inbound',
        queue: queueId(1),
        agent: userId(1),
        customerKey: 'tel:+15550001',
        createdAt: T0,
        queuedAt: at(20),
        answeredAt: at(50),
        endedAt: at(180),
        vruSeconds: 20,
        queueSeconds: 30,
        ringSeconds: 5,
        talkSeconds: 120,
        holdSeconds: 10,
        wrapSeconds: 15,
        outcome: 'answered',
        subject: 'Solved',
      }),
    ]);
  });

  it('knows who gave up, who never queued, and who is still there', () => {
    expect(recordsOf(call(1, T0, { outcome: 'abandoned' })).contacts[0]).toMatchObject({
      outcome: 'abandoned',
      queueSeconds: 30,
      endedAt: at(50),
      agent: null,
    });
    const menuOnly = conversation(
      [part('customer', [['interact', 0, 12, { disconnectType: 'peer' }]]), part('ivr', [['ivr', 0, 12]])],
      12,
    );
    expect(recordsOf(menuOnly).contacts).toEqual([
      expect.objectContaining({ outcome: 'left-before-queue', queue: null, queuedAt: null, vruSeconds: 12 }),
    ]);
    expect(recordsOf(call(1, T0, { outcome: 'waiting' })).contacts[0]).toMatchObject({
      outcome: 'open',
      endedAt: null,
      answeredAt: null,
      queueSeconds: null,
    });
    expect(recordsOf(call(1, T0, { outcome: 'open' })).contacts[0]).toMatchObject({
      outcome: 'open',
      endedAt: null,
      answeredAt: at(50),
      agent: userId(1),
    });
  });

  it('makes one contact of each queue that a transferred conversation was in', () => {
    const queue = (id: string) => ({ queueId: id });
    const { contacts, segments } = recordsOf(
      conversation(
        [
          part('customer', [['interact', 0, 300, { disconnectType: 'peer' }]]),
          part('acd', [['interact', 0, 20, { ...queue('q1'), disconnectType: 'transfer' }]]),
          part(
            'agent',
            [
              ['alert', 15, 20, queue('q1')],
              ['interact', 20, 100, queue('q1')],
              ['wrapup', 100, 110, queue('q1')],
            ],
            { userId: 'a1' },
          ),
          part('acd', [['interact', 100, 160, { ...queue('q2'), disconnectType: 'transfer' }]]),
          part(
            'agent',
            [
              ['interact', 160, 300, queue('q2')],
              ['wrapup', 300, 330, queue('q2')],
            ],
            { userId: 'a2' },
          ),
        ],
        330,
      ),
    );
    expect(
      contacts.map(({ id, queue: q, agent, queueSeconds, talkSeconds, wrapSeconds, outcome, endedAt }) => [
        id,
        q,
        agent,
        queueSeconds,
        talkSeconds,
        wrapSeconds,
        outcome,
        endedAt,
      ]),
    ).toEqual([
      ['c', 'q1', 'a1', 20, 80, 10, 'answered', at(100)],
      ['c:2', 'q2', 'a2', 60, 140, 30, 'answered', at(300)],
    ]);
    expect(contacts[1]?.createdAt).toBe(at(100));
    expect(segments.map(({ contact, kind, agent }) => [contact, kind, agent])).toEqual([
      ['c', 'queued', null],
      ['c', 'ringing', 'a1'],
      ['c', 'talk', 'a1'],
      ['c', 'wrap', 'a1'],
      ['c:2', 'queued', null],
      ['c:2', 'talk', 'a2'],
      ['c:2', 'wrap', 'a2'],
    ]);
    expect(new Set(segments.map(({ id }) => id)).size).toBe(segments.length);
  });

  it('counts a queue that sent a call on as missed there, and not as given up', () => {
    const { contacts } = recordsOf(
      conversation(
        [
          part('customer', [['interact', 0, 90, { disconnectType: 'peer' }]]),
          part('acd', [['interact', 0, 60, { queueId: 'q1', disconnectType: 'transfer' }]]),
          part('acd', [['interact', 60, 90, { queueId: 'q2', disconnectType: 'client' }]]),
        ],
        90,
      ),
    );
    expect(contacts.map(({ queue, outcome, queueSeconds }) => [queue, outcome, queueSeconds])).toEqual([
      ['q1', 'missed', 60],
      ['q2', 'abandoned', 30],
    ]);
  });

  it('is over for the customer while the agent still wraps up', () => {
    const payload = conversation(
      [
        part('customer', [['interact', 0, 80, { disconnectType: 'peer' }]]),
        part('acd', [['interact', 0, 10, { queueId: 'q1', disconnectType: 'transfer' }]]),
        part(
          'agent',
          [
            ['interact', 10, 80, { queueId: 'q1' }],
            ['wrapup', 80, null, { queueId: 'q1' }],
          ],
          { userId: 'a1' },
        ),
      ],
      null,
    );
    const { contacts, segments } = recordsOf(payload);
    expect(contacts[0]).toMatchObject({ outcome: 'answered', endedAt: at(80), wrapSeconds: null });
    expect(segments.at(-1)).toMatchObject({ kind: 'wrap', startAt: at(80), endAt: null });
  });

  it.each([
    ['email', undefined, 'email'],
    ['callback', undefined, 'callback'],
    ['message', 'whatsapp', 'social'],
    ['message', 'webmessaging', 'chat'],
    ['telepathy', undefined, 'ticket'],
  ])('takes media %s (%s) for %s', (mediaType, messageType, channel) => {
    const payload = conversation(
      [
        part(
          'acd',
          [['interact', 0, 5, { queueId: 'q' }]],
          {},
          { mediaType, ...(messageType === undefined ? {} : { messageType }) },
        ),
      ],
      5,
    );
    expect(recordsOf(payload).contacts[0]?.channel).toBe(channel);
  });

  it('knows calls between colleagues and calls to customers', () => {
    const between = conversation(
      [part('user', [['interact', 0, 9]], { userId: 'a1' }), part('user', [['interact', 1, 9]], { userId: 'a2' })],
      9,
      { originatingDirection: 'outbound' },
    );
    expect(recordsOf(between).contacts[0]).toMatchObject({ direction: 'internal', queue: null });
    const out = conversation(
      [
        part(
          'agent',
          [
            ['dialing', 0, 5],
            ['interact', 5, 30, { queueId: 'q1' }],
          ],
          { userId: 'a1' },
        ),
        part('customer', [['interact', 5, 30, { disconnectType: 'peer' }]], {}, { dnis: 'tel:+1999' }),
      ],
      30,
      { originatingDirection: 'outbound' },
    );
    expect(recordsOf(out).contacts[0]).toMatchObject({
      direction: 'outbound',
      queue: 'q1',
      agent: 'a1',
      customerKey: 'tel:+1999',
      queuedAt: null,
      outcome: 'answered',
    });
  });

  it('has a version that grows with what happens, and lets the nightly pass go first', () => {
    const open = recordsOf(call(1, T0, { outcome: 'open' })).contacts[0]?.version ?? 0;
    const over = recordsOf(call(1, T0, { talk: 60 })).contacts[0]?.version ?? 0;
    expect(over).toBeGreaterThan(open);
    const corrected = recordsOf(call(1, T0, { talk: 20 }), at(86_400)).contacts[0]?.version ?? 0;
    expect(corrected).toBeGreaterThan(over);
  });

  it('takes surveys along, with the leg of their queue', () => {
    const survey = {
      surveyId: 's',
      surveyPromoterScore: 9,
      eventTime: iso(at(600)),
      surveyCompletedDate: iso(at(700)),
      userId: userId(1),
      queueId: queueId(1),
    };
    const { surveys } = recordsOf({
      ...call(1, T0),
      surveys: [survey, { surveyId: 't', oSurveyTotalScore: 70, queueId: queueId(1) }, { surveyId: 'u' }],
    });
    expect(surveys).toMatchObject([
      { id: 's', kind: 'nps', score: 9, scaleMax: 10, satisfied: true, answeredAt: at(700) },
      { id: 't', kind: 'csat', score: 70, scaleMax: 100, satisfied: false },
      { id: 'u', score: null, satisfied: null, answeredAt: null },
    ]);
  });
});

describe('states', () => {
  it.each([
    ['acd', 'IDLE', 'available'],
    ['acd', 'INTERACTING', 'on-contact'],
    ['acd', 'COMMUNICATING', 'on-contact'],
    ['acd', 'NOT_RESPONDING', 'away'],
    ['acd', 'OFF_QUEUE', 'offline'],
    ['acd', 'LEVITATING', 'away'],
    ['presence', 'On Queue', 'available'],
    ['presence', 'Meal', 'lunch'],
    ['presence', 'Busy', 'back-office'],
    ['presence', 'Meeting/Coaching round', 'coaching'],
    ['presence', 'Away/Something', 'away'],
    ['presence', 'Dreaming', 'away'],
  ] as const)('%s %s is %s', (platform, raw, state) => {
    expect(stateOf(platform, raw)).toBe(state);
  });

  it('writes a presence in one way, however the vendor writes it', () => {
    expect(['ON_QUEUE', 'OnQueue', 'On Queue'].map((word) => presenceWords(word, null, {}))).toEqual([
      'On Queue',
      'On Queue',
      'On Queue',
    ]);
    expect(presenceWords('MEAL', 'd', { d: 'Team lunch' })).toBe('Meal/Team lunch');
  });

  it('leaves a stay that an interval may have cut off to the read before', () => {
    const payload = {
      userId: 'u',
      routingStatus: [
        { startTime: iso(T0), routingStatus: 'IDLE' },
        { startTime: iso(at(5)), endTime: iso(at(9)), routingStatus: 'INTERACTING' },
      ],
    };
    expect(staysOf(payload, {}, T0, TOLD).map(({ id }) => id)).toEqual([`acd:u:${at(5)}`]);
    expect(staysOf(payload, {}, 0, TOLD)).toHaveLength(2);
  });
});

describe('plans and evaluations', () => {
  const codes = {
    '1': { activity: 'work' as const, name: 'OnQueueWork', paid: true },
    '2': { activity: 'break' as const, name: 'Coffee', paid: true },
    '3': { activity: 'lunch' as const, name: 'Lunch', paid: false },
    '4': { activity: 'off' as const, name: 'Holiday', paid: true },
  };

  it('takes a shift with its activities', () => {
    const record = shiftOf('u', shift(1, T0), codes, 5);
    expect(record).toMatchObject({ agent: 'u', startAt: T0, endAt: at(8 * 3600), version: 5 });
    expect(record.activities.map(({ activity, startAt, paid }) => [activity, (startAt - T0) / 60_000, paid])).toEqual([
      ['work', 0, true],
      ['break', 120, true],
      ['work', 135, true],
      ['lunch', 240, false],
      ['work', 270, true],
    ]);
  });

  it('cuts an activity in two where another lies over it', () => {
    const part = (activityCodeId: string, minutes: number, lengthMinutes: number) => ({
      activityCodeId,
      startDate: iso(at(minutes * 60)),
      lengthMinutes,
      description: '',
    });
    const { activities } = shiftOf(
      'u',
      { id: 's', startDate: iso(T0), lengthMinutes: 240, activities: [part('1', 0, 240), part('2', 60, 15)] },
      codes,
      1,
    );
    expect(
      activities.map(({ activity, startAt, endAt }) => [activity, (startAt - T0) / 60_000, (endAt - T0) / 60_000]),
    ).toEqual([
      ['work', 0, 60],
      ['break', 60, 75],
      ['work', 75, 240],
    ]);
  });

  it('takes a day off for the whole of the business unit’s day, on days of 23 hours too', () => {
    const marker = { businessUnitDate: '2026-03-08', lengthMinutes: 480, activityCodeId: '4', description: '' };
    const record = dayOffOf('u', marker, codes, 'America/New_York', 1);
    expect(record).toMatchObject({
      id: 'time-off:u:2026-03-08',
      startAt: Date.parse('2026-03-08T05:00:00Z'),
      endAt: Date.parse('2026-03-09T04:00:00Z'),
    });
    expect(record?.activities).toEqual([
      expect.objectContaining({ activity: 'off', rawActivity: 'Holiday', paid: true }),
    ]);
    expect(dayOffOf('u', { ...marker, delete: true }, codes, 'UTC', 1)).toBeNull();
  });

  it.each([
    ['OnQueueWork', '', 'work'],
    ['Meeting', 'Coaching with Ada', 'coaching'],
    ['Unavailable', 'Out', 'off'],
    ['Juggling', 'New', 'back-office'],
  ])('takes category %s (%s) for %s', (category, name, activity) => {
    expect(activityOf(category, name)).toBe(activity);
  });

  it('takes an evaluation with its scores, and none of a redacted one', () => {
    const payload = evaluation(1, 2, T0);
    const { records } = normaliseEvaluation(payload, JSON.stringify(payload));
    expect(records[0]).toMatchObject({
      agent: userId(2),
      totalScore: 87.5,
      criticalScore: 100,
      autoFailed: false,
      status: 'finished',
      version: at(3600),
    });
    const hidden = normaliseEvaluation({ ...payload, redacted: true }, '{}');
    expect(hidden.records[0]).toMatchObject({ totalScore: null, comment: null });
  });
});
