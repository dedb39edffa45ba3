import { z } from 'zod';
import type { Activity } from '../../../shared/domain/records.ts';
import { ifOpen } from '../common/reply.ts';
import { id, optionalFlag, optionalText } from '../normalise/fields.ts';
import { withQuery } from './client.ts';
import type { Bucket, GenesysClient, Target } from './client.ts';
import type { AuthContext } from './auth.ts';
import { memberSchema, namedSchema } from './normalise/people.ts';
import { activityOf } from './normalise/shifts.ts';
import { ownPresence } from './normalise/states.ts';
import type { PresenceNames } from './normalise/states.ts';
import { readListing } from './reply.ts';

export const PAGE_SIZE = 100;

/** Names change seldom, and every page of a read must see the same ones. */
const GOOD_FOR_MS = 15 * 60_000;

/** A business unit's activity code: what it means to the floor, and its own name. */
export interface ActivityCode {
  activity: Activity;
  name: string;
  paid: boolean | null;
}

/** A management unit: the people who are planned together. */
export interface ManagementUnit {
  id: string;
  name: string;
  businessUnit: string | null;
}

const unitSchema = z.looseObject({
  id,
  name: optionalText,
  businessUnit: z.looseObject({ id }).nullish().catch(null),
});

const codeSchema = z.looseObject({
  id,
  name: optionalText,
  category: optionalText,
  countsAsPaidTime: optionalFlag,
});

/** The small lists that other payloads refer to by id. Each is read when it is first needed and kept for a while. */
export class Lookups {
  readonly #client: GenesysClient;
  readonly #kept = new Map<string, { at: number; value: unknown }>();

  constructor(client: GenesysClient) {
    this.#client = client;
  }

  /** Names of the account's own presences; none where the list is closed to us. */
  presences(context: AuthContext): Promise<PresenceNames> {
    return this.#remembered('presences', context, async () => {
      const rows = (await this.whole(context, 'platform', '/api/v2/presence/definitions')) ?? [];
      const found = rows.map(ownPresence).filter((presence) => presence !== null);
      return Object.fromEntries(found.map(({ id: key, name }) => [key, name]));
    });
  }

  /** Names by id of a list of things that bear one (wrap-up codes, teams, groups); none where the list is closed to us. */
  names(context: AuthContext, path: string): Promise<Readonly<Record<string, string>>> {
    return this.#remembered(path, context, async () => {
      const names: Record<string, string> = {};
      for (const row of (await this.whole(context, 'platform', paged(path))) ?? []) {
        const parsed = namedSchema.safeParse(row);
        if (parsed.success && parsed.data.name !== null) names[parsed.data.id] = parsed.data.name;
      }
      return names;
    });
  }

  /** @throws HttpFault forbidden, not-found where the account has no workforce management */
  units(context: AuthContext): Promise<readonly ManagementUnit[]> {
    return this.#remembered('units', context, async () => {
      const rows = await this.#rows(context, 'wfm', '/api/v2/workforcemanagement/managementunits');
      const units: ManagementUnit[] = [];
      for (const row of rows) {
        const unit = unitSchema.safeParse(row);
        if (!unit.success) continue;
        const { id: key, name, businessUnit } = unit.data;
        units.push({ id: key, name: name ?? key, businessUnit: businessUnit?.id ?? null });
      }
      return units;
    });
  }

  /** Ids of the people of a management unit; nobody where they are closed to us. */
  unitUsers(context: AuthContext, unit: string): Promise<readonly string[]> {
    const path = `/api/v2/workforcemanagement/managementunits/${encodeURIComponent(unit)}/users`;
    return this.#remembered(path, context, async () => {
      const rows = (await this.whole(context, 'wfm', path)) ?? [];
      return rows.flatMap((row) => {
        const user = memberSchema.safeParse(row);
        return user.success ? [user.data.id] : [];
      });
    });
  }

  /** Activity codes of a business unit by id; none where they are closed to us. */
  activityCodes(context: AuthContext, businessUnit: string): Promise<Readonly<Record<string, ActivityCode>>> {
    const path = `/api/v2/workforcemanagement/businessunits/${encodeURIComponent(businessUnit)}/activitycodes`;
    return this.#remembered(path, context, async () => {
      const codes: Record<string, ActivityCode> = {};
      for (const row of (await this.whole(context, 'wfm', path)) ?? []) {
        const code = codeSchema.safeParse(row);
        if (!code.success) continue;
        const { id: key, name, category, countsAsPaidTime } = code.data;
        // The vendor's default codes bear no name: their category says it all.
        const words = name === null || name === '' ? (category ?? key) : name;
        codes[key] = { activity: activityOf(category, words), name: words, paid: countsAsPaidTime };
      }
      return codes;
    });
  }

  /** A whole list. @returns null where the account may not read it or has no such thing */
  whole(context: AuthContext, bucket: Bucket, target: Target): Promise<unknown[] | null> {
    return ifOpen(this.#rows(context, bucket, target));
  }

  async #rows(context: AuthContext, bucket: Bucket, first: Target): Promise<unknown[]> {
    const all: unknown[] = [];
    for (let target: Target | null = first; target !== null;) {
      const value: unknown = await this.#client.get(context, bucket, target);
      const page = readListing(this.#client, target, value, true);
      all.push(...page.rows);
      target = page.next;
    }
    return all;
  }

  async #remembered<T>(key: string, context: AuthContext, read: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    const now = context.clock.monotonic();
    if (kept !== undefined && now - kept.at < GOOD_FOR_MS) return kept.value as T;
    const value = await read();
    this.#kept.set(key, { at: now, value });
    return value;
  }
}

/** A list's first page. */
export function paged(path: string, ...query: readonly (readonly [string, string | number])[]): Target {
  return withQuery(path, [['pageSize', PAGE_SIZE], ...query]);
}
