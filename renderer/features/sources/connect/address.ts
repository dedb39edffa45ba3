/** What a person wrote as the account's address, as the address that is asked. */
export type AddressOutcome =
  { ok: true; baseUrl: string; host: string } | { ok: false; problem: 'empty' | 'bad' | 'plain' };

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads `acme`, `acme.zendesk.com` or a whole address. Plain http is for this machine alone. */
export function readAddress(text: string): AddressOutcome {
  const trimmed = text.trim().replace(/\/+$/, '');
  if (trimmed === '') return { ok: false, problem: 'empty' };
  const named = /^[a-z0-9][a-z0-9-]*$/i.test(trimmed) ? `${trimmed}.zendesk.com` : trimmed;
  const address = /^[a-z]+:\/\//i.test(named) ? named : `https://${named}`;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { ok: false, problem: 'bad' };
  }
  const local = LOOPBACK.has(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) return { ok: false, problem: 'plain' };
  if (url.username !== '' || url.password !== '' || (!local && !url.hostname.includes('.'))) {
    return { ok: false, problem: 'bad' };
  }
  return { ok: true, baseUrl: url.origin, host: url.hostname };
}

/** The name under which a secret is kept: of the host and a random end, so that two sources never share one. */
export function secretRefOf(host: string, random: string): string {
  const slug = host
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `zendesk-${slug}-${random.replace(/[^a-z0-9]/g, '').slice(0, 8)}`;
}
