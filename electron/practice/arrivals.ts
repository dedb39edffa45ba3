import plan from '../../resources/practice/floor.json' with { type: 'json' };
import type { FloorDay } from './calendar.ts';
import type { Floor, FloorQueue } from './floor.ts';
import type { Incident } from './incidents.ts';
import { poissonArrivals, Random, streamKey } from './random.ts';

/** Who contacts the floor, when, and what they bring along: drawn before the day is played, so nothing that happens changes who comes. */

export interface Contact {
  /** Unique on its floor: the day's number × 1,000,000 + the order of drawing. */
  id: number;
  /** Index of the queue. */
  queue: number;
  customer: number;
  /** Epoch seconds UTC: reached the menu (phone) or opened the window (chat). */
  createdAt: number;
  /** Joined the queue; for those who left in the menu, when they left. */
  queuedAt: number;
  /** The customer waits until here. */
  leavesAt: number;
  /** Seconds of conversation drawn, before the agent's pace; hold is part of it. */
  serviceSeconds: number;
  holdSeconds: number;
  wrapSeconds: number;
  ringSeconds: number;
  // What became of it:
  outcome: 'answered' | 'abandoned' | 'left-in-menu' | 'waiting';
  agent: number;
  answeredAt: number;
  /** The customer's side is over. */
  endedAt: number;
  /** The agent is free again. */
  freeAt: number;
  /** Agents who were offered it and did not take it. */
  missed: Miss[] | null;
}

export interface Miss {
  agent: number;
  /** Epoch seconds UTC of the first ring. */
  at: number;
  seconds: number;
}

const BIN_SECONDS = 300;
const LEFT_IN_MENU = 0.04;
const CHANGED_MIND = 0.03;
const MAX_WAIT_SECONDS = 1800;
const MAX_SERVICE_SECONDS = 4 * 3600;
const SURGE_IDS = 500_000;
export const IDS_PER_DAY = 1_000_000;

/** Relative rate at a minute of the floor's clock (0 = midnight), linear between the half hours' middles. The day's mean is 1. */
export function rateAt(minute: number): number {
  const shape = plan.shape.halfHours;
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length;
  const position = (((minute - 15) / 30) % shape.length) + (minute < 15 ? shape.length : 0);
  const left = Math.floor(position) % shape.length;
  const part = position - Math.floor(position);
  return ((shape[left] ?? 0) * (1 - part) + (shape[(left + 1) % shape.length] ?? 0) * part) / mean;
}

/**
 * Expected arrivals of a queue per five minutes of a day: shape of the day × weekday × the day's own mood (the floor's and the queue's,
 * lognormal, 5 % and 6 %), the last known in advance to nobody but this function.
 */
export function expectedArrivals(floor: Floor, queue: FloorQueue, day: FloorDay): number[] {
  const { seed } = floor.parameters;
  const mood = new Random(streamKey(seed, 'mood', day.day)).lognormal(1, 0.05);
  const own = new Random(streamKey(seed, 'queue-mood', day.day, queue.index)).lognormal(1, 0.06);
  const perDay = queue.dailyVolume * (plan.shape.weekdays[day.weekday] ?? 1) * mood * own;
  const bins = Math.ceil((day.endAt - day.startAt) / BIN_SECONDS);
  return Array.from({ length: bins }, (_, bin) => (perDay * rateAt((240 + bin * 5 + 2.5) % 1440)) / 288);
}

/** Length of the bins of {@link expectedArrivals}, in seconds. */
export const ARRIVAL_BIN_SECONDS = BIN_SECONDS;

/** One arrival of a day. */
export interface Arrival {
  /** The day's number × 1,000,000 + the order of arriving; those that a surge brings are counted apart, from 500,000 on. */
  id: number;
  queue: FloorQueue;
  /** Epoch seconds UTC. */
  at: number;
  /** The surge that brought it, null for the usual ones. */
  surge: Incident | null;
}

/**
 * The arrivals of some queues in a day, in order of time. Surges add theirs without touching the usual ones, and numbers are given in order
 * of time, so that nothing depends on a surge that has not begun, nor on how long one in force will last.
 */
