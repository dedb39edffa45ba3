import { describe, expect, it } from 'vitest';
import { judgePerson, adherence, sumAdherence } from '../../../shared/domain/adherence/index.ts';
import type { Activity, AgentState } from '../../../shared/domain/records.ts';
import { matchPeople } from '../../../shared/domain/people.ts';
import { openOrganization } from './genesys-helpers.ts';
import type { ConversationRow, OpenOrganization, ShiftRow, UserRow } from './genesys-helpers.ts';
import { WEDNESDAY, ZONE } from './helpers.ts';

const DAY = 86_400_000;
const A = '/api/v2/analytics';
const W = '/api/v2/workforcemanagement';
const iso = (at: number): string => new Date(at).toISOString();

const ACTIVITY: Record<string, Activity> = {
  OnQueueWork: 'work',
  OffQueueWork: 'back-office',
  Break: 'break',
  Meal: 'lunch',
  Meeting: 'meeting',
  Training: 'training',
  TimeOff: 'off',
};

const PRESENCE: Record<string, AgentState> = {
  AVAILABLE: 'available',
  ON_QUEUE: 'available',
  BUSY: 'back-office',
  BREAK: 'break',
  MEAL: 'lunch',
  MEETING: 'meeting',
  TRAINING: 'training',
  AWAY: 'away',
  OFFLINE: 'offline',
};

interface Schedules {
  result: { agentSchedules: { user: { id: string }; shifts: ShiftRow[]; fullDayTimeOffMarkers: object[] }[] };
}

interface UserDetails {
  userDetails: {
    userId: string;
    primaryPresence: { startTime: string; endTime?: string; systemPresence: string; organizationPresenceId: string }[];
    routingStatus: { startTime: string; endTime?: string; routingStatus: string }[];
  }[];
}

async function schedulesOf(
  { json }: OpenOrganization,
  from: number,
  to: number,
): Promise<Schedules['result']['agentSchedules']> {
  const units = await json<{ entities: { id: string }[] }>('GET', `${W}/managementunits`);
  const found: Schedules['result']['agentSchedules'] = [];
  for (const { id } of units.entities) {
    const body = { startDate: iso(from), endDate: iso(to) };
    const reply = await json<Schedules>('POST', `${W}/managementunits/${id}/agentschedules/search`, body);
    found.push(...reply.result.agentSchedules);
  }
  return found;
}

async function codesOf({ json }: OpenOrganization): Promise<Map<string, Activity>> {
  const units = await json<{ entities: { id: string }[] }>('GET', `${W}/businessunits`);
  const path = `${W}/businessunits/${units.entities[0]?.id}/activitycodes`;
  const codes = await json<{ entities: { id: string; name?: string; category: string }[] }>('GET', path);
  return new Map(
    codes.entities.map(({ id, name, category }) => [
      id,
      name === 'Coaching' ? 'coaching' : (ACTIVITY[category] ?? 'off'),
    ]),
  );
}

describe('the people of the two systems', () => {
  it('are the same, and nearly all of them are found by address or name; about one somebody must decide', async () => {
    const organization = await openOrganization();
    const there = await organization.all<UserRow>('/api/v2/users?pageSize=40&state=any');
    const here = await organization.floor.json<{ users: { id: number; name: string; email: string; role: string }[] }>(
      '/api/v2/users?role[]=agent&page[size]=100',
    );
    expect(there.length).toBe(here.users.length);
    expect(there.some(({ email }) => email === undefined)).toBe(true);
    const names = new Set(here.users.map(({ name }) => name));
    expect(there.filter(({ name }) => !names.has(name)).length).toBeGreaterThan(3);
    const agents = [
      ...there.map(({ id, name, email }) => ({ key: `gc/${id}`, source: 'gc', name, email: email ?? null })),
      ...here.users.map(({ id, name, email }) => ({ key: `zd/${id}`, source: 'zd', name, email })),
    ];
    const { people, suggestions } = matchPeople(agents, []);
    const pairs = people.filter((person) => person.agents.length === 2);
    expect(pairs.length).toBe(there.length - 1);
    expect(pairs.filter(({ how }) => how === 'name').length).toBe(1);
    expect(suggestions.length).toBeGreaterThanOrEqual(1);
  });

  it('have their phones in one system alone', async () => {
    const { floor, all } = await openOrganization();
    const queues = await all<{ name: string }>('/api/v2/routing/queues');
    const groups = await floor.json<{ groups: { name: string }[] }>('/api/v2/groups?page[size]=100');
    const names = new Set(groups.groups.map(({ name }) => name));
    expect(queues.length).toBe(6);
    expect(queues.filter(({ name }) => names.has(name))).toEqual([]);
    expect((await floor.get('/api/v2/channels/voice/stats/account_overview')).status).toBe(403);
  });
});

