import { z } from 'zod';
import { one } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import { id, optionalId, optionalInstant, optionalNumber, optionalText } from '../../normalise/fields.ts';

const answerSchema = z.looseObject({
  type: optionalText,
  rating: optionalNumber,
  rating_category: optionalText,
  value: optionalText,
  created_at: optionalInstant,
  updated_at: optionalInstant,
});

const responseSchema = z.looseObject({
  id,
  answers: z.array(answerSchema).nullish().catch([]),
  subjects: z
    .array(z.looseObject({ type: optionalText, id: optionalId, zrn: optionalText }))
    .nullish()
    .catch([]),
});

const SCALE_MAX = 5;

/** An answer to the newer CSAT survey: a rating on a scale of five and, as an answer of its own, a free text. */
export const normaliseSurveyResponse: Normaliser = (payload, raw) => {
  const response = responseSchema.parse(payload);
  const answers = response.answers ?? [];
  const rating = answers.find((answer) => answer.rating !== null) ?? null;
  const comment = answers.find((answer) => answer.type === 'open_ended' && answer.value !== null) ?? null;
  const stamps = answers.flatMap((answer) => [answer.created_at ?? 0, answer.updated_at ?? 0]);
  const ticket = (response.subjects ?? []).find((subject) => subject.type === 'ticket') ?? null;
  return one({
    entity: 'survey',
    id: response.id,
    version: Math.max(0, ...stamps),
    raw,
    kind: 'csat',
    contact: ticket?.id ?? ticket?.zrn?.split(':').at(-1) ?? null,
    agent: null,
    queue: null,
    score: rating?.rating ?? null,
    scaleMax: SCALE_MAX,
    satisfied: satisfied(rating),
    comment: comment?.value ?? null,
    offeredAt: null,
    answeredAt: rating?.created_at ?? null,
  });
};

/** The vendor's own category goes first; without one the two upper steps of five count as satisfied. */
function satisfied(rating: z.infer<typeof answerSchema> | null): boolean | null {
  if (rating === null || rating.rating === null) return null;
  if (rating.rating_category === 'good') return true;
  if (rating.rating_category === 'bad') return false;
  return rating.rating >= SCALE_MAX - 1;
}
