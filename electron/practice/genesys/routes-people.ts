import type { FloorAgent } from '../floor.ts';
import { badRequest, json, listed, NOT_FOUND, route } from './http.ts';
import type { Organization, Reply, Request, Route } from './http.ts';
import { cursorPage, listPage } from './paging.ts';
import {
  renderDefinition,
  renderMember,
  renderNamed,
  renderOrganization,
  renderPresence,
  renderQueue,
  renderRouting,
  renderTeam,
  renderUser,
  SKILLS,
  spelt,
  TEAMS,
  WRAP_UP_CODES,
} from './render-people.ts';
import { DEFINED } from './states.ts';

const BULK = 50;

export const peopleRoutes: readonly Route[] = [
  route('GET', '/organizations/me', (_request, organization) => json(renderOrganization(organization))),
  route('GET', '/users', users),
  route('GET', '/users/presences/purecloud/bulk', presences),
  route('GET', '/users/{userId}', (request, organization) =>
    one(request, organization, (agent) => renderUser(organization, agent, expanded(request), request.now)),
  ),
  route('GET', '/users/{userId}/routingstatus', (request, organization) =>
    one(request, organization, (agent, id) => renderRouting(id, organization.states.routing(agent, request.now))),
  ),
  route('GET', '/users/{userId}/presences/purecloud', (request, organization) =>
    one(request, organization, (agent) =>
      renderPresence(organization, agent, organization.states.presence(agent, request.now)),
    ),
  ),
  route('GET', '/routing/queues', (request, organization) =>
    listPage(request, organization.queues, (queue) => renderQueue(organization, queue)),
  ),
  route('GET', '/routing/queues/{queueId}', (request, organization) => {
    const queue = organization.queue(request.params[0] ?? '');
    return queue === null ? NOT_FOUND : json(renderQueue(organization, queue));
  }),
  route('GET', '/routing/queues/{queueId}/members', members),
  route('GET', '/routing/skills', (request, organization) =>
    listPage(request, SKILLS, (name) =>
      renderNamed(organization, 'skill', '/api/v2/routing/skills', name, SKILLS.indexOf(name)),
    ),
  ),
  route('GET', '/routing/wrapupcodes', (request, organization) =>
    listPage(request, WRAP_UP_CODES, (name) =>
      renderNamed(organization, 'wrapup-code', '/api/v2/routing/wrapupcodes', name, WRAP_UP_CODES.indexOf(name)),
    ),
  ),
  route('GET', '/presence/definitions', (_request, organization) =>
    json({
      total: DEFINED.length,
      entities: DEFINED.map((presence) => renderDefinition(organization, presence)),
      selfUri: '/api/v2/presence/definitions',
    }),
  ),
  route('GET', '/systempresences', () =>
    json(
      DEFINED.filter(({ own }) => own === null).map(({ system }) => {
        const id = system.replaceAll(' ', '_').toUpperCase();
        return { id, name: system, selfUri: `/api/v2/systempresences/${id}` };
      }),
    ),
  ),
  route('GET', '/teams', (request, organization) =>
    cursorPage(request, TEAMS, (team) => renderTeam(organization, team)),
  ),
  route('GET', '/teams/{teamId}/members', teamMembers),
  route('GET', '/groups', (request) => listPage(request, [], () => null)),
];

function expanded(request: Request): Set<string> {
  return new Set(listed(request.query, 'expand'));
}

function one(request: Request, organization: Organization, render: (agent: FloorAgent, id: string) => unknown): Reply {
  const id = request.params[0] ?? '';
  const agent = organization.agent(id);
  return agent === null ? NOT_FOUND : json(render(agent, id));
}

/** Everybody works here: users of other states there are none. */
function users(request: Request, organization: Organization): Reply {
  const state = request.query.get('state') ?? 'active';
  if (!['active', 'inactive', 'deleted', 'any'].includes(state)) return badRequest(`Unknown state ${state}`);
  const ids = new Set(listed(request.query, 'id'));
  const shown = state === 'active' || state === 'any' ? organization.world.floor.agents : [];
  const wanted = ids.size === 0 ? shown : shown.filter((agent) => ids.has(organization.ids.of('user', agent.index)));
  const expand = expanded(request);
  return listPage(request, wanted, (agent) => renderUser(organization, agent, expand, request.now));
}

function presences(request: Request, organization: Organization): Reply {
  const ids = listed(request.query, 'id');
  if (ids.length > BULK) return badRequest(`At most ${BULK} ids`);
  const rows = ids.flatMap((userId) => {
    const agent = organization.agent(userId);
    if (agent === null) return [];
    const { primary: _primary, ...presence } = renderPresence(
      organization,
      agent,
      organization.states.presence(agent, request.now),
    );
    return [{ ...presence, userId }];
  });
  return json(rows);
}

function members(request: Request, organization: Organization): Reply {
  const queue = organization.queue(request.params[0] ?? '');
  if (queue === null) return NOT_FOUND;
  const { agents } = organization.world.floor;
  const rows = queue.agents.flatMap((index) => agents[index] ?? []);
  return listPage(request, rows, (agent) => renderMember(organization, queue, agent, request.now), false);
}

function teamMembers(request: Request, organization: Organization): Reply {
  const { ids, world } = organization;
  const team = TEAMS.find(({ number }) => ids.of('team', number) === request.params[0]);
  if (team === undefined) return NOT_FOUND;
  const rows = world.floor.agents.filter(({ medium }) => medium === team.medium);
  return cursorPage(request, rows, (agent) => {
    const id = ids.of('user', agent.index);
    return { id, name: spelt(agent).name, selfUri: `/api/v2/users/${id}` };
  });
}