export function arrivalsOfDay(
  floor: Floor,
  queues: readonly FloorQueue[],
  day: FloorDay,
  incidents: readonly Incident[],
): Arrival[] {
  const opened = Math.floor(floor.parameters.openedAt / 1000);
  const usual: Arrival[] = [];
  const added: Arrival[] = [];
  for (const queue of queues) {
    const expected = expectedArrivals(floor, queue, day);
    const random = new Random(streamKey(floor.parameters.seed, 'arrivals', day.day, queue.index));
    for (const time of poissonArrivals(random, expected, BIN_SECONDS)) {
      const at = day.startAt + time;
      if (at >= opened && at < day.endAt) usual.push({ id: 0, queue, at, surge: null });
    }
    for (const surge of incidents) {
      if (surge.kind !== 'queue-surge' || (surge.queue !== null && surge.queue !== queue.index)) continue;
      const extra = expected.map((value) => value * Math.max(0, surge.factor - 1));
      const own = new Random(streamKey(floor.parameters.seed, 'surge', surge.id, day.day, queue.index));
      for (const time of poissonArrivals(own, extra, BIN_SECONDS)) {
        const at = day.startAt + time;
        if (at > surge.startAt / 1000 && at <= surge.endAt / 1000 && at < day.endAt)
          added.push({ id: 0, queue, at, surge });
      }
    }
  }
  // Sorting is stable: equal times keep the order of queues and incidents.
  usual.sort((a, b) => a.at - b.at).forEach((arrival, i) => (arrival.id = day.day * IDS_PER_DAY + i));
  added.sort((a, b) => a.at - b.at).forEach((arrival, i) => (arrival.id = day.day * IDS_PER_DAY + SURGE_IDS + i));
  return [...usual, ...added].sort((a, b) => a.at - b.at);
}

/** All calls and chats of a day, by the time they join their queue. */
export function contactsOfDay(floor: Floor, day: FloorDay, incidents: readonly Incident[]): Contact[] {
  const queues = floor.queues.filter(({ medium }) => medium !== 'ticket');
  const streams = new Map<string, Random>();
  const contacts = arrivalsOfDay(floor, queues, day, incidents).map(({ id, queue, at, surge }) => {
    const name = `${surge?.id ?? ''}/${queue.index}`;
    const random =
      streams.get(name) ??
      new Random(streamKey(floor.parameters.seed, 'contacts', surge?.id ?? '', day.day, queue.index));
    streams.set(name, random);
    return drawContact(queue, random, id, at);
  });
  return contacts.sort((a, b) => a.queuedAt - b.queuedAt || a.id - b.id);
}

function drawContact(queue: FloorQueue, random: Random, id: number, createdAt: number): Contact {
  const phone = queue.medium === 'phone';
  const menuSeconds = phone ? Math.max(2, Math.round(random.lognormal(14, 0.7))) : 0;
  const leaves = random.uniform();
  // Weibull of shape 0.8: many leave soon, those who stayed a while stay on. Scale keeps the queue's mean (Gamma(2.25) = 1.1330).
  const patience = random.weibull(queue.patienceSeconds / 1.133, 0.8);
  const patient = leaves < LEFT_IN_MENU + CHANGED_MIND ? 1 + random.below(8) : Math.max(3, Math.round(patience));
  const leftInMenu = phone && leaves < LEFT_IN_MENU;
  const service = Math.min(MAX_SERVICE_SECONDS, Math.max(5, random.lognormal(queue.serviceSeconds, queue.serviceCv)));
  const held = random.uniform();
  const holdDraw = random.lognormal(50, 0.8);
  const wrap = random.lognormal(phone ? 34 : 12, 0.9);
  const ring = phone ? 2 + random.below(9) : 1 + random.below(4);
  const reach = random.uniform();
  const population = Math.max(500, Math.round(queue.dailyVolume * 60));
  return {
    id,
    queue: queue.index,
    // Squared: some customers come often, most seldom.
    customer: queue.index * 100_000 + Math.floor(reach * reach * population),
    createdAt,
    queuedAt: createdAt + menuSeconds,
    leavesAt: leftInMenu ? createdAt + menuSeconds : createdAt + menuSeconds + Math.min(MAX_WAIT_SECONDS, patient),
    serviceSeconds: service,
    holdSeconds: phone && held < 0.18 ? Math.min(service * 0.6, holdDraw) : 0,
    wrapSeconds: Math.max(1, Math.round(Math.min(1200, wrap))),
    ringSeconds: ring,
    outcome: leftInMenu ? 'left-in-menu' : 'waiting',
    agent: -1,
    answeredAt: 0,
    endedAt: leftInMenu ? createdAt + menuSeconds : 0,
    freeAt: leftInMenu ? createdAt + menuSeconds : 0,
    missed: null,
  };
}
