import { z } from 'zod';
import { adherenceCommands } from './adherence-commands.ts';
import { command } from './define.ts';
import { settings } from './queries.ts';
import { instant } from './rows.ts';
import { done, name } from './scalars.ts';

export const INCIDENTS = [
  'queue-surge',
  'agent-walk-out',
  'source-outage',
  'rate-limit',
  'slow',
  'html-200',
  'truncated-json',
  'expired-token',
  'clock-skew',
  'socket-outage',
] as const;

export const commands = {
  acknowledgeAlarm: command(z.object({ key: name, note: z.string().max(2000).nullable().default(null) }), done),
  snoozeAlarm: command(
    z.object({
      key: name,
      minutes: z
        .number()
        .min(1)
        .max(24 * 60),
    }),
    z.object({ until: instant }),
  ),
  unsnoozeAlarm: command(z.object({ key: name }), done),
  /** Merges into the settings; unknown names are refused. */
  saveSettings: command(settings.partial().strict(), settings),
  /** Connects a source. The secret goes to the keyring (or this session only), never into a file. */
  addSource: command(
    z.object({
      kind: z.enum(['zendesk', 'genesys', 'practice']),
      name,
      baseUrl: z.string().max(2000).nullable(),
      email: z.string().max(400).nullable(),
      /** Name of the kept token (Zendesk), of the client's secret, or of the refresh token that `signIn` kept (Genesys). */
      secretRef: name.nullable(),
      startTime: instant,
      /** Genesys: the region's sign-in. */
      loginUrl: z.string().max(2000).nullable().default(null),
      /** Genesys, signed in with the browser: the client's id, which is no secret. */
      clientId: z.string().max(200).nullable().default(null),
      /** Genesys, client credentials: name under which the client's id is kept. */
      clientIdRef: name.nullable().default(null),
    }),
    z.object({ id: z.string() }),
  ),
  /** Tries the connection and says what the plan allows; stores nothing. */
  testSource: command(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('zendesk'),
        baseUrl: z.string().max(2000),
        email: z.string().max(400),
        secret: z.string().max(4000),
      }),
      /** Client credentials: with `secret`. Signed in with the browser: with the `secretRef` of the sign-in. */
      z.object({
        kind: z.literal('genesys'),
        baseUrl: z.string().max(2000),
        loginUrl: z.string().max(2000),
        clientId: z.string().min(1).max(200),
        secret: z.string().max(4000).nullable().default(null),
        secretRef: name.nullable().default(null),
      }),
    ]),
    z.object({
      streams: z.array(z.object({ stream: z.string(), available: z.boolean(), reason: z.string().nullable() })),
    }),
  ),
  /**
   * Signs a person in at a vendor with the system's browser (OAuth code with PKCE over loopback). The token goes to the keyring, or with
   * `sessionOnly` stays for this session; its name is what `addSource` wants. Ends after five minutes, or with `cancelSignIn`.
   */
  signIn: command(
    z.object({
      kind: z.literal('genesys'),
      baseUrl: z.url({ protocol: /^https?$/ }).max(2000),
      loginUrl: z.url({ protocol: /^https?$/ }).max(2000),
      clientId: z.string().min(1).max(200),
      /** Port of the redirect address, where the vendor wants it registered (http://127.0.0.1:PORT/callback); null: any that is free. */
      port: z.int().min(1024).max(65_535).nullable().default(null),
      sessionOnly: z.boolean().default(false),
    }),
    z.object({ secretRef: name, kept: z.enum(['keyring', 'session']) }),
  ),
  cancelSignIn: command(z.object({}), done),
  pauseSource: command(z.object({ source: name, paused: z.boolean() }), done),
  removeSource: command(z.object({ source: name }), done),
  importFile: command(
    z.object({ path: z.string().min(1).max(4096), mapping: name }),
    z.object({
      file: z.string(),
      rows: z.number(),
      stored: z.number(),
      repaired: z.number(),
      duplicates: z.number(),
      quarantined: z.number(),
    }),
  ),
  cancelImport: command(z.object({}), done),
  startIncident: command(
    z.object({
      kind: z.enum(INCIDENTS),
      queue: name.nullable().default(null),
      minutes: z.number().min(1).max(240),
      factor: z.number().min(0).max(100).nullable().default(null),
      /** Practice source that a fault strikes; null for all of them. */
      source: name.nullable().default(null),
    }),
    z.object({ id: z.string() }),
  ),
  endIncident: command(z.object({ id: name }), done),
  setPracticeSpeed: command(z.object({ speed: z.number().min(0.1).max(120) }), done),
  /** Shows a customer's identifier in full; every use is in the audit trail. */
  unmask: command(z.object({ source: name, contact: name }), z.object({ customer: z.string().nullable() })),
  ...adherenceCommands,
} as const;
