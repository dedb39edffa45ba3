import type { z } from 'zod';
import { commands } from './commands.ts';
import type { CommandDef, LiveDef, PartDefs, QueryDef } from './define.ts';
import type { Frame, PartPatch } from './frames.ts';
import { queries } from './queries.ts';
import { shell } from './shell.ts';
import { views } from './views.ts';

/** The only description of what crosses a process boundary. Everything else (router, bridge, fakes, types) is derived from it. */
export const contract = { queries, commands, views, shell } as const;

export type Queries = typeof queries;
export type Commands = typeof commands;
export type Views = typeof views;
export type Shell = typeof shell;

export type QueryName = keyof Queries;
export type CommandName = keyof Commands;
export type ViewName = keyof Views;
export type ShellName = keyof Shell;

type Def = QueryDef | CommandDef;
/** What a caller passes (defaults may be left out). */
export type InputOf<D extends { input: z.ZodType }> = z.input<D['input']>;
/** What a handler gets (defaults filled in). */
export type ParsedOf<D extends { input: z.ZodType }> = z.output<D['input']>;
export type OutputOf<D extends Def> = z.output<D['output']>;

/** Row types of a view, by part. */
export type RowsOf<V extends LiveDef> =
  V extends LiveDef<z.ZodType, infer P extends PartDefs> ? { [K in keyof P]: z.output<P[K]> } : never;
/** Frame type of a view. */
export type FrameOf<V extends LiveDef> = Frame<{ [K in keyof RowsOf<V>]?: PartPatch<RowsOf<V>[K] & { key: string }> }>;

export * from './frames.ts';
export * from './rows.ts';
export { moment, scope } from './scope.ts';
export type { Moment, Scope } from './scope.ts';
export * from './adherence.ts';
export { figure, settings } from './queries.ts';
export type { Figure, Settings } from './queries.ts';
export { INCIDENTS } from './commands.ts';
export { PORT_HERE, PORT_WANTED } from './bridge.ts';
export type { Bridge, EngineStateMessage, Intent, ShellAnswer } from './bridge.ts';
