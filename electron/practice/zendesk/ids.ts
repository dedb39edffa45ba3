import type { FloorQueue } from '../floor.ts';

/** The vendor's numbers for the floor's indexes. */
const AGENT_BASE = 380_000_001_000;
const GROUP_BASE = 360_000_100_000;
const LINE_BASE = 360_000_200_000;
const CUSTOMER_BASE = 390_000_000_000;

/** The account's owner, who is nobody's agent. */
export const OWNER_ID = AGENT_BASE - 1;

export function userId(agent: number): number {
  return AGENT_BASE + agent;
}

export function customerId(customer: number): number {
  return CUSTOMER_BASE + customer;
}

export function isCustomer(id: number): boolean {
  return id >= CUSTOMER_BASE && id < CUSTOMER_BASE * 2;
}

/** Every queue is a group; chat departments share the numbers of their groups. */
export function groupId(queue: number): number {
  return GROUP_BASE + queue;
}

export function lineId(queue: number): number {
  return LINE_BASE + queue;
}

/** Index of the queue that a reader means by a group's or a line's number (as a number or text, with or without a prefix) or by its name. */
export function queueMeant(queues: readonly FloorQueue[], meant: string | number): number | null {
  const text = String(meant).trim();
  const number = Number(/(\d+)$/u.exec(text)?.[1] ?? NaN);
  const found = queues.find(
    (queue) => queue.name === text || groupId(queue.index) === number || lineId(queue.index) === number,
  );
  return found?.index ?? null;
}

/** Epoch seconds as the vendor writes instants. */
export function iso(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
