import type { Clock } from '../../../shared/time/clock.ts';
import type { Ids } from './ids.ts';

/** Which of the two kinds of analytics details. */
export type Details = 'conversations' | 'users';

export interface Job {
  kind: Details;
  /** Epoch seconds UTC. */
  from: number;
  to: number;
  /** Up to here the data lake was loaded when the job was ordered, epoch seconds UTC. */
  available: number;
  /** Epoch ms of the machine. */
  orderedAt: number;
}

/** How long the vendor takes over a job, in ms of the machine. */
const WAITING_MS = 150;
const WORKING_MS = 400;
/** The vendor keeps results for a day. */
const KEPT_MS = 86_400_000;
const HOUR = 3600;

/** Jobs of the analytics: ordered, worked on, and kept for a day. A restart forgets them, as the vendor forgets old ones. */
export class Jobs {
  private readonly ids: Ids;
  private readonly clock: Clock;
  private readonly jobs = new Map<string, Job>();
  private next = 1;

  constructor(ids: Ids, clock: Clock) {
    this.ids = ids;
    this.clock = clock;
  }

  order(job: Omit<Job, 'orderedAt'>): string {
    const now = this.clock.now();
    for (const [id, { orderedAt }] of this.jobs) if (now - orderedAt > KEPT_MS) this.jobs.delete(id);
    const id = this.ids.of('job', this.next);
    this.next += 1;
    this.jobs.set(id, { ...job, orderedAt: now });
    return id;
  }

  /** The job of this id and kind; null where there is none any more. */
  find(id: string, kind: Details): Job | null {
    const job = this.jobs.get(id);
    return job === undefined || job.kind !== kind ? null : job;
  }

  stateOf(job: Job): 'QUEUED' | 'PENDING' | 'FULFILLED' {
    const age = this.clock.now() - job.orderedAt;
    return age < WAITING_MS ? 'QUEUED' : age < WORKING_MS ? 'PENDING' : 'FULFILLED';
  }
}

/**
 * Up to when the data lake is loaded: every six hours (UTC), with what is at least two hours old.
 *
 * @param now epoch seconds UTC
 */
export function availableUntil(now: number): number {
  return Math.floor((now - 2 * HOUR) / (6 * HOUR)) * 6 * HOUR;
}
