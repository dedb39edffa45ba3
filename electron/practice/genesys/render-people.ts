import type { FloorAgent, FloorQueue } from '../floor.ts';
import type { Organization } from './http.ts';
import { iso } from './ids.ts';
import type { Presence, RoutingStatus, Said } from './states.ts';

const YEAR = 31_536_000;

/** The teams: those who answer phones, chats and tickets. */
export const TEAMS = [
  { number: 0, medium: 'phone', name: 'Phones' },
  { number: 1, medium: 'chat', name: 'Chat' },
  { number: 2, medium: 'ticket', name: 'Tickets' },
] as const;

export const SKILLS = ['Billing', 'Technical', 'Retention', 'Spanish'] as const;

export const WRAP_UP_CODES = [
  'Resolved',
  'Follow-up needed',
  'Sent to back office',
  'Complaint',
  'Wrong number',
  'Callback promised',
] as const;

/** Spelling of a person in this organisation. The two systems were filled by different hands. */
export function spelt(agent: FloorAgent): { name: string; email: string | null } {
  const [first = '', ...rest] = agent.name.split(' ');
  const last = rest.join(' ');
  // One without an address, who is found by the name; one with a private address and initials, about whom somebody must decide.
  if (agent.index % 46 === 7) return { name: `${last}, ${first}`, email: null };
  if (agent.index % 46 === 12) {
    return {
      name: `${first.slice(0, 1)}. ${last}`,
      email: `${last.toLowerCase().replaceAll(/[^a-z]/gu, '')}.${agent.index}@home.example`,
    };
  }
  if (agent.index % 9 === 4) return { name: `${last}, ${first}`, email: agent.email.toUpperCase() };
  if (agent.index % 13 === 5)
    return { name: `${first} ${last}`.normalize('NFD').replaceAll(/\p{M}/gu, ''), email: agent.email };
  return { name: agent.name, email: agent.email };
}

function divisionOf({ ids }: Organization): unknown {
  const id = ids.of('division', 0);
  return { id, name: 'Home', selfUri: `/api/v2/authorization/divisions/${id}` };
}

export function renderOrganization({ ids, world }: Organization): unknown {
  return {
    id: ids.of('organization', 0),
    name: 'Practice floor',
    defaultLanguage: 'en-US',
    defaultCountryCode: 'US',
    domain: 'practice-floor',
    version: 1,
    state: 'active',
    voicemailEnabled: false,
    productPlatform: 'PureCloud',
    features: { purecloud: true, contactCenter: true },
    selfUri: `/api/v2/organizations/${ids.of('organization', world.floor.parameters.seed % 1000)}`,
  };
}

/** @param expand what the reader wants beside the user @param now epoch seconds UTC */
export function renderUser(
  organization: Organization,
  agent: FloorAgent,
  expand: ReadonlySet<string>,
  now: number,
): unknown {
  const { ids, world, states } = organization;
  const id = ids.of('user', agent.index);
  const { name, email } = spelt(agent);
  const team = TEAMS.find(({ medium }) => medium === agent.medium) ?? TEAMS[0];
  return {
    id,
    name,
    division: divisionOf(organization),
    chat: { jabberId: `${id.slice(0, 8)}@practice.example` },
    department: team.name,
    ...(email === null ? {} : { email }),
    primaryContactInfo: email === null ? [] : [{ address: email, mediaType: 'EMAIL', type: 'PRIMARY' }],
    addresses: [],
    state: 'active',
    title: 'Agent',
    username: email ?? `user.${agent.index}`,
    version: 3,
    acdAutoAnswer: false,
    ...(expand.has('team') ? { team: renderTeam(organization, team) } : {}),
    ...(expand.has('groups') ? { groups: [] } : {}),
    ...(expand.has('skills') ? { skills: skillsOf(organization, agent) } : {}),
    ...(expand.has('languages') ? { languages: languagesOf(organization, agent) } : {}),
    ...(expand.has('routingStatus') ? { routingStatus: renderRouting(id, states.routing(agent, now)) } : {}),
    ...(expand.has('presence') ? { presence: renderPresence(organization, agent, states.presence(agent, now)) } : {}),
    dateWelcomeSent: iso(world.openedAt - YEAR),
    selfUri: `/api/v2/users/${id}`,
  };
}

function skillsOf({ ids }: Organization, agent: FloorAgent): unknown[] {
  return SKILLS.flatMap((name, i) => {
    if ((agent.index * 7 + i * 3) % 4 > 1) return [];
    const id = ids.of('skill', i);
    const proficiency = 1 + ((agent.index + i * 2) % 5);
    return [{ id, name, proficiency, state: 'active', skillUri: `/api/v2/routing/skills/${id}` }];
  });
}

