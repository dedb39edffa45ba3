/** What people do about adherence, people matching and state mapping. */
import { z } from 'zod';
import { AGENT_STATES } from '../domain/records.ts';
import { command } from './define.ts';
import { instant } from './rows.ts';
import { done, name } from './scalars.ts';

export const adherenceCommands = {
  addException: command(
    z
      .object({
        people: z.array(name).min(1).max(500),
        from: instant,
        to: instant,
        reason: z.string().trim().min(1).max(200),
        approver: z.string().trim().min(1).max(200),
        note: z.string().max(2000).nullable().default(null),
      })
      .refine((value) => value.to > value.from, 'An exception ends after it begins.'),
    z.object({ ids: z.array(z.string()) }),
  ),
  removeException: command(z.object({ id: name, note: z.string().max(2000).nullable().default(null) }), done),
  addNote: command(
    z.object({ person: name, at: instant, text: z.string().trim().min(1).max(4000) }),
    z.object({ id: z.string() }),
  ),
  /** Address of the vendor's own page of a person, to be opened outside; who looked when is in the audit trail. */
  openVendorPage: command(z.object({ person: name, source: name }), z.object({ url: z.string() })),
  /** `confirm` and `merge`: these agents are one human; `split`: this agent is another human than the rest. */
  decidePeople: command(
    z.object({ action: z.enum(['confirm', 'merge', 'split']), agents: z.array(name).min(1).max(50) }),
    done,
  ),
  /** Null takes the choice back. History follows in the background. */
  setStateMapping: command(
    z.object({
      source: name,
      platform: name,
      rawState: z.string().max(400),
      state: z.enum(AGENT_STATES).nullable(),
    }),
    done,
  ),
  /** A schedule out of a file (CSV with a mapping, or iCalendar). */
  importSchedule: command(
    z.object({
      path: z.string().min(1).max(4096),
      mapping: z.string().max(400).nullable().default(null),
      zone: z.string().max(100).nullable().default(null),
    }),
    z.object({
      file: z.string(),
      rows: z.number(),
      shifts: z.number(),
      people: z.number(),
      duplicates: z.number(),
      quarantined: z.number(),
      /** Names in the file that no known agent bears. */
      unknownAgents: z.array(z.string()),
    }),
  ),
} as const;
