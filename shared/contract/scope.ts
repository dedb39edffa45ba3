import { z } from 'zod';
import { instant } from './rows.ts';

/** Which part of the floor is looked at. Empty lists mean everything. */
export const scope = z.object({
  queues: z.array(z.string().max(400)).max(2000).default([]),
  teams: z.array(z.string().max(400)).max(2000).default([]),
});
export type Scope = z.infer<typeof scope>;

/** Now, or a stored instant that runs on at `speed` (0 = held still). */
export const moment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('now') }),
  z.object({ kind: z.literal('replay'), at: instant, speed: z.number().min(0).max(3600) }),
]);
export type Moment = z.infer<typeof moment>;
