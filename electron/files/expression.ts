/**
 * The small language of derived fields and conditions in a mapping: data, not code. Nothing in it loops, reads files or calls out, so a mapping from a
 * stranger can be wrong but not dangerous.
 */
import { z } from 'zod';

export type Scalar = string | number | boolean | null;

/**
 * A value. A plain scalar stands for itself. Instants are epoch milliseconds UTC, clocks are seconds since local midnight, durations are seconds.
 * - `column`: the typed value of a cell; `text`: the cell as written, trimmed; `field`: a `let` or a field above this one, or `outcome`.
 * - `concat`: the parts that are there, joined. `firstOf`: the first that is not empty. `lower`: a text in small letters.
 * - `at`: the instant of a local date and clock in the mapping's zone. With `after`, a clock that lies more than twelve hours before that instant
 *   belongs to the next day (`past-midnight`); a smaller step back is a clock that ran back and stays.
 * - `plus`, `minus`: an instant moved by seconds. `between`: seconds from one instant to another. `scale`: a number times a constant.
 * - `map`: a table of texts; without `else`, what is not in the table is empty. `cases`: the first case that holds.
 * Anything worked out from an empty value is empty (but `concat`, `firstOf` and `cases`).
 */
export type Expression =
  | Scalar
  | { column: string }
  | { text: string }
  | { field: string }
  | { concat: Expression[]; separator?: string | undefined }
  | { firstOf: Expression[] }
  | { lower: Expression }
  | { at: { date: Expression; clock: Expression; after?: Expression | undefined } }
  | { plus: { instant: Expression; seconds: Expression } }
  | { minus: { instant: Expression; seconds: Expression } }
  | { between: { from: Expression; to: Expression } }
  | { scale: { of: Expression; by: number } }
  | { map: { of: Expression; values: Record<string, Scalar>; else?: Expression | undefined } }
  | { cases: { when: Condition; use: Expression }[]; else: Expression };

/** A test. Comparing with an empty value never holds; `empty` asks for it. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { of: Expression; is: Expression }
  | { of: Expression; in: Scalar[] }
  | { of: Expression; above: Expression }
  | { of: Expression; atLeast: Expression }
  | { of: Expression; below: Expression }
  | { of: Expression; atMost: Expression }
  | { of: Expression; empty: boolean }
  | { of: Expression; startsWith: string }
  | { of: Expression; contains: string };

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const name = z.string().min(1).max(400);

export const expressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    scalar,
    z.strictObject({ column: name }),
    z.strictObject({ text: name }),
    z.strictObject({ field: name }),
    z.strictObject({ concat: z.array(expressionSchema).min(1).max(50), separator: z.string().max(20).optional() }),
    z.strictObject({ firstOf: z.array(expressionSchema).min(1).max(50) }),
    z.strictObject({ lower: expressionSchema }),
    z.strictObject({
      at: z.strictObject({ date: expressionSchema, clock: expressionSchema, after: expressionSchema.optional() }),
    }),
    z.strictObject({ plus: z.strictObject({ instant: expressionSchema, seconds: expressionSchema }) }),
    z.strictObject({ minus: z.strictObject({ instant: expressionSchema, seconds: expressionSchema }) }),
    z.strictObject({ between: z.strictObject({ from: expressionSchema, to: expressionSchema }) }),
    z.strictObject({ scale: z.strictObject({ of: expressionSchema, by: z.number() }) }),
    z.strictObject({
      map: z.strictObject({
        of: expressionSchema,
        values: z.record(z.string(), scalar),
        else: expressionSchema.optional(),
      }),
    }),
    z.strictObject({
      cases: z
        .array(z.strictObject({ when: conditionSchema, use: expressionSchema }))
        .min(1)
        .max(100),
      else: expressionSchema,
    }),
  ]),
);

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).min(1).max(50) }),
    z.strictObject({ any: z.array(conditionSchema).min(1).max(50) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ of: expressionSchema, is: expressionSchema }),
    z.strictObject({ of: expressionSchema, in: z.array(scalar).min(1).max(1000) }),
    z.strictObject({ of: expressionSchema, above: expressionSchema }),
    z.strictObject({ of: expressionSchema, atLeast: expressionSchema }),
    z.strictObject({ of: expressionSchema, below: expressionSchema }),
    z.strictObject({ of: expressionSchema, atMost: expressionSchema }),
    z.strictObject({ of: expressionSchema, empty: z.boolean() }),
    z.strictObject({ of: expressionSchema, startsWith: z.string().min(1).max(400) }),
    z.strictObject({ of: expressionSchema, contains: z.string().min(1).max(400) }),
  ]),
);
