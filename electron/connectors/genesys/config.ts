import { z } from 'zod';

/** HTTPS anywhere, plain HTTP to this machine only (practice, tests). */
const address = z.url({ protocol: /^https?$/ }).refine((text) => URL.canParse(text) && isSafe(new URL(text)), {
  error: 'is plain HTTP to another machine; only HTTPS is allowed there',
});

const common = {
  /** Address of the region's API, for example `https://api.mypurecloud.ie`. */
  baseUrl: address,
  /** Address of the region's sign-in, for example `https://login.mypurecloud.ie`. */
  loginUrl: address,
  /** ISO 8601 instant of the oldest history wanted. */
  startTime: z.iso.datetime({ offset: true }).optional(),
  /** Part of the account's rate limits that may be used; the rest is left to its other integrations. */
  budgetShare: z.number().positive().max(1).default(0.5),
};

/** Whose client it is: its id, which is no secret, or the name under which that is kept. */
const clientOf = {
  clientId: z.string().min(1).optional(),
  clientIdEnv: z.string().min(1).optional(),
};

const named = ({ clientId, clientIdEnv }: { clientId?: string | undefined; clientIdEnv?: string | undefined }) =>
  clientId !== undefined || clientIdEnv !== undefined;

const UNNAMED = { error: 'names no client: clientIdEnv (or clientId) is missing', path: ['clientIdEnv'] };

const byClient = z
  .strictObject({
    ...common,
    ...clientOf,
    /** Name under which the secret of an OAuth client (grant: client credentials) is kept. */
    clientSecretEnv: z.string().min(1),
  })
  .refine(named, UNNAMED);

const byPerson = z
  .strictObject({
    ...common,
    ...clientOf,
    /** Name under which the refresh token of a person is kept who signed in (grant: code with PKCE); it changes with every use. */
    refreshTokenRef: z.string().min(1),
  })
  .refine(named, UNNAMED);

/** The Genesys part of a source's configuration, by the way of signing in that it speaks of. Secrets are named, never held. */
export function genesysConfigSchema(config: unknown): z.ZodType<GenesysConfig> {
  return typeof config === 'object' && config !== null && 'refreshTokenRef' in config ? byPerson : byClient;
}

export type GenesysConfig = z.infer<typeof byClient> | z.infer<typeof byPerson>;

/** The addresses of a region, by its domain (`mypurecloud.ie`, `usw2.pure.cloud`). */
export function hostsOfRegion(region: string): { baseUrl: string; loginUrl: string } {
  return { baseUrl: `https://api.${region}`, loginUrl: `https://login.${region}` };
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether the host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
