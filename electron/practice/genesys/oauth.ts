import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Reply } from '../wire.ts';

const LIFE_SECONDS = 86_400;

/** The organisation's sign-in: client credentials for a token that lives a day. Tokens are kept in memory, so a restart ends them all. */
export class SignIn {
  private readonly clientId: string;
  private readonly clientSecret: string;
  private readonly clock: Clock;
  /** Token and when it ends, epoch ms of the machine. */
  private readonly tokens = new Map<string, number>();

  constructor(clientId: string, clientSecret: string, clock: Clock) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clock = clock;
  }

  /** Answers `POST /oauth/token`. @param text of the form @param authorization header */
  token(text: string | null, authorization: string | undefined): Reply {
    const form = new URLSearchParams(text ?? '');
    const [id, secret] = basicOf(authorization) ?? [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
    if (form.get('grant_type') !== 'client_credentials') {
      return oauthFault(400, 'unsupported_grant_type', 'Only client_credentials is known here.');
    }
    if (id !== this.clientId || secret !== this.clientSecret) {
      return oauthFault(401, 'invalid_client', 'client not found or secret wrong');
    }
    const token = randomBytes(48).toString('base64url');
    const now = this.clock.now();
    for (const [old, until] of this.tokens) if (until <= now) this.tokens.delete(old);
    this.tokens.set(token, now + LIFE_SECONDS * 1000);
    return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: LIFE_SECONDS - 1 } };
  }

  /** The token of a request, null where it is none that is good now. */
  tokenOf(authorization: string | undefined): string | null {
    const token = /^Bearer\s+([\w-]+)$/u.exec(authorization ?? '')?.[1];
    const until = token === undefined ? undefined : this.tokens.get(token);
    return token !== undefined && until !== undefined && until > this.clock.now() ? token : null;
  }

  /** Forgets every token: all of them have ended. */
  revoke(): void {
    this.tokens.clear();
  }
}

function basicOf(header: string | undefined): [string, string] | null {
  const match = /^Basic\s+([\w+/=-]+)$/u.exec(header ?? '');
  if (match === null) return null;
  const [, id = '', secret = ''] =
    /^([^:]*):(.*)$/su.exec(Buffer.from(match[1] ?? '', 'base64').toString('utf8')) ?? [];
  return [id, secret];
}

export function oauthFault(status: number, error: string, description: string): Reply {
  return { status, body: { error, description, error_description: description } };
}
