import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { referencePath } from '../../helpers/reference.ts';
import { openFloor, seconds, WEDNESDAY } from './helpers.ts';
import type { OpenFloor } from './helpers.ts';

/** Every reply of the practice floor against the vendor's own description of it. */

const SPECS = {
  support: 'specs/zendesk.yaml',
  talk: 'specs/zendesk-talk.yaml',
  chat: 'specs/zendesk-chat.yaml',
} as const;
const FROM = seconds(WEDNESDAY) - 20 * 3600;
const VOICE = '/api/v2/channels/voice';

const CASES: readonly (readonly [spec: keyof typeof SPECS, path: string, target: string])[] = [
  ['support', '/api/v2/users', '/api/v2/users.json?role[]=agent&page[size]=100'],
  ['support', '/api/v2/users/me', '/api/v2/users/me'],
  ['support', '/api/v2/users/show_many', '/api/v2/users/show_many?ids=390000000001,380000001002'],
  ['support', '/api/v2/groups', '/api/v2/groups.json?page[size]=100'],
  ['support', '/api/v2/group_memberships', '/api/v2/group_memberships?page[size]=100'],
  ['support', '/api/v2/account/settings', '/api/v2/account/settings.json'],
  [
    'support',
    '/api/v2/incremental/tickets/cursor',
    `/api/v2/incremental/tickets/cursor.json?start_time=${FROM - 6 * 86_400}`,
  ],
  ['support', '/api/v2/incremental/users/cursor', '/api/v2/incremental/users/cursor.json?start_time=0'],
  [
    'support',
    '/api/v2/incremental/ticket_metric_events',
    `/api/v2/incremental/ticket_metric_events?start_time=${FROM}`,
  ],
  ['support', '/api/v2/satisfaction_ratings', `/api/v2/satisfaction_ratings?start_time=${FROM}&page[size]=100`],
  ['talk', '/phone_numbers', `${VOICE}/phone_numbers`],
  ['talk', '/phone_numbers/{phone_number_id}', `${VOICE}/phone_numbers/360000200000`],
  ['talk', '/stats/agents_activity', `${VOICE}/stats/agents_activity`],
  ['talk', '/stats/account_overview', `${VOICE}/stats/account_overview`],
  ['talk', '/stats/current_queue_activity', `${VOICE}/stats/current_queue_activity`],
  ['talk', '/stats/incremental/calls', `${VOICE}/stats/incremental/calls?start_time=${FROM}`],
  ['talk', '/stats/incremental/legs', `${VOICE}/stats/incremental/legs?start_time=${FROM}`],
  ['chat', '/account', '/api/v2/chat/account'],
  ['chat', '/agents', '/api/v2/chat/agents'],
  ['chat', '/departments', '/api/v2/chat/departments'],
  ['chat', '/incremental/chats', `/api/v2/chat/incremental/chats?start_time=${FROM}`],
  ['chat', '/incremental/agent_timeline', `/api/v2/chat/incremental/agent_timeline?start_time=${FROM}`],
];

interface Specification {
  components: { schemas: Record<string, { properties?: Record<string, { enum?: string[] }> }> };
  paths: Record<
    string,
    { get: { responses: Record<string, { content: { 'application/json': { schema: object } } }> } }
  >;
}

function readSpec(kind: keyof typeof SPECS): Specification | null {
  const path = referencePath(SPECS[kind]);
  return path === null ? null : (parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 }) as Specification);
}

const specs = { support: readSpec('support'), talk: readSpec('talk'), chat: readSpec('chat') };
const present = Object.values(specs).every((spec) => spec !== null);

/** Instants with a time and a zone, and what else the specs name as a format. */
const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/u,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/u,
  email: /^[^@\s]+@[^@\s]+$/u,
  uri: /^[a-z]+:/u,
  int64: true,
} as const;

describe.skipIf(!present)('conformance with the vendor’s description (skipped without the reference specs)', () => {
  const validators = new Map<string, Ajv>();
  let floor: OpenFloor | null = null;

  function validatorOf(kind: keyof typeof SPECS): { ajv: Ajv; spec: Specification } {
    const spec = specs[kind];
    if (spec === null) throw new Error(`${SPECS[kind]} is not there.`);
    let ajv = validators.get(kind);
    if (ajv === undefined) {
      if (kind === 'support') {
        // The list of statuses is that of writing; the incremental export also shows `deleted` (vendor-apis.md, section 3).
        spec.components.schemas['TicketObject']?.properties?.['status']?.enum?.push('deleted');
      }
      ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });
      ajv.addSchema({ $id: kind, components: spec.components });
      validators.set(kind, ajv);
    }
    return { ajv, spec };
  }

  it.each(CASES)('%s %s', async (kind, path, target) => {
    floor = await openFloor({ historyDays: 8 });
    const { ajv, spec } = validatorOf(kind);
    const schema = spec.paths[path]?.get.responses['200']?.content['application/json'].schema;
    if (schema === undefined) throw new Error(`${path} is not in the specification.`);
    const whole = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', `"${kind}#/components`)) as object;
    const validate = ajv.compile(whole);
    const body = await floor.json<unknown>(target);
    validate(body);
    expect(validate.errors?.slice(0, 5) ?? []).toEqual([]);
    // An empty list would conform to anything.
    expect(JSON.stringify(body).length).toBeGreaterThan(60);
  });

  it('names no field of a ticket, call, leg or activity that the description does not know', async () => {
    floor = await openFloor();
    const known = (kind: keyof typeof SPECS, schema: string) =>
      new Set(Object.keys(specs[kind]?.components.schemas[schema]?.properties ?? {}));
    const rows = async (target: string, name: string): Promise<object[]> =>
      ((await floor?.json<Record<string, object[]>>(target))?.[name] ?? []).slice(0, 200);
    const found: [Set<string>, object[]][] = [
      [
        known('support', 'TicketObject'),
        await rows(`/api/v2/incremental/tickets/cursor?start_time=${FROM}`, 'tickets'),
      ],
      [
        known('support', 'SatisfactionRatingObject'),
        await rows(`/api/v2/satisfaction_ratings?start_time=${FROM}`, 'satisfaction_ratings'),
      ],
      [known('talk', 'Call'), await rows(`${VOICE}/stats/incremental/calls?start_time=${FROM}`, 'calls')],
      [known('talk', 'CallLeg'), await rows(`${VOICE}/stats/incremental/legs?start_time=${FROM}`, 'legs')],
      [known('talk', 'AgentActivity'), await rows(`${VOICE}/stats/agents_activity`, 'agents_activity')],
      [known('talk', 'PhoneNumber'), await rows(`${VOICE}/phone_numbers`, 'phone_numbers')],
      [known('chat', 'Chat'), await rows(`/api/v2/chat/incremental/chats?start_time=${FROM}`, 'chats')],
    ];
    for (const [fields, list] of found) {
      expect(list.length).toBeGreaterThan(0);
      for (const row of list) expect(Object.keys(row).filter((field) => !fields.has(field))).toEqual([]);
    }
  });
});
