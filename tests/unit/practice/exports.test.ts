import { describe, expect, it } from 'vitest';
import { openFloor, seconds, walkCalls, walkTickets, WEDNESDAY } from './helpers.ts';
import type { CallPage, CallRow, TicketPage } from './helpers.ts';

const HOUR = 3600;

describe('ticket export', () => {
  it('shows each ticket once on a walk, at its latest version, oldest change first', async () => {
    const floor = await openFloor({ historyDays: 12 });
    const pages = await walkTickets(floor, seconds(WEDNESDAY) - 12 * 86_400, 300);
    const rows = pages.flatMap(({ tickets }) => tickets);
    expect(pages.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const keys = rows.map(({ generated_timestamp: at, id }) => at * 1e11 + id);
    expect(keys).toEqual([...keys].sort((a, b) => a - b));
    for (const row of rows) expect(seconds(Date.parse(row.updated_at))).toBeLessThanOrEqual(row.generated_timestamp);
    expect(rows.some((row) => seconds(Date.parse(row.updated_at)) < row.generated_timestamp)).toBe(true);
    expect(new Set(rows.map(({ status }) => status))).toEqual(
      new Set(['new', 'open', 'pending', 'solved', 'closed', 'deleted']),
    );
    expect(rows.some(({ tags }) => tags.includes('closed_by_merge'))).toBe(true);
    expect(rows.some(({ via }) => via.channel === 'chat')).toBe(true);
  });

  it('goes on from the last cursor: what changed meanwhile comes, and nothing is lost against a fresh walk', async () => {
    const floor = await openFloor();
    const start = seconds(WEDNESDAY) - 3 * 86_400;
    const first = await walkTickets(floor, start);
    const known = new Map(first.flatMap(({ tickets }) => tickets).map((row) => [row.id, row]));
    let cursor = first.at(-1)?.after_cursor ?? '';
    for (let round = 0; round < 6; round += 1) {
      floor.wall.advance(1_200_000);
      const page = await floor.json<TicketPage>(
        `/api/v2/incremental/tickets/cursor?cursor=${encodeURIComponent(cursor)}`,
      );
      expect(page.end_of_stream).toBe(true);
      for (const row of page.tickets) {
        expect(row.generated_timestamp).toBeGreaterThanOrEqual(known.get(row.id)?.generated_timestamp ?? 0);
        known.set(row.id, row);
      }
      cursor = page.after_cursor;
    }
    floor.wall.advance(60_000);
    const page = await floor.json<TicketPage>(
      `/api/v2/incremental/tickets/cursor?cursor=${encodeURIComponent(cursor)}`,
    );
    for (const row of page.tickets) known.set(row.id, row);
    const fresh = (await walkTickets(floor, start)).flatMap(({ tickets }) => tickets);
    expect([...known.values()].sort((a, b) => a.id - b.id)).toEqual(fresh.sort((a, b) => a.id - b.id));
  });

  it('withholds the last minute and refuses a start time within it', async () => {
    const floor = await openFloor();
    const rows = (await walkTickets(floor, seconds(WEDNESDAY) - HOUR)).flatMap(({ tickets }) => tickets);
    expect(Math.max(...rows.map((row) => row.generated_timestamp))).toBeLessThanOrEqual(seconds(WEDNESDAY) - 60);
    const early = await floor.get(`/api/v2/incremental/tickets/cursor?start_time=${seconds(WEDNESDAY) - 30}`);
    expect(early.status).toBe(422);
    expect(await early.json()).toMatchObject({ description: expect.stringContaining('Too recent start_time') });
    expect((await floor.get('/api/v2/incremental/tickets/cursor')).status).toBe(400);
    expect((await floor.get('/api/v2/incremental/tickets/cursor?cursor=nonsense')).status).toBe(400);
  });

  it('tells a deleted ticket only in the export: by its number it is not found', async () => {
    const floor = await openFloor({ historyDays: 20 });
    const rows = (await walkTickets(floor, 0)).flatMap(({ tickets }) => tickets);
    const deleted = rows.find(({ status }) => status === 'deleted');
    expect((await floor.get(`/api/v2/tickets/${deleted?.id}.json`)).status).toBe(404);
    const living = rows.find(({ status }) => status === 'closed');
    expect(await floor.json(`/api/v2/tickets/${living?.id}`)).toMatchObject({ ticket: { id: living?.id } });
    const without = await floor.json<TicketPage>(
      '/api/v2/incremental/tickets/cursor?start_time=0&exclude_deleted=true',
    );
    expect(without.tickets.some(({ status }) => status === 'deleted')).toBe(false);
  });
});

describe('call and leg export', () => {
  it('repeats the rows of the last second at the edge of a page and has every call in the end', async () => {
    const floor = await openFloor({ historyDays: 4 });
    const pages = await walkCalls(floor, seconds(WEDNESDAY) - 4 * 86_400);
    expect(pages.length).toBeGreaterThan(3);
    for (const [i, page] of pages.entries()) {
      const next = pages[i + 1];
      expect(page.count).toBe(page.calls.length);
      expect(page.end_time).toBe(seconds(Date.parse(page.calls.at(-1)?.updated_at ?? '')));
      if (next === undefined) continue;
      const lastSecond = page.calls.filter(({ updated_at: at }) => seconds(Date.parse(at)) === page.end_time);
      expect(next.calls.slice(0, lastSecond.length)).toEqual(lastSecond);
    }
    const calls = new Map(pages.flatMap((page) => page.calls).map((call) => [call.id, call]));
    const state = await floor.json<{ dayStartedAt: number; queues: { medium: string; offered: number }[] }>(
      '/practice/state',
    );
    const offered = state.queues
      .filter(({ medium }) => medium === 'phone')
      .reduce((sum, queue) => sum + queue.offered, 0);
    const today = [...calls.values()].filter(
      (call) => Date.parse(call.created_at) >= state.dayStartedAt && call.completion_status !== 'abandoned_in_ivr',
    );
    // What is still waiting, talked to or within the withheld minute is not in the export yet.
    expect(today.length).toBeLessThanOrEqual(offered);
    expect(today.length).toBeGreaterThan(offered * 0.9);
  });

  it('shows a call when it is over, and again when the agent has wrapped up', async () => {
    const floor = await openFloor();
    // Somebody is wrapping up at most instants, not at each.
    let open: CallRow[] = [];
    for (let look = 0; look < 10 && open.length === 0; look += 1) {
      floor.wall.advance(30_000);
      const at = (await walkCalls(floor, seconds(WEDNESDAY) - HOUR)).flatMap((page) => page.calls);
      open = at.filter((call) => call.completion_status === 'completed' && call.wrap_up_time === null);
    }
    expect(open.length).toBeGreaterThan(0);
    floor.wall.advance(1_800_000);
    const later = (await walkCalls(floor, seconds(WEDNESDAY) - HOUR)).flatMap((page) => page.calls);
    const again = later.find(({ id }) => id === open[0]?.id);
    expect(again?.wrap_up_time).toBeGreaterThan(0);
    expect(Date.parse(again?.updated_at ?? '')).toBeGreaterThan(Date.parse(open[0]?.updated_at ?? ''));
    for (const call of later) {
      expect(call.duration).toBe(call.ivr_time_spent + call.wait_time + call.talk_time + call.hold_time);
    }
  });

  it('repeats the last rows when there is nothing newer, instead of saying that it is over', async () => {
    const floor = await openFloor();
    const last = (await walkCalls(floor, seconds(WEDNESDAY) - HOUR)).at(-1);
    const again = await floor.json<CallPage>(last?.next_page ?? '');
    expect(again.calls.length).toBeGreaterThan(0);
    expect(again.calls.every(({ updated_at: at }) => seconds(Date.parse(at)) === last?.end_time)).toBe(true);
    expect(again.next_page).toBe(last?.next_page);
  });

  it('gives a finished call a leg for its customer and one for its agent, and one for each who missed it', async () => {
    const floor = await openFloor({ historyDays: 10 });
    const from = seconds(WEDNESDAY) - 10 * 86_400;
    const calls = new Map((await walkCalls(floor, from)).flatMap((page) => page.calls).map((call) => [call.id, call]));
    const legs = new Map<
      number,
      { id: number; call_id: number; type: string; completion_status: string; agent_id: number }
    >();
    let target = `/api/v2/channels/voice/stats/incremental/legs?start_time=${from}`;
    for (;;) {
      const page = await floor.patientJson<{
        legs: { id: number; call_id: number; type: string; completion_status: string; agent_id: number }[];
        count: number;
        next_page: string;
      }>(target);
      for (const leg of page.legs) legs.set(leg.id, leg);
      if (page.count < 1000) break;
      target = page.next_page;
    }
    const byCall = new Map<number, string[]>();
    for (const leg of legs.values()) {
      const kind = leg.completion_status === 'agent_missed' ? 'missed' : leg.type;
      byCall.set(leg.call_id, [...(byCall.get(leg.call_id) ?? []), kind].sort());
    }
    for (const call of calls.values()) {
      const kinds = (byCall.get(call.id) ?? []).filter((kind) => kind !== 'missed');
      if (call.completion_status !== 'completed') expect(kinds).toEqual(['customer']);
      else if (call.wrap_up_time !== null) expect(kinds).toEqual(['agent', 'customer']);
    }
    expect([...byCall.values()].some((kinds) => kinds.includes('missed'))).toBe(true);
  });
});

describe('other exports and lists', () => {
  it('orders metric events in time, with both clocks on what they measure', async () => {
    const floor = await openFloor();
    const page = await floor.json<{
      ticket_metric_events: {
        id: number;
        time: string;
        type: string;
        status?: { calendar: number; business: number };
      }[];
      count: number;
      end_time: number;
      next_page: string;
    }>(`/api/v2/incremental/ticket_metric_events?start_time=${seconds(WEDNESDAY) - 6 * HOUR}`);
    const events = page.ticket_metric_events;
    expect(events.length).toBe(page.count);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort());
    const measured = events.filter(({ type }) => type === 'update_status');
    expect(measured.length).toBeGreaterThan(0);
    for (const { status } of measured) expect(status?.business).toBeLessThanOrEqual(status?.calendar ?? -1);
    expect(page.next_page).toContain(`start_time=${page.end_time}`);
  });

  it('pages ratings by cursor: asked ones, then their answers', async () => {
    const floor = await openFloor({ historyDays: 6 });
    const seen: { id: number; score: string; updated_at: string }[] = [];
    let target: string | null = '/api/v2/satisfaction_ratings?page[size]=50&start_time=0';
    while (target !== null) {
      const page: {
        satisfaction_ratings: typeof seen;
        meta: { has_more: boolean };
        links: { next: string | null };
      } = await floor.json(target);
      seen.push(...page.satisfaction_ratings);
      expect(page.meta.has_more).toBe(page.links.next !== null);
      target = page.links.next;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(new Set(seen.map(({ score }) => score))).toEqual(new Set(['offered', 'good', 'bad']));
    const good = await floor.json<{ satisfaction_ratings: typeof seen; count: number }>(
      '/api/v2/satisfaction_ratings?score=good',
    );
    expect(good.count).toBe(seen.filter(({ score }) => score === 'good').length);
  });

  it('lists agents by cursor and by offset, and ends deep offsets as the vendor does', async () => {
    const floor = await openFloor({ agents: 230, queues: 20 });
    const ids: number[] = [];
    let target: string | null = '/api/v2/users.json?role[]=agent&page[size]=100';
    while (target !== null) {
      const page: { users: { id: number; role: string }[]; links: { next: string | null } } = await floor.json(target);
      expect(page.users.every(({ role }) => role === 'agent')).toBe(true);
      ids.push(...page.users.map(({ id }) => id));
      target = page.links.next;
    }
    expect(ids).toHaveLength(230);
    const offset = await floor.json<{ users: { id: number }[]; count: number; next_page: string | null }>(
      '/api/v2/users?role[]=agent&page=3',
    );
    expect([offset.users.map(({ id }) => id), offset.count, offset.next_page]).toEqual([ids.slice(200), 230, null]);
    const deep = await floor.get('/api/v2/users?page=101');
    expect([deep.status, await deep.text()]).toEqual([429, 'Pagination limit reached for offset model']);
  });

  it('gives every agent their groups, and every line its group', async () => {
    const floor = await openFloor();
    const groups = await floor.json<{ groups: { id: number; name: string }[] }>('/api/v2/groups?page[size]=100');
    const members = await floor.json<{ group_memberships: { user_id: number; group_id: number; default: boolean }[] }>(
      '/api/v2/group_memberships?page=1&per_page=100',
    );
    const lines = await floor.json<{ phone_numbers: { default_group_id: number; name: string }[] }>(
      '/api/v2/channels/voice/phone_numbers',
    );
    expect(groups.groups).toHaveLength(12);
    expect(lines.phone_numbers).toHaveLength(6);
    for (const line of lines.phone_numbers) {
      expect(groups.groups.find(({ id }) => id === line.default_group_id)?.name).toBe(line.name);
    }
    for (const member of members.group_memberships)
      expect(groups.groups.map(({ id }) => id)).toContain(member.group_id);
  });
});
