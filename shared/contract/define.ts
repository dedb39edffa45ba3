import type { z } from 'zod';

/** A question with one answer. */
export interface QueryDef<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'query';
  input: I;
  output: O;
}

/** A person's intent: validated, carried out once, answered with what came of it. */
export interface CommandDef<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'command';
  input: I;
  output: O;
}

/** A view that is kept up to date: one snapshot, then patches of keyed rows (see frames.ts). */
export interface LiveDef<I extends z.ZodType = z.ZodType, P extends PartDefs = PartDefs> {
  kind: 'live';
  input: I;
  parts: P;
}

/** Schemas of the keyed rows of a live view, by part. Every row has a string `key`. */
export type PartDefs = Record<string, z.ZodType<{ key: string }>>;

export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): QueryDef<I, O> => ({
  kind: 'query',
  input,
  output,
});

export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): CommandDef<I, O> => ({
  kind: 'command',
  input,
  output,
});

export const live = <I extends z.ZodType, P extends PartDefs>(input: I, parts: P): LiveDef<I, P> => ({
  kind: 'live',
  input,
  parts,
});
