import { badRequest, fault, fieldOf, json, NOT_FOUND, route } from './http.ts';
import type { Organization, Reply, Request, Route } from './http.ts';
import { TOPICS_OF_ONE } from './channels.ts';
import type { Channel } from './channels.ts';

/** Topics that the organisation sends. `{id}` is a user or a queue. */
export const TOPICS = {
  presence: /^v2\.users\.([^.]+)\.presence$/u,
  routingStatus: /^v2\.users\.([^.]+)\.routingStatus$/u,
  summary: /^v2\.users\.([^.]+)\.conversationsummary$/u,
  adherence: /^v2\.users\.([^.]+)\.workforcemanagement\.adherence$/u,
  observations: /^v2\.analytics\.queues\.([^.]+)\.observations$/u,
} as const;

const AVAILABLE: readonly { id: string; permission: string }[] = [
  { id: 'v2.users.{id}.presence', permission: 'presence:userPresence:view' },
  { id: 'v2.users.{id}.routingStatus', permission: 'routing:queue:view' },
  { id: 'v2.users.{id}.conversationsummary', permission: 'conversation:communication:view' },
  { id: 'v2.users.{id}.workforcemanagement.adherence', permission: 'wfm:realtimeAdherence:view' },
  { id: 'v2.analytics.queues.{id}.observations', permission: 'analytics:queueObservation:view' },
  { id: 'v2.system.socket_closing', permission: '' },
];

const PATH = '/notifications/channels';

export const notificationRoutes: readonly Route[] = [
  route('GET', '/notifications/availabletopics', () =>
    json({
      entities: AVAILABLE.map(({ id, permission }) => ({
        id,
        description: '',
        requiresPermissions: permission === '' ? [] : [permission],
        visibility: 'Public',
        transports: ['Websocket'],
      })),
    }),
  ),
  route('GET', PATH, (request, organization) =>
    json({ entities: organization.channels.of(ownerOf(request)).map((channel) => render(organization, channel)) }),
  ),
  route('POST', PATH, (request, organization) =>
    json(render(organization, organization.channels.create(ownerOf(request)))),
  ),
  route('GET', `${PATH}/{channelId}/subscriptions`, (request, organization) =>
    withChannel(request, organization, (channel) => json({ entities: [...channel.topics].map((id) => ({ id })) })),
  ),
  route('POST', `${PATH}/{channelId}/subscriptions`, (request, organization) =>
    withChannel(request, organization, (channel) => subscribe(request, organization, channel, channel.topics)),
  ),
  route('PUT', `${PATH}/{channelId}/subscriptions`, (request, organization) =>
    withChannel(request, organization, (channel) => subscribe(request, organization, channel, new Set())),
  ),
  route('DELETE', `${PATH}/{channelId}/subscriptions`, (request, organization) =>
    withChannel(request, organization, (channel) => {
      channel.topics.clear();
      return { status: 200, body: undefined };
    }),
  ),
];

/** One app signs in here, so all channels are one owner's. */
function ownerOf(_request: Request): string {
  return 'app';
}

function render(organization: Organization, channel: Channel): unknown {
  return {
    connectUri: `${organization.baseUrl().replace(/^http/u, 'ws')}/channels/${channel.id}`,
    id: channel.id,
    expires: new Date(channel.endsAt).toISOString(),
  };
}

function withChannel(request: Request, organization: Organization, answer: (channel: Channel) => Reply): Reply {
  const channel = organization.channels.find(request.params[0] ?? '');
  return channel === null ? NOT_FOUND : answer(channel);
}

/** Adds topics to those before. With `ignoreErrors` the ones that cannot be had come back as rejected, else nothing is subscribed. */
function subscribe(request: Request, organization: Organization, channel: Channel, before: ReadonlySet<string>): Reply {
  if (!Array.isArray(request.body)) return badRequest('The body is a list of topics');
  const wanted = request.body.map((topic) => fieldOf(topic, 'id'));
  if (!wanted.every((id) => typeof id === 'string')) return badRequest('A topic bears no id');
  const topics = new Set(before);
  const entities: object[] = [];
  for (const id of new Set(wanted)) {
    const refusal = refusalOf(organization, id);
    entities.push(refusal === null ? { id, state: 'Permitted' } : { id, state: 'Rejected', ...refusal });
    if (refusal === null) topics.add(id);
  }
  if (topics.size > TOPICS_OF_ONE) {
    const limit = { key: 'channel.topics', namespace: 'notifications', value: TOPICS_OF_ONE };
    return fault(400, 'limit.exceeded', `A channel carries at most ${TOPICS_OF_ONE} topics`, limit);
  }
  const rejected = entities.some((entity) => 'rejectionReason' in entity);
  if (rejected && request.query.get('ignoreErrors') !== 'true') {
    return fault(400, 'invalid.topics', 'Some topics are not known or not permitted');
  }
  channel.topics = topics;
  return json({ entities });
}

function refusalOf(
  organization: Organization,
  topic: string,
): { rejectionReason: string; missingPermissions: string[] } | null {
  if (topic.startsWith('v2.system.')) return null;
  for (const [name, pattern] of Object.entries(TOPICS)) {
    const id = pattern.exec(topic)?.[1];
    if (id === undefined) continue;
    const known = name === 'observations' ? organization.queue(id) : organization.agent(id);
    return known === null ? { rejectionReason: 'Unknown id', missingPermissions: [] } : null;
  }
  return { rejectionReason: 'Unknown topic', missingPermissions: ['practice:topic:view'] };
}
