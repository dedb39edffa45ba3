import { t } from '../../../ui/index.ts';
import { startOf } from './draft.ts';

/** Regions of Genesys Cloud by their domain; any other is typed. */
export const REGIONS = [
  ['mypurecloud.com', 'Americas (US East)'],
  ['usw2.pure.cloud', 'Americas (US West)'],
  ['cac1.pure.cloud', 'Americas (Canada)'],
  ['sae1.pure.cloud', 'Americas (São Paulo)'],
  ['mypurecloud.ie', 'EMEA (Ireland)'],
  ['euw2.pure.cloud', 'EMEA (London)'],
  ['mypurecloud.de', 'EMEA (Frankfurt)'],
  ['euc2.pure.cloud', 'EMEA (Zurich)'],
  ['mec1.pure.cloud', 'EMEA (UAE)'],
  ['aps1.pure.cloud', 'Asia Pacific (Mumbai)'],
  ['apne2.pure.cloud', 'Asia Pacific (Seoul)'],
  ['apne3.pure.cloud', 'Asia Pacific (Osaka)'],
  ['mypurecloud.com.au', 'Asia Pacific (Sydney)'],
  ['mypurecloud.jp', 'Asia Pacific (Tokyo)'],
] as const;

export const OTHER_REGION = 'other';
export type Method = 'client' | 'browser';

/** What the wizard has asked so far. The secret lives here and nowhere else until it is kept. */
export interface GenesysDraft {
  /** A domain of `REGIONS`, or `other`. */
  region: string;
  /** With `other`: a domain or an address. */
  host: string;
  method: Method;
  clientId: string;
  /** Of the client, where it signs in by itself. */
  secret: string;
  /** Port of the redirect address where the browser signs in; empty: any. */
  port: string;
  name: string;
  /** Local date, `2026-01-31`. */
  start: string;
}

export type GenesysProblems = Partial<Record<keyof GenesysDraft, string>>;

/** The two addresses of an account. */
export interface Hosts {
  baseUrl: string;
  loginUrl: string;
  /** For names: `mypurecloud.ie`. */
  domain: string;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads a region's domain (`mypurecloud.ie`), any of its addresses (`https://api.mypurecloud.ie`), or a whole address on this machine,
 * which answers for both.
 */
export function hostsOf(text: string): Hosts | null {
  const trimmed = text.trim().replace(/\/+$/, '');
  if (trimmed === '') return null;
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  } catch {
    return null;
  }
  if (url.username !== '' || url.password !== '') return null;
  if (LOOPBACK.has(url.hostname)) {
    return /^https?:$/.test(url.protocol) ? { baseUrl: url.origin, loginUrl: url.origin, domain: url.hostname } : null;
  }
  const domain = url.hostname.replace(/^(api|login|apps)\./, '');
  if (url.protocol !== 'https:' || url.port !== '' || !domain.includes('.')) return null;
  return { baseUrl: `https://api.${domain}`, loginUrl: `https://login.${domain}`, domain };
}

/** The addresses that the draft names; null where it names none. */
export function hostsOfDraft({ region, host }: GenesysDraft): Hosts | null {
  return hostsOf(region === OTHER_REGION ? host : region);
}

/** Port of the redirect address: null any; undefined where the text is no port. */
export function portOf(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const port = /^\d{4,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1024 && port <= 65_535 ? port : undefined;
}

/** What is wrong with the draft, by field, in words. @param now epoch ms UTC */
export function genesysProblems(draft: GenesysDraft, zone: string, now: number): GenesysProblems {
  const problems: GenesysProblems = {};
  if (hostsOfDraft(draft) === null) problems.host = t('sources.genesys.host.bad');
  if (draft.clientId.trim() === '') problems.clientId = t('sources.genesys.clientId.empty');
  if (draft.method === 'client' && draft.secret.trim() === '') problems.secret = t('sources.genesys.secret.empty');
  if (draft.method === 'browser' && portOf(draft.port) === undefined) problems.port = t('sources.genesys.port.bad');
  const start = startOf(draft.start, zone);
  if (start === null || start > now) problems.start = t('sources.connect.start.bad');
  return problems;
}

/** The name that a person gave, else the vendor's and the region's. */
export function genesysName(draft: GenesysDraft): string {
  const own = draft.name.trim();
  return own === '' ? 'Genesys Cloud' : own;
}

/** The name under which a secret is kept: of the region and a random end, so that two sources never share one. */
export function genesysRef(domain: string, what: 'id' | 'secret', random: string): string {
  const slug = domain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30);
  return `genesys-${slug}-${random.replace(/[^a-z0-9]/g, '').slice(0, 8)}-${what}`.replace(/-+/g, '-');
}