function languagesOf({ ids }: Organization, agent: FloorAgent): unknown[] {
  const id = ids.of('language', 0);
  return [
    {
      id,
      name: 'English - Spoken',
      proficiency: 3 + (agent.index % 3),
      state: 'active',
      languageUri: `/api/v2/routing/languages/${id}`,
    },
  ];
}

export function renderRouting(userId: string, said: Said<RoutingStatus>): unknown {
  return { userId, status: said.value, startTime: iso(said.at) };
}

export function renderPresence(
  { ids }: Organization,
  agent: FloorAgent,
  said: Said<Presence>,
): Record<string, unknown> & { primary: boolean } {
  const id = ids.of('presence', said.value.number);
  return {
    id: 'PURECLOUD',
    name: said.value.own ?? said.value.system,
    source: 'PURECLOUD',
    primary: true,
    presenceDefinition: { id, systemPresence: said.value.system, selfUri: `/api/v2/presence/definitions/${id}` },
    message: '',
    modifiedDate: iso(said.at),
    selfUri: `/api/v2/users/${ids.of('user', agent.index)}/presences/PURECLOUD`,
  };
}

export function renderDefinition({ ids }: Organization, presence: Presence): unknown {
  const id = ids.of('presence', presence.number);
  const label = presence.own ?? presence.system;
  return {
    id,
    name: label,
    type: presence.own === null ? 'System' : 'User',
    languageLabels: { en_US: label },
    // The definitions' list writes the words together, the presences themselves do not.
    systemPresence: presence.system.replaceAll(' ', ''),
    divisionId: '*',
    deactivated: false,
    selfUri: `/api/v2/presence/definitions/${id}`,
  };
}

export function renderTeam(organization: Organization, team: (typeof TEAMS)[number]): unknown {
  const { ids, world } = organization;
  const id = ids.of('team', team.number);
  return {
    id,
    name: team.name,
    division: divisionOf(organization),
    dateCreated: iso(world.openedAt - YEAR),
    dateModified: iso(world.openedAt - YEAR),
    memberCount: world.floor.agents.filter(({ medium }) => medium === team.medium).length,
    selfUri: `/api/v2/teams/${id}`,
  };
}

export function renderQueue(organization: Organization, queue: FloorQueue): unknown {
  const { ids, world } = organization;
  const id = ids.of('queue', queue.index);
  const media = { alertingTimeoutSeconds: 25, serviceLevel: { percentage: 0.8, durationMs: 20_000 } };
  return {
    id,
    name: queue.name,
    division: divisionOf(organization),
    description: '',
    dateCreated: iso(world.openedAt - YEAR),
    dateModified: iso(world.openedAt - YEAR),
    memberCount: queue.agents.length,
    userMemberCount: queue.agents.length,
    joinedMemberCount: queue.agents.length,
    mediaSettings: { call: media },
    acwSettings: { wrapupPrompt: 'OPTIONAL', timeoutMs: 1_200_000 },
    skillEvaluationMethod: 'BEST',
    scoringMethod: 'TimestampAndPriority',
    autoAnswerOnly: false,
    enableTranscription: false,
    enableManualAssignment: false,
    selfUri: `/api/v2/routing/queues/${id}`,
  };
}

/** A member of a queue. All of them are joined: who is not on queue says so by their routing status. */
export function renderMember(organization: Organization, queue: FloorQueue, agent: FloorAgent, now: number): unknown {
  const { ids, states } = organization;
  const id = ids.of('user', agent.index);
  return {
    id,
    name: spelt(agent).name,
    user: renderUser(organization, agent, new Set(), now),
    ringNumber: 1,
    joined: true,
    memberBy: 'user',
    routingStatus: renderRouting(id, states.routing(agent, now)),
    selfUri: `/api/v2/routing/queues/${ids.of('queue', queue.index)}/members/${id}`,
  };
}

export function renderNamed(
  organization: Organization,
  kind: 'wrapup-code' | 'skill',
  path: string,
  name: string,
  number: number,
): unknown {
  const { ids, world } = organization;
  const id = ids.of(kind, number);
  const dates = kind === 'skill' ? { state: 'active', version: '1' } : { dateCreated: iso(world.openedAt - YEAR) };
  return { id, name, ...dates, dateModified: iso(world.openedAt - YEAR), selfUri: `${path}/${id}` };
}
