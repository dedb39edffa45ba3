import plan from '../../resources/practice/floor.json' with { type: 'json' };
import names from '../../resources/practice/names.json' with { type: 'json' };
import { Random, streamKey } from './random.ts';

/** Who works on the practice floor and which queues there are: fixed for a seed and a size. */

export type Medium = 'phone' | 'chat' | 'ticket';

/** What makes two floors the same floor. */
export interface FloorParameters {
  seed: number;
  /** IANA zone of the floor. */
  zone: string;
  agents: number;
  queues: number;
  /** Factor on all arrivals; 1 keeps a well-staffed floor with a busy late morning. */
  load: number;
  shiftMinutes: number;
  weekdayOffset: number;
  /** Epoch ms UTC before which the account had no contacts. */
  openedAt: number;
}

export interface FloorQueue {
  index: number;
  medium: Medium;
  name: string;
  /** Contacts on an ordinary weekday. */
  dailyVolume: number;
  /** Mean talk and hold (phone), conversation (chat) or working time to a reply (ticket), in seconds. */
  serviceSeconds: number;
  serviceCv: number;
  patienceSeconds: number;
  /** Higher is served first. */
  priority: number;
  agents: number[];
}

export interface FloorAgent {
  index: number;
  name: string;
  email: string;
  medium: Medium;
  /** Index into the shift templates. */
  shift: number;
  /** Weekdays (0 Monday) without work. */
  daysOff: readonly number[];
  queues: number[];
  /** Factor on service times: 1 is the queue's mean. */
  pace: number;
  /** Contacts at once. */
  capacity: number;
  /** 0..1: how prone to come back late or to forget the state button. */
  careless: number;
}

export interface Floor {
  parameters: FloorParameters;
  queues: FloorQueue[];
  agents: FloorAgent[];
}

export interface ShiftTemplate {
  name: string;
  /** Minute of the floor's clock and length in minutes. */
  start: number;
  length: number;
  weight: number;
}

export const SHIFTS: readonly ShiftTemplate[] = plan.shifts;

const MEDIA: readonly Medium[] = ['phone', 'chat', 'ticket'];
const QUEUE_SHARE: Record<Medium, number> = { phone: 1 / 2, chat: 1 / 6, ticket: 1 / 3 };
const AGENT_SHARE: Record<Medium, number> = { phone: 0.6, chat: 0.2, ticket: 0.2 };
/** Queues that share agents. */
const POD: Record<Medium, number> = { phone: 6, chat: 2, ticket: 4 };
/** Ticket groups work in the day only; chats and calls come round the clock. */
const DAY_SHIFTS = [1, 2, 3];
const CHAT_SHIFT_WEIGHTS = [0.15, 0.1, 0.22, 0.12, 0.1, 0.16, 0.15];

/**
 * Builds the floor.
 *
 * @throws RangeError when there are fewer than 10 agents or 3 queues, or more queues than agents
 */
export function buildFloor(parameters: FloorParameters): Floor {
  if (parameters.agents < 10 || parameters.queues < 3 || parameters.queues > parameters.agents) {
    throw new RangeError('A practice floor has at least 10 agents and 3 queues, and not more queues than agents.');
  }
  const floor: Floor = { parameters, queues: [], agents: [] };
  const queueCounts = apportion(
    parameters.queues,
    MEDIA.map((medium) => QUEUE_SHARE[medium]),
    1,
  );
  const agentCounts = apportion(
    parameters.agents,
    MEDIA.map((medium) => AGENT_SHARE[medium]),
    2,
  );
  MEDIA.forEach((medium, at) => {
    const queues = addQueues(floor, medium, queueCounts[at] ?? 1);
    addAgents(floor, medium, queues, agentCounts[at] ?? 1);
  });
  return floor;
}

function addQueues(floor: Floor, medium: Medium, count: number): FloorQueue[] {
  const kinds = plan[medium];
  const added: FloorQueue[] = [];
  for (let i = 0; i < count; i += 1) {
    const kind = kinds[i % kinds.length];
    if (kind === undefined) throw new RangeError('No kinds of queue.');
    const round = Math.floor(i / kinds.length);
    const region = plan.regions[(round - 1) % plan.regions.length];
    const again = Math.floor((round - 1) / plan.regions.length);
    const suffix = round === 0 ? '' : ` ${region}${again > 0 ? ` ${again + 1}` : ''}`;
    const queue: FloorQueue = {
      index: floor.queues.length,
      medium,
      name: kind.name + suffix,
      dailyVolume: 0,
      serviceSeconds: kind.service,
      serviceCv: kind.cv,
      patienceSeconds: kind.patience,
      priority: kind.priority,
      agents: [],
    };
    floor.queues.push(queue);
    added.push(queue);
  }
  return added;
}

