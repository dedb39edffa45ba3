import { z } from 'zod';
import { command, query } from './define.ts';

/** What the window asks of the main process: windows, theme, files, secrets. Everything else goes to the engine. */
export const shell = {
  openWallboard: command(z.object({}), z.object({ ok: z.literal(true) })),
  setTheme: command(z.object({ theme: z.enum(['system', 'dark', 'light']) }), z.object({ ok: z.literal(true) })),
  setZoom: command(z.object({ factor: z.number().min(0.5).max(2) }), z.object({ factor: z.number() })),
  chooseFile: command(z.object({}), z.object({ path: z.string().nullable() })),
  /** Puts a secret into the keyring; `session` where the system has none and the person agreed to keep it for this session only. */
  keepSecret: command(
    z.object({
      ref: z.string().regex(/^[a-z0-9-]{1,64}$/),
      secret: z.string().min(1).max(4000),
      sessionOnly: z.boolean(),
    }),
    z.object({ kept: z.enum(['keyring', 'session', 'refused']) }),
  ),
  /** Opens a vendor's own page in the person's browser: https, or plain http on this machine (the practice floor). */
  openExternal: command(
    z.object({
      url: z
        .url({ protocol: /^https?$/ })
        .max(4000)
        .refine((text) => /^https:/i.test(text) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/i.test(text)),
    }),
    z.object({ ok: z.literal(true) }),
  ),
  /** The first whole board is on the glass, and once more when its figures are live: for the start-up figures and the smoke run. */
  boardShown: command(
    z.object({
      queues: z.number(),
      agents: z.number(),
      waiting: z.number().nullable(),
      asOf: z.number().nullable(),
      /** Nothing is left to wait for: each source that can be is live, and no tile is stale. */
      live: z.boolean(),
    }),
    z.object({ ok: z.literal(true) }),
  ),
  /** Why there is no engine at the moment, and what is offered. */
  engineState: query(
    z.object({}),
    z.object({
      state: z.enum(['starting', 'up', 'restarting', 'stopped']),
      code: z.string().nullable(),
      message: z.string().nullable(),
      /** Recovery on offer: `rebuild-mirror`, `restore-notebook`, `new-notebook` (where there is no backup yet), `restart`. */
      offers: z.array(z.string()),
      backups: z.array(z.string()),
    }),
  ),
  recover: command(
    z.object({
      action: z.enum(['rebuild-mirror', 'restore-notebook', 'new-notebook', 'restart']),
      backup: z.string().max(4096).nullable(),
    }),
    z.object({ ok: z.boolean(), message: z.string() }),
  ),
  versions: query(
    z.object({}),
    z.object({ app: z.string(), electron: z.string(), chrome: z.string(), node: z.string(), runtime: z.string() }),
  ),
  quit: command(z.object({}), z.object({ ok: z.literal(true) })),
} as const;
