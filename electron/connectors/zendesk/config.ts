import { z } from 'zod';

/** The Zendesk part of a source's configuration. Secrets are named, never held. */
export const zendeskConfigSchema = z.object({
  /** Address of the account, for example `https://example.zendesk.com`; plain HTTP for this machine only. */
  baseUrl: z.url(),
  /** ISO 8601 instant of the oldest history wanted. */
  startTime: z.iso.datetime({ offset: true }).optional(),
  /** Whose API token it is; without it the secret is an OAuth bearer token. */
  email: z.email().optional(),
  /** Name under which the secret is kept: an environment variable on the command line, a keyring entry in the app. */
  tokenEnv: z.string().min(1),
  /**
   * `account`: one figure for all lines, as every account has it. `per-line`: asked line by line with
   * `phone_number_ids`, a filter that not every account answers to.
   */
  queueActivity: z.enum(['account', 'per-line']).default('account'),
  /** Part of the account's rate limits that may be used; the rest is left to its other integrations. */
  budgetShare: z.number().positive().max(1).default(0.5),
  /** Which of the two CSAT features the account has; only one can be active. */
  surveys: z.enum(['ratings', 'responses']).default('ratings'),
});

export type ZendeskConfig = z.infer<typeof zendeskConfigSchema>;
