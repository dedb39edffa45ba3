import { z } from 'zod';
import { chatAgentId, lineId } from '../ids.ts';
import { nothing, one } from '../../normalise/each.ts';
import type { Normaliser } from '../../normalise/each.ts';
import { id, ids, optionalFlag, optionalId, optionalInstant, optionalText } from '../../normalise/fields.ts';

const userSchema = z.looseObject({
  id,
  name: optionalText,
  email: optionalText,
  role: optionalText,
  active: optionalFlag,
  suspended: optionalFlag,
  updated_at: optionalInstant,
});

/** What the lists beside the users say of who belongs where. Keys and values are ids as text. */
export interface Memberships {
  groupNames: Readonly<Record<string, string>>;
  groupsOfUser: Readonly<Record<string, readonly string[]>>;
  linesOfGroup: Readonly<Record<string, readonly string[]>>;
}

/** A user with a seat. End users are customers and never become agents, whatever a filter let through. */
export function agentNormaliser(memberships: Memberships): Normaliser {
  return (payload, raw) => {
    const user = userSchema.parse(payload);
    if (user.role === 'end-user') return nothing;
    const groups = memberships.groupsOfUser[user.id] ?? [];
    return one({
      entity: 'agent',
      id: user.id,
      version: user.updated_at ?? 0,
      raw,
      name: user.name ?? user.email ?? user.id,
      email: user.email,
      active: user.active !== false && user.suspended !== true,
      teams: groups.map((group) => memberships.groupNames[group] ?? group),
      queues: [...new Set([...groups, ...groups.flatMap((group) => memberships.linesOfGroup[group] ?? [])])],
    });
  };
}

export const groupSchema = z.looseObject({
  id,
  name: optionalText,
  deleted: optionalFlag,
  updated_at: optionalInstant,
});

/** A group: the queue of tickets. A deleted group stays as an inactive queue, for the tickets that were its own. */
export const normaliseGroup: Normaliser = (payload, raw) => {
  const group = groupSchema.parse(payload);
  return one({
    entity: 'queue',
    id: group.id,
    version: group.updated_at ?? 0,
    raw,
    name: group.name ?? group.id,
    channel: 'ticket',
    active: group.deleted !== true,
  });
};

export const membershipSchema = z.looseObject({ user_id: id, group_id: id });

export const lineSchema = z.looseObject({
  id,
  name: optionalText,
  nickname: optionalText,
  display_number: optionalText,
  number: optionalText,
  default_group_id: optionalId,
  group_ids: ids,
});

/** A line (phone number or digital line): the queue of calls. */
export const normaliseLine: Normaliser = (payload, raw) => {
  const line = lineSchema.parse(payload);
  return one({
    entity: 'queue',
    id: lineId(line.id),
    version: 0,
    raw,
    name: line.nickname ?? line.name ?? line.display_number ?? line.number ?? line.id,
    channel: 'voice',
    active: true,
  });
};

const chatAgentSchema = z.looseObject({
  id,
  email: optionalText,
  display_name: optionalText,
  first_name: optionalText,
  last_name: optionalText,
  enabled: optionalFlag,
});

/**
 * A chat agent who is not a Support user as well. Those who are (by e-mail) are the same person and come from the users.
 *
 * @param known the stored agent with an e-mail address, or null
 */
export function chatAgentNormaliser(known: (email: string) => string | null): Normaliser {
  return (payload, raw) => {
    const agent = chatAgentSchema.parse(payload);
    const there = agent.email === null ? null : known(agent.email);
    if (there !== null && there !== chatAgentId(agent.id)) return nothing;
    const fullName = [agent.first_name, agent.last_name].filter((part) => part !== null && part !== '').join(' ');
    const name = [agent.display_name, fullName, agent.email].find((text) => text !== null && text !== '') ?? agent.id;
    return one({
      entity: 'agent',
      id: chatAgentId(agent.id),
      version: 0,
      raw,
      name,
      email: agent.email,
      active: agent.enabled !== false,
      teams: [],
      queues: [],
    });
  };
}
