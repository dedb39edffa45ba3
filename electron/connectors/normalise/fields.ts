import { z } from 'zod';

/**
 * The field shapes of vendors' payloads, read loosely: what we need is checked, what we do not know passes, and an optional field of a
 * wrong type counts as absent. The payload as received is kept beside the record either way.
 */

/** An id; numbers become text, so that ids beyond 2^53 printed as text and small ones are of one kind. */
export const id = z.union([z.number(), z.string().min(1)]).transform(String);

export const optionalId = id
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** An ISO 8601 instant, as epoch ms UTC. */
export const instant = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  context.issues.push({ code: 'custom', message: 'is not a date', input: text });
  return z.NEVER;
});

export const optionalInstant = instant
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const optionalText = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const optionalFlag = z
  .boolean()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** Seconds, not negative. */
export const optionalSeconds = z
  .number()
  .nonnegative()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const optionalNumber = z
  .number()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const ids = z
  .array(id)
  .nullish()
  .catch([])
  .transform((value) => value ?? []);

export const texts = z
  .array(z.string())
  .nullish()
  .catch([])
  .transform((value) => value ?? []);
