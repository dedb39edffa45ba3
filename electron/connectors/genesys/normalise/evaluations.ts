import { z } from 'zod';
import { one } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import { id, optionalFlag, optionalInstant, optionalNumber, optionalText } from '../../normalise/fields.ts';

const reference = z.looseObject({ id }).nullish().catch(null);

const evaluationSchema = z.looseObject({
  id,
  conversation: reference,
  evaluationForm: z.looseObject({ id, name: optionalText }).nullish().catch(null),
  evaluator: reference,
  agent: z.looseObject({ id }),
  status: optionalText,
  answers: z
    .looseObject({
      totalScore: optionalNumber,
      totalCriticalScore: optionalNumber,
      anyFailedKillQuestions: optionalFlag,
      comments: optionalText,
    })
    .nullish()
    .catch(null),
  redacted: optionalFlag,
  version: optionalNumber,
  createdDate: optionalInstant,
  assignedDate: optionalInstant,
  submittedDate: optionalInstant,
  changedDate: optionalInstant,
  revisionCreatedDate: optionalInstant,
  releaseDate: optionalInstant,
});

/**
 * A filled-in evaluation. Scores are percent. What is not finished may bear scores of what was answered so far: they are kept, the status tells. Of
 * a redacted one the scores are not ours to see. The version is the latest of its dates.
 */
export const normaliseEvaluation: Normaliser = (payload, raw) => {
  const evaluation = evaluationSchema.parse(payload);
  const {
    answers,
    evaluationForm: form,
    changedDate,
    submittedDate,
    assignedDate,
    createdDate,
    releaseDate,
  } = evaluation;
  const dates = [changedDate, submittedDate, assignedDate, createdDate, evaluation.revisionCreatedDate, releaseDate];
  const shown = evaluation.redacted === true ? null : answers;
  return one({
    entity: 'evaluation',
    id: evaluation.id,
    version: Math.max(0, ...dates.map((date) => date ?? 0)),
    raw,
    contact: evaluation.conversation?.id ?? null,
    agent: evaluation.agent.id,
    evaluator: evaluation.evaluator?.id ?? null,
    form: form?.id ?? 'unknown',
    formName: form?.name ?? null,
    status: (evaluation.status ?? 'unknown').toLowerCase(),
    totalScore: shown?.totalScore ?? null,
    criticalScore: shown?.totalCriticalScore ?? null,
    autoFailed: shown?.anyFailedKillQuestions ?? null,
    comment: shown?.comments ?? null,
    assignedAt: assignedDate ?? createdDate,
    releasedAt: releaseDate,
  });
};
