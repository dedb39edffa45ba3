/** Small schemas that many inputs and answers share; not part of what the contract exports. */
import { z } from 'zod';

/** An id, a key, a person's name: never empty, never a text. */
export const name = z.string().min(1).max(400);
/** A day of the reporting zone, `2026-03-29`. */
export const dayName = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** The answer of a command that has none. */
export const done = z.object({ ok: z.literal(true) });
