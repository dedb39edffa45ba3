import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Proof that who redeems a code is who asked for it (RFC 7636, method S256). */
export interface Pkce {
  /** Kept until the code is redeemed. */
  verifier: string;
  /** Sent along with the question. */
  challenge: string;
}

/** 32 random bytes: the length that RFC 7636 section 4.1 recommends. */
export function createPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: challengeOf(verifier) };
}

/** BASE64URL(SHA256(ASCII(verifier))), RFC 7636 section 4.2. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}

/** What ties an answer to its question. */
export function createState(): string {
  return randomBytes(24).toString('base64url');
}

/** Compares two texts in a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** Address of the vendor's sign-in page. @param loginUrl address of the vendor's sign-in */
export function authorizeUrl(
  loginUrl: string,
  ask: { clientId: string; redirectUri: string; challenge: string; state: string },
): string {
  const url = new URL('/oauth/authorize', loginUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: ask.clientId,
    redirect_uri: ask.redirectUri,
    code_challenge: ask.challenge,
    code_challenge_method: 'S256',
    state: ask.state,
  }).toString();
  return url.href;
}
