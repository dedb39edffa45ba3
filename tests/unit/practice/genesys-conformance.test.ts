import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { referencePath } from '../../helpers/reference.ts';
import { openOrganization } from './genesys-helpers.ts';
import type { OpenOrganization, UserRow } from './genesys-helpers.ts';
import { WEDNESDAY } from './helpers.ts';

/** Every reply of the practice organisation against the vendor's own description of it, and no field that the description does not know. */

interface Schema {
  $ref?: string;
  type?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
}

interface Specification {
  definitions: Record<string, Schema>;
  paths: Record<string, Record<string, { responses: Record<string, { schema?: Schema }> }>>;
}

const path = referencePath('specs/genesys.json');
const spec = path === null ? null : (JSON.parse(readFileSync(path, 'utf8')) as Specification);
const topicsPath = referencePath('specs/genesys-notification-topics.json');
const topics =
  topicsPath === null
    ? null
    : (JSON.parse(readFileSync(topicsPath, 'utf8')) as { notifications: { topic: string }[] }).notifications;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/u;
const FORMATS = {
  'date-time': INSTANT,
  date: /^\d{4}-\d\d-\d\d$/u,
  uri: true,
  int32: true,
  int64: true,
  double: true,
  float: true,
  interval: true,
  'local-date-time': true,
} as const;

const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();
const interval = `${iso(WEDNESDAY - 20 * HOUR)}/${iso(WEDNESDAY - 10 * HOUR)}`;
const week = { startDate: iso(WEDNESDAY - 72 * HOUR), endDate: iso(WEDNESDAY + 96 * HOUR) };

interface Found {
  user: string;
  queue: string;
  conversation: string;
  unit: string;
  business: string;
  team: string;
}

type Case = readonly [method: string, path: string, target: (found: Found) => string, body?: (found: Found) => unknown];

const A = '/api/v2/analytics';
const W = '/api/v2/workforcemanagement';
const filterOf = (dimension: string, value: string): unknown => ({ type: 'or', predicates: [{ dimension, value }] });

