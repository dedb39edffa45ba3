import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../../shared/errors/index.ts';
import type { SourceConfig } from '../store/api.ts';

const envName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is the name of an environment variable');

/** Which environment variables hold the secrets of a source, by its kind; a kind that is not named here has one token. */
const AUTH = {
  genesys: z.looseObject({ clientIdEnv: envName, clientSecretEnv: envName }),
  token: z.looseObject({ email: z.string().optional(), tokenEnv: envName }),
} as const;

/**
 * The file of sources that the command line reads: `{"sources":[{"id","kind","baseUrl","startTime","auth":{…}}]}`, where `auth` is
 * `{"email","tokenEnv"}` for Zendesk, `{"clientIdEnv","clientSecretEnv"}` for Genesys Cloud (which has a `loginUrl` beside its `baseUrl`).
 * Secrets are named in it, never held.
 */
const sourceSchema = z
  .looseObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'is letters, digits, - and _, and begins with a letter or digit'),
    kind: z.string().min(1),
    name: z.string().min(1).optional(),
    zone: z.string().min(1).optional(),
    baseUrl: z.url({ protocol: /^https?$/ }),
    startTime: z.iso.datetime({ offset: true }).optional(),
    loginUrl: z.url({ protocol: /^https?$/ }).optional(),
    auth: z.looseObject({}),
  })
  .check((context) => {
    const { kind, auth, baseUrl, loginUrl } = context.value;
    for (const [place, url] of Object.entries({ baseUrl, loginUrl })) {
      if (url === undefined || !URL.canParse(url) || isSafe(new URL(url))) continue;
      context.issues.push({
        code: 'custom',
        path: [place],
        message: 'is plain HTTP to another machine; only HTTPS is allowed there',
        input: url,
      });
    }
    const parsed = authOf(kind).safeParse(auth);
    for (const { path, message } of parsed.success ? [] : parsed.error.issues) {
      context.issues.push({ code: 'custom', path: ['auth', ...path], message, input: undefined });
    }
  });

function authOf(kind: string): (typeof AUTH)['genesys' | 'token'] {
  return kind === 'genesys' ? AUTH.genesys : AUTH.token;
}

const fileSchema = z.object({ sources: z.array(sourceSchema).min(1) });

/** Keys that name an environment variable with a secret in it. */
const SECRET_NAMES = ['tokenEnv', 'clientIdEnv', 'clientSecretEnv'] as const;

/** Keys under which people put the secret itself. */
const SECRET_KEYS = /^(token|api_?token|api_?key|access_?token|bearer|password|secret|client_?secret|key)$/i;

export interface ConfiguredSource {
  config: SourceConfig;
  /** Names of the environment variables with its secrets. */
  secretEnvs: string[];
}

/**
 * Reads and checks the file. The messages name the place in the file and never quote a value, which might be a secret.
 *
 * @throws AppError invalid-input
 */
export function readSourcesFile(path: string): ConfiguredSource[] {
  const value = parseFile(path);
  const secret = findSecret(value, []);
  if (secret !== null) {
    throw invalid(
      `${path} holds a secret at ${secret}. Put it into an environment variable and name that variable in auth (tokenEnv, clientSecretEnv).`,
    );
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const words = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'} ${issue.message}`);
    throw invalid(`${path} is not in order: ${words.join('; ')}.`);
  }
  const ids = parsed.data.sources.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw invalid(`${path} names the source "${twice}" twice.`);
  return parsed.data.sources.map(toSource);
}

function toSource(source: z.infer<typeof sourceSchema>): ConfiguredSource {
  const { id, kind, name, zone, auth, ...rest } = source;
  const config = z.record(z.string(), z.json()).parse({ ...rest, ...auth });
  return {
    config: { id, kind, name: name ?? id, zone: zone ?? null, config },
    secretEnvs: SECRET_NAMES.flatMap((key) => {
      const named = envName.safeParse(auth[key]);
      return named.success ? [named.data] : [];
    }),
  };
}

function parseFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw invalid(`${path} cannot be read. Name the file of sources with --config.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid(`${path} is not JSON.`);
  }
}

/** Path of the first key that holds a secret, or of a token inside an address; null where there is none. */
function findSecret(value: unknown, path: readonly string[]): string | null {
  if (typeof value !== 'object' || value === null) {
    const carries = typeof value === 'string' && URL.canParse(value) && new URL(value).password !== '';
    return carries ? path.join('.') : null;
  }
  for (const [key, item] of Object.entries(value)) {
    const here = [...path, key];
    if (SECRET_KEYS.test(key) && item !== null) return here.join('.');
    const inside = findSecret(item, here);
    if (inside !== null) return inside;
  }
  return null;
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function invalid(message: string): AppError {
  return new AppError({ code: 'invalid-input', message });
}
