import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { startPractice } from '../../../electron/practice/index.ts';
import type { PracticeFloor, PracticeOptions } from '../../../electron/practice/index.ts';
import { ManualClock } from '../../../shared/time/clock.ts';

/** A Wednesday, 11:20 in Berlin: a busy late morning. */
export const WEDNESDAY = Date.UTC(2026, 9, 14, 9, 20);
export const ZONE = 'Europe/Berlin';

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  while (closing.length > 0) await closing.pop()?.();
});

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'practice-'));
  closing.push(() => rmSync(path, { recursive: true, force: true, maxRetries: 20 }));
  return path;
}

export interface OpenFloor extends PracticeFloor {
  /** The machine's clock as the floor sees it. */
  wall: ManualClock;
  /** Sends a GET with the floor's credentials. */
  get(target: string): Promise<Response>;
  /** GETs JSON, expecting 200. */
  json<T>(target: string): Promise<T>;
  /** GETs JSON; where the budget is used up, moves the wall on to the next minute and asks again. */
  patientJson<T>(target: string): Promise<T>;
  post(target: string, body: unknown): Promise<Response>;
}

export async function openFloor(options: PracticeOptions & { wall?: ManualClock } = {}): Promise<OpenFloor> {
  const { wall = new ManualClock(WEDNESDAY), ...rest } = options;
  const floor = await startPractice({ zone: ZONE, historyDays: 3, ...rest, clock: wall });
  closing.push(() => floor.close());
  const authorization = `Basic ${Buffer.from(`${floor.email}/token:${floor.token}`).toString('base64')}`;
  const get = (target: string): Promise<Response> =>
    fetch(new URL(target, floor.baseUrl), { headers: { authorization } });
  const json = async <T>(target: string): Promise<T> => {
    const response = await get(target);
    if (response.status !== 200) throw new Error(`${target}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    ...floor,
    wall,
    get,
    json,
    patientJson: async <T>(target: string): Promise<T> => {
      const response = await get(target);
      if (response.status !== 429) return (await response.json()) as T;
      wall.advance(Number(response.headers.get('retry-after')) * 1000);
      return json<T>(target);
    },
    post: (target, body) => fetch(new URL(target, floor.baseUrl), { method: 'POST', body: JSON.stringify(body) }),
  };
}

export const seconds = (at: number): number => Math.floor(at / 1000);

export interface TicketRow {
  id: number;
  status: string;
  generated_timestamp: number;
  updated_at: string;
  tags: string[];
  via: { channel: string };
}

export interface TicketPage {
  tickets: TicketRow[];
  after_cursor: string;
  after_url: string;
  end_of_stream: boolean;
}

/** Walks the ticket export from an instant to its end. */
export async function walkTickets(floor: OpenFloor, startTime: number, perPage = 1000): Promise<TicketPage[]> {
  const pages: TicketPage[] = [];
  let target = `/api/v2/incremental/tickets/cursor.json?start_time=${startTime}&per_page=${perPage}`;
  for (;;) {
    const page = await floor.patientJson<TicketPage>(target);
    pages.push(page);
    if (page.end_of_stream) return pages;
    target = `/api/v2/incremental/tickets/cursor.json?cursor=${encodeURIComponent(page.after_cursor)}&per_page=${perPage}`;
  }
}

export interface CallRow {
  id: number;
  created_at: string;
  updated_at: string;
  completion_status: string;
  wrap_up_time: number | null;
  duration: number;
  wait_time: number;
  ivr_time_spent: number;
  talk_time: number;
  hold_time: number;
  agent_id: number | null;
  phone_number_id: number;
}

export interface CallPage {
  calls: CallRow[];
  count: number;
  end_time: number;
  next_page: string;
}

/** Walks the call export until a page comes that is not full. */
export async function walkCalls(floor: OpenFloor, startTime: number): Promise<CallPage[]> {
  const pages: CallPage[] = [];
  let target = `/api/v2/channels/voice/stats/incremental/calls?start_time=${startTime}`;
  for (;;) {
    const page = await floor.patientJson<CallPage>(target);
    pages.push(page);
    if (page.count < 1000) return pages;
    target = page.next_page;
  }
}

export interface FloorState {
  now: number;
  queues: {
    id: string;
    name: string;
    medium: string;
    waiting: number;
    inService: number;
    offered: number;
    answered: number;
    abandoned: number;
    backlog: number | null;
  }[];
  agents: Record<string, number>;
  incidents: { id: string; kind: string; until: number }[];
}