const CASES: readonly Case[] = [
  ['get', '/api/v2/organizations/me', () => '/api/v2/organizations/me'],
  [
    'get',
    '/api/v2/users',
    () => '/api/v2/users?pageSize=100&state=any&expand=team,groups,skills,languages,presence,routingStatus',
  ],
  ['get', '/api/v2/users/{userId}', ({ user }) => `/api/v2/users/${user}?expand=presence`],
  ['get', '/api/v2/users/{userId}/routingstatus', ({ user }) => `/api/v2/users/${user}/routingstatus`],
  ['get', '/api/v2/users/{userId}/presences/purecloud', ({ user }) => `/api/v2/users/${user}/presences/purecloud`],
  ['get', '/api/v2/users/presences/purecloud/bulk', ({ user }) => `/api/v2/users/presences/purecloud/bulk?id=${user}`],
  ['get', '/api/v2/presence/definitions', () => '/api/v2/presence/definitions'],
  ['get', '/api/v2/systempresences', () => '/api/v2/systempresences'],
  ['get', '/api/v2/routing/queues', () => '/api/v2/routing/queues?pageSize=100'],
  ['get', '/api/v2/routing/queues/{queueId}', ({ queue }) => `/api/v2/routing/queues/${queue}`],
  ['get', '/api/v2/routing/queues/{queueId}/members', ({ queue }) => `/api/v2/routing/queues/${queue}/members`],
  ['get', '/api/v2/routing/skills', () => '/api/v2/routing/skills'],
  ['get', '/api/v2/routing/wrapupcodes', () => '/api/v2/routing/wrapupcodes'],
  ['get', '/api/v2/teams', () => '/api/v2/teams'],
  ['get', '/api/v2/teams/{teamId}/members', ({ team }) => `/api/v2/teams/${team}/members`],
  ['get', '/api/v2/groups', () => '/api/v2/groups'],
  [
    'post',
    `${A}/conversations/details/query`,
    () => `${A}/conversations/details/query`,
    () => ({ interval, order: 'desc', orderBy: 'conversationStart', paging: { pageSize: 100, pageNumber: 1 } }),
  ],
  ['get', `${A}/conversations/details`, ({ conversation }) => `${A}/conversations/details?id=${conversation}`],
  ['get', `${A}/conversations/details/jobs/availability`, () => `${A}/conversations/details/jobs/availability`],
  [
    'post',
    `${A}/users/details/query`,
    () => `${A}/users/details/query`,
    () => ({ interval, paging: { pageSize: 50, pageNumber: 1 } }),
  ],
  ['get', `${A}/users/details/jobs/availability`, () => `${A}/users/details/jobs/availability`],
  [
    'post',
    `${A}/queues/observations/query`,
    () => `${A}/queues/observations/query`,
    ({ queue }) => ({
      filter: filterOf('queueId', queue),
      metrics: ['oWaiting', 'oInteracting', 'oOnQueueUsers', 'oLongestWaiting', 'oUserRoutingStatuses'],
      detailMetrics: ['oWaiting'],
    }),
  ],
  [
    'post',
    `${A}/users/observations/query`,
    () => `${A}/users/observations/query`,
    ({ user }) => ({ filter: filterOf('userId', user), metrics: ['oActiveQueues'] }),
  ],
  ['get', `${W}/businessunits`, () => `${W}/businessunits`],
  ['get', `${W}/businessunits/{businessUnitId}`, ({ business }) => `${W}/businessunits/${business}`],
  [
    'get',
    `${W}/businessunits/{businessUnitId}/activitycodes`,
    ({ business }) => `${W}/businessunits/${business}/activitycodes`,
  ],
  [
    'get',
    `${W}/businessunits/{businessUnitId}/managementunits`,
    ({ business }) => `${W}/businessunits/${business}/managementunits`,
  ],
  ['get', `${W}/managementunits`, () => `${W}/managementunits`],
  ['get', `${W}/managementunits/{managementUnitId}`, ({ unit }) => `${W}/managementunits/${unit}`],
  ['get', `${W}/managementunits/{managementUnitId}/users`, ({ unit }) => `${W}/managementunits/${unit}/users`],
  ['get', `${W}/managementunits/{managementUnitId}/adherence`, ({ unit }) => `${W}/managementunits/${unit}/adherence`],
  ['get', `${W}/adherence`, ({ user }) => `${W}/adherence?userId=${user}`],
  [
    'post',
    `${W}/managementunits/{managementUnitId}/agentschedules/search`,
    ({ unit }) => `${W}/managementunits/${unit}/agentschedules/search`,
    () => week,
  ],
  [
    'post',
    `${W}/businessunits/{businessUnitId}/agentschedules/search`,
    ({ business }) => `${W}/businessunits/${business}/agentschedules/search`,
    () => week,
  ],
  [
    'get',
    '/api/v2/quality/evaluations/query',
    ({ user }) => `/api/v2/quality/evaluations/query?evaluatorUserId=${user}`,
  ],
  ['get', '/api/v2/notifications/availabletopics', () => '/api/v2/notifications/availabletopics'],
  ['post', '/api/v2/notifications/channels', () => '/api/v2/notifications/channels', () => ({})],
  ['get', '/api/v2/notifications/channels', () => '/api/v2/notifications/channels'],
];