describe('schedules and what people do', () => {
  it('give a believable adherence over two weeks, out of the replies alone', async () => {
    const organization = await openOrganization({ historyDays: 18 });
    const from = WEDNESDAY - 16 * DAY;
    const to = WEDNESDAY - 2 * DAY;
    const codes = await codesOf(organization);
    const schedules = await schedulesOf(organization, from, to);
    const states = new Map<string, { platform: string; state: AgentState; startAt: number; endAt: number | null }[]>();
    const definitions = await organization.all<{ id: string; name: string }>('/api/v2/presence/definitions');
    const coaching = definitions.find(({ name }) => name === 'Coaching')?.id;
    for (let page = 1; ; page += 1) {
      const body = { interval: `${iso(from - DAY)}/${iso(to + DAY)}`, paging: { pageSize: 20, pageNumber: page } };
      const { userDetails } = await organization.json<Partial<UserDetails>>('POST', `${A}/users/details/query`, body);
      if (userDetails === undefined) break;
      for (const { userId, primaryPresence } of userDetails) {
        states.set(
          userId,
          primaryPresence.map((row) => ({
            platform: 'gc/presence',
            state: row.organizationPresenceId === coaching ? 'coaching' : (PRESENCE[row.systemPresence] ?? 'away'),
            startAt: Date.parse(row.startTime),
            endAt: row.endTime === undefined ? null : Date.parse(row.endTime),
          })),
        );
      }
    }
    const days = schedules.flatMap(({ user, shifts }) =>
      judgePerson({
        shifts: shifts.map((shift) => ({
          id: shift.id,
          startAt: Date.parse(shift.startDate),
          endAt: Date.parse(shift.startDate) + shift.lengthMinutes * 60_000,
          activities: shift.activities.map(({ startDate, lengthMinutes, activityCodeId }) => ({
            activity: codes.get(activityCodeId) ?? 'off',
            rawActivity: activityCodeId,
            startAt: Date.parse(startDate),
            endAt: Date.parse(startDate) + lengthMinutes * 60_000,
            paid: true,
          })),
        })),
        stays: states.get(user.id) ?? [],
        fromAt: from,
        toAt: to,
        nowAt: WEDNESDAY,
        zone: ZONE,
        silence: 'offline',
      }).map(({ counts }) => counts),
    );
    const share = adherence(sumAdherence(days), 'all').value ?? 0;
    expect(share).toBeGreaterThan(0.88);
    expect(share).toBeLessThan(0.96);
  });

  it('leave a few people out of adherence at any time, also by night', async () => {
    const organization = await openOrganization({ historyDays: 4 });
    const units = await organization.json<{ entities: { id: string }[] }>('GET', `${W}/managementunits`);
    const seen: Record<string, number>[] = [];
    for (let hour = 0; hour < 24; hour += 3) {
      const states: Record<string, number> = {};
      for (const { id } of units.entities) {
        const rows = await organization.all<{ adherenceState: string }>(`${W}/managementunits/${id}/adherence`);
        for (const { adherenceState } of rows) states[adherenceState] = (states[adherenceState] ?? 0) + 1;
      }
      expect((states['InAdherence'] ?? 0) + (states['OutOfAdherence'] ?? 0)).toBeGreaterThan(0);
      seen.push(states);
      organization.floor.wall.advance(3 * 3_600_000);
    }
    expect(seen.filter((states) => (states['OutOfAdherence'] ?? 0) > 0).length).toBeGreaterThanOrEqual(4);
  });

  it('are put right after the fact now and then: the sick become time off, an unplanned talk is entered', async () => {
    const organization = await openOrganization({ historyDays: 3 });
    const span = [WEDNESDAY - 8 * 3_600_000, WEDNESDAY + 6 * DAY] as const;
    const before = await schedulesOf(organization, ...span);
    organization.floor.wall.advance(7 * DAY);
    const after = await schedulesOf(organization, ...span);
    const print = (row: (typeof before)[number]): string => JSON.stringify([row.shifts, row.fullDayTimeOffMarkers]);
    const changed = after.filter((row, i) => print(row) !== print(before[i] ?? row));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(after.length / 2);
  });

  it('show a walk-out', async () => {
    const organization = await openOrganization();
    const out = async (): Promise<number> => {
      const { entities } = await organization.json<{ entities: { id: string }[] }>('GET', `${W}/managementunits`);
      const rows = await organization.all<{ adherenceState: string; impact: string }>(
        `${W}/managementunits/${entities[0]?.id}/adherence`,
      );
      return rows.filter(({ adherenceState, impact }) => adherenceState === 'OutOfAdherence' && impact === 'Negative')
        .length;
    };
    const before = await out();
    await organization.floor.post('/practice/incidents', { kind: 'agent-walk-out', minutes: 60, factor: 0.8 });
    organization.floor.wall.advance(20 * 60_000);
    expect(await out()).toBeGreaterThan(before + 4);
  });
});

