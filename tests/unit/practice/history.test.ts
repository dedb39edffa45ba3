import { describe, expect, it } from 'vitest';
import { practiceHistory } from '../../../electron/practice/index.ts';
import type { CanonicalRecord, ContactRecord } from '../../../shared/domain/records.ts';
import { openOrganization } from './genesys-helpers.ts';
import type { ConversationRow, UserRow } from './genesys-helpers.ts';
import { openFloor, walkCalls, walkTickets, WEDNESDAY } from './helpers.ts';

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);

describe('history for benches and demos', () => {
  it('comes in full pages, the same every time', () => {
    const options = { seed: 8, from: FROM, to: FROM + 10 * DAY };
    const pages = [...practiceHistory(options)];
    expect([...practiceHistory(options)]).toEqual(pages);
    const inside = pages.filter(({ stream }) => stream === 'history').slice(0, -1);
    expect(inside.length).toBeGreaterThan(20);
    for (const page of inside) expect([1000, 1001]).toContain(page.records.length);
  });

  it('keeps ids apart, references whole and instants in order', () => {
    const records: CanonicalRecord[] = [...practiceHistory({ seed: 8, from: FROM, to: FROM + 14 * DAY })].flatMap(
      (page) => page.records,
    );
    const idsOf = (entity: CanonicalRecord['entity']) =>
      records.filter((record) => record.entity === entity).map(({ id }) => id);
    for (const entity of ['agent', 'queue', 'contact', 'agent-state', 'survey'] as const) {
      expect(idsOf(entity).length).toBeGreaterThan(0);
      expect(new Set(idsOf(entity)).size).toBe(idsOf(entity).length);
    }
    const agents = new Set(idsOf('agent'));
    const queues = new Set(idsOf('queue'));
    const contacts = new Set(idsOf('contact'));
    for (const record of records) {
      expect(record.raw).toBeNull();
      if (record.entity === 'contact') checkContact(record, agents, queues);
      else if (record.entity === 'agent-state') {
        expect(agents.has(record.agent)).toBe(true);
        if (record.endAt !== null) expect(record.endAt).toBeGreaterThan(record.startAt);
      } else if (record.entity === 'survey') expect(contacts.has(record.contact ?? '')).toBe(true);
    }
  });

  it('grows with the scale', () => {
    const count = (scale: number) =>
      [...practiceHistory({ seed: 8, from: FROM, to: FROM + 2 * DAY, scale, agentStates: false })].reduce(
        (sum, page) => sum + page.records.length,
        0,
      );
    const ratio = count(4) / count(1);
    expect(ratio).toBeGreaterThan(3.3);
    expect(ratio).toBeLessThan(4.7);
  });

  it('tells of phones in a source of their own, with shifts and the states of both its platforms, under the ids of the organisation', async () => {
    const to = WEDNESDAY;
    const options = { seed: 8, zone: 'UTC', from: to - 2 * DAY, to, phones: 'genesys' as const };
    const bySource = new Map<string, CanonicalRecord[]>();
    for (const { source, records } of practiceHistory(options)) {
      bySource.set(source, [...(bySource.get(source) ?? []), ...records]);
    }
    expect([...bySource.keys()].toSorted()).toEqual(['practice', 'practice-phones']);
    const phones = bySource.get('practice-phones') ?? [];
    const platforms = new Set(phones.flatMap((record) => (record.entity === 'agent-state' ? record.platform : [])));
    expect(platforms).toEqual(new Set(['acd', 'presence']));
    const ids = phones.map(({ entity, id }) => `${entity}/${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const organization = await openOrganization({ seed: 8, zone: 'UTC', historyDays: 2 });
    const users = await organization.all<UserRow>('/api/v2/users?pageSize=100');
    const named = phones.flatMap((record) => (record.entity === 'agent' ? [`${record.id} ${record.name}`] : []));
    expect(named).toEqual(users.map(({ id, name }) => `${id} ${name}`));
    const day = '/api/v2/analytics/conversations/details/query';
    const at = new Date(to - DAY).toISOString();
    const body = {
      interval: `${at}/${new Date(to - DAY + 1000).toISOString()}`,
      paging: { pageSize: 50, pageNumber: 1 },
    };
    const { conversations } = await organization.json<{ conversations: ConversationRow[] }>('POST', day, body);
    const contacts = new Set(phones.flatMap((record) => (record.entity === 'contact' ? record.id : [])));
    expect(conversations.filter(({ conversationId }) => !contacts.has(conversationId))).toEqual([]);
    const elsewhere = bySource.get('practice') ?? [];
    expect(elsewhere.some((record) => record.entity === 'contact' && record.channel === 'voice')).toBe(false);
    expect(elsewhere.some(({ entity }) => entity === 'shift' || entity === 'agent-state')).toBe(false);
  });

  it('tells of the same calls and tickets as the account does', async () => {
    const from = WEDNESDAY - 2 * DAY;
    const floor = await openFloor({ seed: 8, zone: 'UTC', historyDays: 2 });
    floor.wall.advance(2 * 3_600_000);
    const calls = (await walkCalls(floor, from / 1000)).flatMap((page) => page.calls);
    const tickets = (await walkTickets(floor, from / 1000)).flatMap((page) => page.tickets);
    const history = new Map<string, ContactRecord>();
    for (const page of practiceHistory({ seed: 8, zone: 'UTC', from, to: WEDNESDAY })) {
      for (const record of page.records) if (record.entity === 'contact') history.set(record.id, record);
    }
    const shared = calls.filter((call) => Date.parse(call.created_at) < WEDNESDAY && call.wrap_up_time !== null);
    expect(shared.length).toBeGreaterThan(1000);
    for (const call of shared) {
      expect(history.get(`call:${call.id}`)).toMatchObject({
        createdAt: Date.parse(call.created_at),
        queueSeconds: call.wait_time,
        talkSeconds: call.talk_time,
        wrapSeconds: call.wrap_up_time,
        agent: String(call.agent_id),
        queue: `line:${call.phone_number_id}`,
      });
    }
    const chats = tickets.filter(({ via }) => via.channel === 'chat').map(({ id }) => String(id));
    expect(chats.length).toBeGreaterThan(100);
    for (const id of chats.slice(0, 100)) expect(history.get(id)?.channel).toBe('chat');
  });
});

function checkContact(contact: ContactRecord, agents: ReadonlySet<string>, queues: ReadonlySet<string>): void {
  expect(queues.has(contact.queue ?? '')).toBe(true);
  if (contact.agent !== null) expect(agents.has(contact.agent)).toBe(true);
  const order = [contact.createdAt, contact.queuedAt, contact.answeredAt, contact.endedAt].filter((at) => at !== null);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  if (contact.outcome === 'answered') expect(contact.answeredAt).not.toBeNull();
  expect(contact.createdAt).toBeGreaterThanOrEqual(FROM);
}