describe.skipIf(spec === null)('conformance of the practice organisation (skipped without the reference specs)', () => {
  const description = spec ?? { definitions: {}, paths: {} };
  const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema({ $id: 'genesys', definitions: description.definitions });

  async function find(organization: OpenOrganization): Promise<Found> {
    const first = async (target: string): Promise<string> =>
      (await organization.json<{ entities: { id: string }[] }>('GET', target)).entities[0]?.id ?? '';
    const calls = await organization.json<{ conversations: { conversationId: string }[] }>(
      'POST',
      `${A}/conversations/details/query`,
      { interval, paging: { pageSize: 5, pageNumber: 1 } },
    );
    return {
      user: await first('/api/v2/users'),
      queue: await first('/api/v2/routing/queues'),
      conversation: calls.conversations[0]?.conversationId ?? '',
      unit: await first(`${W}/managementunits`),
      business: await first(`${W}/businessunits`),
      team: await first('/api/v2/teams'),
    };
  }

  function expectConforming(method: string, template: string, status: number, body: unknown): void {
    const schema = description.paths[template]?.[method]?.responses[String(status)]?.schema;
    if (schema === undefined) throw new Error(`${method} ${template} ${status} is not in the specification.`);
    const whole = JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions', '"genesys#/definitions')) as object;
    const validate = ajv.compile(whole);
    validate(body);
    expect(validate.errors?.slice(0, 5) ?? []).toEqual([]);
    expect(unknownFields(description, schema, body)).toEqual([]);
  }

  it.each(CASES.map(([method, template, target, body]) => ({ method, template, target, body })))(
    '$method $template',
    async ({ method, template, target, body }) => {
      const organization = await openOrganization({ historyDays: 8 });
      const found = await find(organization);
      await organization.json('POST', '/api/v2/notifications/channels');
      const response = await organization.ask(method.toUpperCase(), target(found), body?.(found));
      expect(response.status).toBe(200);
      const reply: unknown = await response.json();
      expectConforming(method, template, 200, reply);
      // An empty list would conform to anything, and only the groups are none.
      if (!template.endsWith('/groups')) expect(JSON.stringify(reply).length).toBeGreaterThan(40);
    },
  );

  it.each(['conversations', 'users'])('jobs of %s details, from the order to the last result', async (kind) => {
    const organization = await openOrganization({ historyDays: 8 });
    const jobs = `${A}/${kind}/details/jobs`;
    const ordered = await organization.ask('POST', jobs, { interval, order: 'desc' });
    const { jobId } = (await ordered.json()) as { jobId: string };
    expectConforming('post', jobs, 202, { jobId });
    const begun = await organization.ask('GET', `${jobs}/${jobId}`);
    expectConforming('get', `${jobs}/{jobId}`, 202, await begun.json());
    organization.floor.wall.advance(2000);
    expectConforming('get', `${jobs}/{jobId}`, 200, await organization.json('GET', `${jobs}/${jobId}`));
    const page = await organization.json<Record<string, unknown[]>>('GET', `${jobs}/${jobId}/results?pageSize=50`);
    expectConforming('get', `${jobs}/{jobId}/results`, 200, page);
    expect(Object.values(page).flat().length).toBeGreaterThan(10);
  });

  it('subscribes to topics that the vendor has, and says of others that they are rejected', async () => {
    const organization = await openOrganization();
    const user = (await organization.all<UserRow>('/api/v2/users'))[0]?.id ?? '';
    const channel = await organization.json<{ id: string }>('POST', '/api/v2/notifications/channels');
    const target = `/api/v2/notifications/channels/${channel.id}/subscriptions`;
    const names = ['presence', 'routingStatus', 'conversationsummary', 'workforcemanagement.adherence'];
    const known = names.map((name) => `v2.users.${user}.${name}`);
    const reply = await organization.json('PUT', `${target}?ignoreErrors=true`, [
      ...known.map((id) => ({ id })),
      { id: 'v2.users.nobody.presence' },
    ]);
    expectConforming('put', '/api/v2/notifications/channels/{channelId}/subscriptions', 200, reply);
    const { entities } = reply as { entities: { id: string; state: string }[] };
    expect(entities.map(({ state }) => state)).toEqual([...known.map(() => 'Permitted'), 'Rejected']);
    const vendor = new Set(topics?.map(({ topic }) => topic));
    for (const name of names) expect(vendor.has(`v2.users.{id}.${name}`)).toBe(true);
    expect(vendor.has('v2.analytics.queues.{id}.observations')).toBe(true);
  });

  it('has the vendor’s shape of errors, with the correlation id of the headers', async () => {
    const organization = await openOrganization();
    const faults = [
      await organization.ask('GET', '/api/v2/users', undefined, 'wrong'),
      await organization.ask('GET', '/api/v2/quality/evaluations/query'),
      await organization.ask('GET', '/api/v2/users/nobody'),
    ];
    expect(faults.map(({ status }) => status)).toEqual([401, 400, 404]);
    for (const response of faults) {
      const body = (await response.json()) as { contextId: string };
      expectConforming('get', '/api/v2/users', 400, body);
      expect(body.contextId).toBe(response.headers.get('inin-correlation-id'));
    }
  });
});

/** Fields of a value that its schema does not name, by path. */
function unknownFields(description: Specification, schema: Schema, value: unknown, at = ''): string[] {
  const { $ref } = schema;
  if ($ref !== undefined) {
    const named = description.definitions[$ref.slice($ref.lastIndexOf('/') + 1)];
    return named === undefined ? [] : unknownFields(description, named, value, at);
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return [];
    return [...new Set(value.flatMap((item) => unknownFields(description, items, item, `${at}[]`)))];
  }
  if (typeof value !== 'object' || value === null || schema.properties === undefined) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = schema.properties?.[name];
    return known === undefined ? [`${at}.${name}`] : unknownFields(description, known, inner, `${at}.${name}`);
  });
}