describe('analytics', () => {
  it('the query gives every conversation that began on the days it touches, newest first, the open ones too', async () => {
    const { json } = await openOrganization();
    const rows: ConversationRow[] = [];
    const interval = `${iso(WEDNESDAY - 3_600_000)}/${iso(WEDNESDAY)}`;
    let total = 0;
    for (let pageNumber = 1; ; pageNumber += 1) {
      const body = { interval, order: 'desc', orderBy: 'conversationStart', paging: { pageSize: 100, pageNumber } };
      const page = await json<{ conversations?: ConversationRow[]; totalHits: number }>(
        'POST',
        `${A}/conversations/details/query`,
        body,
      );
      total = page.totalHits;
      if (page.conversations === undefined) break;
      rows.push(...page.conversations);
    }
    expect(rows.length).toBe(total);
    expect(new Set(rows.map(({ conversationId }) => conversationId)).size).toBe(total);
    const starts = rows.map(({ conversationStart }) => Date.parse(conversationStart));
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
    expect(starts.at(-1)).toBeLessThan(WEDNESDAY - 3_600_000);
    expect(rows.some(({ conversationEnd }) => conversationEnd === undefined)).toBe(true);
    const purposes = new Set(rows.flatMap(({ participants }) => participants.map(({ purpose }) => purpose)));
    expect(purposes).toEqual(new Set(['customer', 'ivr', 'acd', 'agent']));
  });

  it('a job gives what had activity in its interval, by cursor, and refuses what is not available yet', async () => {
    const { floor, ask, json } = await openOrganization({ historyDays: 5 });
    const jobs = `${A}/conversations/details/jobs`;
    const { dataAvailabilityDate } = await json<{ dataAvailabilityDate: string }>('GET', `${jobs}/availability`);
    const to = Date.parse(dataAvailabilityDate);
    expect(WEDNESDAY - to).toBeGreaterThanOrEqual(2 * 3_600_000);
    const late = await ask('POST', jobs, { interval: `${iso(to - DAY)}/${iso(to + 1000)}` });
    expect(late.status).toBe(400);
    const { jobId } = await json<{ jobId: string }>('POST', jobs, { interval: `${iso(to - DAY)}/${iso(to)}` });
    expect((await json<{ state: string }>('GET', `${jobs}/${jobId}`)).state).toBe('QUEUED');
    floor.wall.advance(1000);
    expect((await json<{ state: string }>('GET', `${jobs}/${jobId}`)).state).toBe('FULFILLED');
    const rows: ConversationRow[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const target: string = `${jobs}/${jobId}/results?pageSize=250${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page: { conversations: ConversationRow[]; cursor?: string } = await json('GET', target);
      rows.push(...page.conversations);
      cursor = page.cursor;
    }
    expect(rows.length).toBeGreaterThan(600);
    expect(new Set(rows.map(({ conversationId }) => conversationId)).size).toBe(rows.length);
  });

  it('tells a stay with the same start whichever way it is asked', async () => {
    const { all, json } = await openOrganization({ historyDays: 6 });
    const users = await all<UserRow>('/api/v2/users?pageSize=100&expand=presence,routingStatus');
    const body = {
      interval: `${iso(WEDNESDAY - 3_600_000)}/${iso(WEDNESDAY + 60_000)}`,
      paging: { pageSize: 100, pageNumber: 1 },
    };
    const { userDetails } = await json<UserDetails>('POST', `${A}/users/details/query`, body);
    expect(userDetails.length).toBe(users.length);
    for (const { userId, primaryPresence, routingStatus } of userDetails) {
      const user = users.find(({ id }) => id === userId);
      expect(primaryPresence.at(-1)?.startTime).toBe(user?.presence?.modifiedDate);
      if (routingStatus.length > 0) expect(routingStatus.at(-1)?.startTime).toBe(user?.routingStatus?.startTime);
      for (const [i, stay] of primaryPresence.entries()) expect(stay.endTime).toBe(primaryPresence[i + 1]?.startTime);
    }
  });
});
