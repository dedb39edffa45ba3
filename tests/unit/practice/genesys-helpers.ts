import { Buffer } from 'node:buffer';
import type { PracticeOptions } from '../../../electron/practice/index.ts';
import type { ManualClock } from '../../../shared/time/clock.ts';
import { openFloor } from './helpers.ts';
import type { OpenFloor } from './helpers.ts';

/** A floor whose phones ring in Genesys, and a signed-in reader of that organisation. */
export interface OpenOrganization {
  floor: OpenFloor;
  base: string;
  /** Sends a request as the reader. */
  ask(method: string, target: string, body?: unknown, token?: string): Promise<Response>;
  /** As {@link ask}, expecting 200 (or 202) and JSON; where the budget is used up, moves the wall on and asks again, where the token has ended, signs in. */
  json<T>(method: string, target: string, body?: unknown): Promise<T>;
  /** All entities of a list, page by page. */
  all<T>(target: string): Promise<T[]>;
}

export async function openOrganization(
  options: PracticeOptions & { wall?: ManualClock } = {},
): Promise<OpenOrganization> {
  const floor = await openFloor({ phones: 'genesys', ...options });
  const { genesys } = floor;
  if (genesys === null) throw new Error('The phones ring elsewhere.');
  const base = genesys.baseUrl;
  let token = await signIn(base, genesys.clientId, genesys.clientSecret);
  const ask: OpenOrganization['ask'] = (method, target, body, bearer = token) =>
    fetch(new URL(target, base), {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const json = async <T>(method: string, target: string, body?: unknown): Promise<T> => {
    const response = await ask(method, target, body);
    if (response.status === 429) {
      floor.wall.advance(Number(response.headers.get('retry-after')) * 1000);
      return json<T>(method, target, body);
    }
    if (response.status === 401) {
      // A token lives a day, and tests move the clock by more.
      token = await signIn(base, genesys.clientId, genesys.clientSecret);
      return json<T>(method, target, body);
    }
    if (response.status !== 200 && response.status !== 202) {
      throw new Error(`${method} ${target}: ${response.status} ${await response.text()}`);
    }
    return (await response.json()) as T;
  };
  const all = async <T>(target: string): Promise<T[]> => {
    const found: T[] = [];
    for (let next: string | undefined = target; next !== undefined;) {
      const page: { entities: T[]; nextUri?: string } = await json('GET', next);
      found.push(...page.entities);
      next = page.nextUri;
    }
    return found;
  };
  return { floor, base, ask, json, all };
}

export async function signIn(base: string, id: string, secret: string): Promise<string> {
  const response = await fetch(new URL('/oauth/token', base), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (response.status !== 200) throw new Error(`No token: ${response.status}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

export interface UserRow {
  id: string;
  name: string;
  email?: string;
  team?: { id: string; name: string };
  presence?: { presenceDefinition: { systemPresence: string }; modifiedDate: string };
  routingStatus?: { status: string; startTime: string };
}

export interface ConversationRow {
  conversationId: string;
  conversationStart: string;
  conversationEnd?: string;
  participants: {
    purpose: string;
    userId?: string;
    sessions: { segments: { segmentType: string; segmentStart: string; segmentEnd?: string }[] }[];
  }[];
}

export interface ShiftRow {
  id: string;
  startDate: string;
  lengthMinutes: number;
  activities: { startDate: string; lengthMinutes: number; activityCodeId: string }[];
}