function addAgents(floor: Floor, medium: Medium, queues: FloorQueue[], count: number): void {
  const pods: FloorQueue[][] = [];
  for (let i = 0; i < queues.length; i += POD[medium]) pods.push(queues.slice(i, i + POD[medium]));
  const shares = queues.map((_, i) => plan[medium][i % plan[medium].length]?.share ?? 0);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const podSize = apportion(
    count,
    pods.map((pod) => pod.reduce((sum, queue) => sum + (shares[queues.indexOf(queue)] ?? 0), 0)),
    pods.length <= count ? 1 : 0,
  );
  pods.forEach((pod, at) => {
    const size = podSize[at] ?? 0;
    const weights =
      medium === 'chat'
        ? CHAT_SHIFT_WEIGHTS
        : SHIFTS.map((shift, i) => (medium === 'phone' || DAY_SHIFTS.includes(i) ? shift.weight : 0));
    // At least two by night wherever the queues are open: one alone has days off.
    const perShift = apportion(size, weights, 0);
    if (medium !== 'ticket') keepNightCover(perShift);
    const podShares = pod.map((queue) => shares[queues.indexOf(queue)] ?? 0);
    perShift.forEach((inShift, shift) => {
      const primaries = spread(inShift, podShares);
      for (let rank = 0; rank < inShift; rank += 1) {
        addAgent(floor, medium, pod, primaries[rank] ?? 0, shift, rank);
      }
    });
  });
  const perAgent = plan.volume[medium] * floor.parameters.load;
  queues.forEach((queue, i) => {
    queue.dailyVolume = (count * perAgent * (shares[i] ?? 0)) / total;
  });
}

function addAgent(floor: Floor, medium: Medium, pod: FloorQueue[], primary: number, shift: number, rank: number): void {
  const index = floor.agents.length;
  const random = new Random(streamKey(floor.parameters.seed, 'agent', index));
  // First and last names are walked with steps that do not divide their counts, so 2,000 people have 2,000 names.
  const first = names.first[index % names.first.length] ?? 'Sam';
  const turn = Math.floor(index / names.first.length);
  const last = names.last[(index * 7 + turn * 5 + (floor.parameters.seed % 61)) % names.last.length] ?? 'Lee';
  const night = shift === 0 || shift === SHIFTS.length - 1;
  const skills = medium === 'chat' || night ? pod.length : medium === 'phone' ? 4 : 2;
  // Where few serve a queue they are never off together.
  const thin = night || medium === 'chat';
  const daysOff = thin ? plan.daysOff.night : plan.daysOff.day;
  const queues: number[] = [];
  // On the phone everybody helps out in the pod's largest queue, which is its first.
  const helped = medium === 'phone' ? [primary, 0] : [primary];
  const order = [...new Set([...helped, ...pod.map((_, i) => (primary + i) % pod.length)])];
  for (const at of order.slice(0, skills)) {
    const queue = pod[at];
    if (queue === undefined) continue;
    queues.push(queue.index);
    queue.agents.push(index);
  }
  floor.agents.push({
    index,
    name: `${first} ${last}`,
    email: `agent.${String(index + 1).padStart(4, '0')}@practice.example`,
    medium,
    shift,
    daysOff: daysOff[(thin ? rank + shift : rank + shift * 3) % daysOff.length] ?? [5, 6],
    queues,
    pace: Math.min(1.35, Math.max(0.75, random.lognormal(1, 0.12))),
    capacity: medium === 'chat' ? 3 : 1,
    careless: random.uniform() ** 3,
  });
}

function keepNightCover(perShift: number[]): void {
  for (const shift of [0, perShift.length - 1]) {
    while ((perShift[shift] ?? 0) < 2) {
      const largest = perShift.indexOf(Math.max(...perShift));
      if ((perShift[largest] ?? 0) <= 2) return;
      perShift[largest] = (perShift[largest] ?? 0) - 1;
      perShift[shift] = (perShift[shift] ?? 0) + 1;
    }
  }
}

/** Splits a count by weights (largest remainder), each part with a weight getting at least `least`. */
function apportion(count: number, weights: readonly number[], least: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (count * weight) / total);
  const parts = exact.map((value, i) => Math.max(Math.floor(value), (weights[i] ?? 0) > 0 ? least : 0));
  let left = count - parts.reduce((sum, part) => sum + part, 0);
  const order = exact.map((value, i) => ({ i, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest);
  for (const { i } of order) {
    if (left <= 0) break;
    if ((weights[i] ?? 0) <= 0) continue;
    parts[i] = (parts[i] ?? 0) + 1;
    left -= 1;
  }
  while (left < 0) {
    const largest = parts.indexOf(Math.max(...parts));
    parts[largest] = (parts[largest] ?? 0) - 1;
    left += 1;
  }
  return parts;
}

/** A primary queue for each of `count` people, by the queues' shares, interleaved. */
function spread(count: number, shares: readonly number[]): number[] {
  const given = shares.map(() => 0);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return Array.from({ length: count }, (_, n) => {
    let best = 0;
    let gap = -Infinity;
    shares.forEach((share, i) => {
      const missing = ((n + 1) * share) / total - (given[i] ?? 0);
      if (missing > gap) {
        gap = missing;
        best = i;
      }
    });
    given[best] = (given[best] ?? 0) + 1;
    return best;
  });
}
