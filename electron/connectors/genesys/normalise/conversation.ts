import { z } from 'zod';
import { id, instant, optionalId, optionalInstant, optionalNumber, optionalText } from '../../normalise/fields.ts';

/** Lists of the payload; an absent one is empty. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

const segmentSchema = z.object({
  segmentStart: instant,
  segmentEnd: optionalInstant,
  segmentType: optionalText,
  disconnectType: optionalText,
  queueId: optionalId,
  subject: optionalText,
  wrapUpCode: optionalText,
});

const metricSchema = z.object({ name: optionalText, value: optionalNumber, emitDate: optionalInstant });

const sessionSchema = z.object({
  sessionId: optionalId,
  mediaType: optionalText,
  messageType: optionalText,
  direction: optionalText,
  ani: optionalText,
  dnis: optionalText,
  addressFrom: optionalText,
  addressTo: optionalText,
  addressOther: optionalText,
  segments: listOf(segmentSchema),
  metrics: listOf(metricSchema),
});

const participantSchema = z.object({
  participantId: optionalId,
  purpose: optionalText,
  userId: optionalId,
  externalContactId: optionalId,
  sessions: listOf(sessionSchema),
});

const surveySchema = z.object({
  surveyId: optionalId,
  surveyStatus: optionalText,
  surveyFormName: optionalText,
  surveyPromoterScore: optionalNumber,
  oSurveyTotalScore: optionalNumber,
  surveyCompletedDate: optionalInstant,
  eventTime: optionalInstant,
  userId: optionalId,
  queueId: optionalId,
});

/** A conversation as the analytics give it; only what is read. Durations of metrics are milliseconds. */
export const conversationSchema = z.compile(
  z.object({
    conversationId: id,
    conversationStart: instant,
    conversationEnd: optionalInstant,
    originatingDirection: optionalText,
    participants: listOf(participantSchema),
    surveys: listOf(surveySchema),
  }),
);

export type Conversation = z.infer<typeof conversationSchema>;
export type Participant = Conversation['participants'][number];
export type Session = Participant['sessions'][number];
export type Segment = Session['segments'][number];

/** The latest instant that a conversation speaks of, epoch ms UTC: it grows with everything that happens to it. */
export function latestInstant(conversation: Conversation): number {
  let latest = Math.max(conversation.conversationStart, conversation.conversationEnd ?? 0);
  for (const { sessions } of conversation.participants) {
    for (const { segments, metrics } of sessions) {
      for (const { segmentStart, segmentEnd } of segments) latest = Math.max(latest, segmentStart, segmentEnd ?? 0);
      for (const { emitDate } of metrics) latest = Math.max(latest, emitDate ?? 0);
    }
  }
  for (const { eventTime, surveyCompletedDate } of conversation.surveys) {
    latest = Math.max(latest, eventTime ?? 0, surveyCompletedDate ?? 0);
  }
  return latest;
}

/** Whether something of it still goes on: it has no end, or a segment (the agent's wrap-up, perhaps) has none. */
export function isOpen(conversation: Conversation): boolean {
  if (conversation.conversationEnd === null) return true;
  return conversation.participants.some(({ sessions }) =>
    sessions.some(({ segments }) => segments.some(({ segmentEnd }) => segmentEnd === null)),
  );
}
