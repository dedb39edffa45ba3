import { describe, expect, it } from 'vitest';
import { openFloor } from './helpers.ts';
import type { FloorState } from './helpers.ts';

interface QueueActivity {
  current_queue_activity: {
    calls_waiting: number;
    longest_wait_time: number;
    average_wait_time: number;
    agents_online: number;
    current_timestamp: number;
  };
}

interface AgentsActivity {
  agents_activity: {
    agent_id: number;
    agent_state: string;
    call_status: string | null;
    calls_accepted: number;
    online_time: number;
    total_talk_time: number;
    total_hold_time: number;
    total_wrap_up_time: number;
  }[];
  next_page: string | null;
}

const ACTIVITY = '/api/v2/channels/voice/stats/current_queue_activity';

describe('the floor now', () => {
  it('conserves contacts: offered = answered + abandoned + waiting, at any instant and at any speed', async () => {
    const floor = await openFloor({ speed: 7, load: 1.3 });
    let waited = 0;
    for (let step = 0; step < 40; step += 1) {
      floor.wall.advance(31_000);
      const state = await floor.json<FloorState>('/practice/state');
      for (const queue of state.queues) expect(queue.offered).toBe(queue.answered + queue.abandoned + queue.waiting);
      waited += state.queues.reduce((sum, queue) => sum + queue.waiting, 0);
    }
    expect(waited).toBeGreaterThan(0);
  });

  it('gives the lines one by one what it gives for all of them together', async () => {
    const floor = await openFloor({ load: 1.5 });
    const lines = await floor.json<{ phone_numbers: { id: number }[] }>('/api/v2/channels/voice/phone_numbers');
    let seen = 0;
    for (let step = 0; step < 10; step += 1) {
      floor.wall.advance(60_000);
      const { current_queue_activity: all } = await floor.json<QueueActivity>(ACTIVITY);
      const each = await Promise.all(
        lines.phone_numbers.map(({ id }) => floor.json<QueueActivity>(`${ACTIVITY}?phone_number_ids=${id}`)),
      );
      const parts = each.map((one) => one.current_queue_activity);
      expect(parts.reduce((sum, part) => sum + part.calls_waiting, 0)).toBe(all.calls_waiting);
      expect(Math.max(...parts.map((part) => part.longest_wait_time))).toBe(all.longest_wait_time);
      expect(all.current_timestamp).toBe(Math.floor(floor.wall.now() / 1000));
      seen += all.calls_waiting;
    }
    expect(seen).toBeGreaterThan(0);
    expect((await floor.get(`${ACTIVITY}?phone_number_ids=1`)).status).toBe(422);
  });

  it('shows agents online, away, off and on calls, with the figures of their day', async () => {
    const floor = await openFloor();
    const { agents_activity: agents, next_page: next } = await floor.json<AgentsActivity>(
      '/api/v2/channels/voice/stats/agents_activity',
    );
    expect(next).toBeNull();
    expect(agents).toHaveLength(46);
    expect(new Set(agents.map((agent) => agent.agent_state))).toEqual(
      new Set(['online', 'away', 'offline', 'transfers_only']),
    );
    expect(agents.some((agent) => agent.call_status === 'on_call')).toBe(true);
    for (const agent of agents) {
      if (agent.call_status !== null) expect(agent.agent_state).toBe('online');
      expect(agent.total_talk_time + agent.total_hold_time + agent.total_wrap_up_time).toBeLessThanOrEqual(
        agent.online_time,
      );
    }
    const overview = await floor.json<{ account_overview: Record<string, number> }>(
      '/api/v2/channels/voice/stats/account_overview',
    );
    const accepted = agents.reduce((sum, agent) => sum + agent.calls_accepted, 0);
    const { total_calls: total, total_calls_abandoned_in_queue: abandoned } = overview.account_overview;
    expect(accepted).toBeGreaterThan(50);
    expect(abandoned).toBeLessThan(total ?? 0);
  });

  it('is the same floor in two processes that started at different times', async () => {
    const first = await openFloor({ historyDays: 3 });
    const before = await first.json<FloorState>('/practice/state');
    const second = await openFloor({ historyDays: 3 });
    expect(await second.json('/practice/state')).toEqual(before);
    expect(await second.json('/api/v2/channels/voice/stats/agents_activity')).toEqual(
      JSON.parse(
        JSON.stringify(await first.json('/api/v2/channels/voice/stats/agents_activity')).replaceAll(
          first.baseUrl,
          second.baseUrl,
        ),
      ),
    );
  });

  it('keeps a backlog of tickets that grows over night', async () => {
    const floor = await openFloor({ historyDays: 21 });
    const backlog = async (): Promise<number> => {
      const state = await floor.json<FloorState>('/practice/state?backlog=1');
      return state.queues.reduce((sum, queue) => sum + (queue.backlog ?? 0), 0);
    };
    floor.wall.advance(8 * 3_600_000);
    const evening = await backlog();
    floor.wall.advance(12 * 3_600_000);
    const morning = await backlog();
    expect(evening).toBeGreaterThan(10);
    expect(morning).toBeGreaterThan(evening);
  });

  it('names chat agents, departments and finished chats, whose tickets exist', async () => {
    const floor = await openFloor();
    const agents = await floor.json<{ id: number }[]>('/api/v2/chat/agents');
    const departments = await floor.json<{ members: number[] }[]>('/api/v2/chat/departments');
    expect(departments).toHaveLength(2);
    for (const { members } of departments)
      for (const id of members) expect(agents.map((agent) => agent.id)).toContain(id);
    const start = Math.floor(floor.wall.now() / 1000) - 7200;
    const { chats } = await floor.json<{ chats: { zendesk_ticket_id: number; missed: boolean }[] }>(
      `/api/v2/chat/incremental/chats?start_time=${start}`,
    );
    expect(chats.length).toBeGreaterThan(5);
    const ticket = await floor.json<{ ticket: { via: { channel: string } } }>(
      `/api/v2/tickets/${chats[0]?.zendesk_ticket_id}`,
    );
    expect(ticket.ticket.via.channel).toBe('chat');
    const stays = await floor.json<{ agent_timeline: { duration: number; status: string }[] }>(
      `/api/v2/chat/incremental/agent_timeline?start_time=${start}`,
    );
    expect(stays.agent_timeline.length).toBeGreaterThan(5);
    expect(stays.agent_timeline.every(({ duration }) => duration >= 0)).toBe(true);
  });
});
