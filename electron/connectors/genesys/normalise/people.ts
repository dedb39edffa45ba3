import { z } from 'zod';
import type { AgentRecord } from '../../../../shared/domain/records.ts';
import { one } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import { id, optionalInstant, optionalNumber, optionalText } from '../../normalise/fields.ts';

const named = z.looseObject({ id, name: optionalText });

const skill = z.looseObject({ name: optionalText, proficiency: optionalNumber, state: optionalText });

const skills = z
  .array(skill)
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const userSchema = z.looseObject({
  id,
  name: optionalText,
  email: optionalText,
  state: optionalText,
  version: optionalNumber,
  team: named.nullish().catch(null),
  groups: z.array(named).nullish().catch(null),
  skills,
  languages: skills,
});

/** What the lists beside the users say. Keys and values are ids as text. */
export interface Memberships {
  queuesOfUser: Readonly<Record<string, readonly string[]>>;
  teamNames: Readonly<Record<string, string>>;
  groupNames: Readonly<Record<string, string>>;
}

/**
 * A user. The team is the vendor's team; a user without one is in the groups they belong to. Deactivated and deleted users stay, as inactive:
 * what they handled is still theirs.
 */
export function agentNormaliser(memberships: Memberships): Normaliser {
  return (payload, raw) => {
    const user = userSchema.parse(payload);
    const record: AgentRecord = {
      entity: 'agent',
      id: user.id,
      version: user.version ?? 0,
      raw,
      name: user.name ?? user.email ?? user.id,
      email: user.email,
      active: (user.state ?? 'active') === 'active',
      teams: teamsOf(user, memberships),
      queues: [...(memberships.queuesOfUser[user.id] ?? [])],
    };
    const known = [...activeSkills(user.skills), ...activeSkills(user.languages)];
    if (user.skills !== null || user.languages !== null) record.skills = known;
    return one(record);
  };
}

function teamsOf(user: z.infer<typeof userSchema>, { teamNames, groupNames }: Memberships): string[] {
  const { team, groups } = user;
  if (team !== null && team !== undefined) return [team.name ?? teamNames[team.id] ?? team.id];
  return (groups ?? []).map((group) => group.name ?? groupNames[group.id] ?? group.id);
}

function activeSkills(list: z.infer<typeof skills>): { name: string; proficiency: number | null }[] {
  const active: { name: string; proficiency: number | null }[] = [];
  for (const { name, proficiency, state } of list ?? []) {
    if (name !== null && (state ?? 'active') === 'active') active.push({ name, proficiency });
  }
  return active;
}

const queueSchema = z.looseObject({ id, name: optionalText, dateModified: optionalInstant });

/** A queue. It takes every kind of media, and is shown under the one that it was made for first: voice. */
export const normaliseQueue: Normaliser = (payload, raw) => {
  const queue = queueSchema.parse(payload);
  return one({
    entity: 'queue',
    id: queue.id,
    version: queue.dateModified ?? 0,
    raw,
    name: queue.name ?? queue.id,
    channel: 'voice',
    active: true,
  });
};

export const memberSchema = z.looseObject({ id });
export const namedSchema = named;
