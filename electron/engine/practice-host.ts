import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors/index.ts';
import { affineClock, systemClock } from '../../shared/time/clock.ts';
import { HttpFault } from '../connectors/connector.ts';
import { launchPractice } from '../practice/launch.ts';
import { createTransport } from '../sync/transport.ts';
import { systemTimers } from '../sync/timers.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { PracticePhones } from '../practice/index.ts';
import type { LaunchedPractice } from '../practice/launch.ts';
import type { PracticeChoice } from './messages.ts';

const clockReply = z.object({ anchorRealAt: z.number(), anchorAt: z.number(), speed: z.number() });
const incidentReply = z.object({ id: z.string(), kind: z.string(), until: z.number().nullable() });
const stateReply = clockReply.extend({ incidents: z.array(incidentReply) });

export type PracticeIncident = z.infer<typeof incidentReply>;

/** A generous plan: what a newcomer sees in the first minute decides whether there is a second one. */
const EXPORTS_PER_MINUTE = 240;

/** Source ids of the practice floor: its tickets and chats (Zendesk), and its phones and schedules (Genesys Cloud). */
export const PRACTICE_SOURCE = 'practice';
export const PRACTICE_PHONES = 'practice-phones';
export const PRACTICE_SOURCES: ReadonlySet<string> = new Set([PRACTICE_SOURCE, PRACTICE_PHONES]);

/** The practice floor in its thread, its clock, and its side door (incidents, speed). What it serves is read like any account. */
export class PracticeHost {
  readonly baseUrl: string;
  readonly email: string;
  readonly token: string;
  /** Where the phones ring; null on a floor from before they had a system of their own. */
  readonly genesys: PracticePhones | null;
  readonly #launched: LaunchedPractice;
  #anchor: z.infer<typeof clockReply>;
  #clock: Clock;
  /** The floor's clock, whatever its speed now. */
  readonly clock: Clock = { now: () => this.#clock.now(), monotonic: () => systemClock.monotonic() };

  private constructor(launched: LaunchedPractice, anchor: z.infer<typeof clockReply>) {
    this.#launched = launched;
    this.baseUrl = launched.baseUrl;
    this.email = launched.email;
    this.token = launched.token;
    this.genesys = launched.genesys;
    this.#anchor = anchor;
    this.#clock = affineClock({ base: systemClock, ...anchor });
  }

  /** Starts the floor of a data folder, or goes on with it. @throws AppError as `launchPractice` */
  static async start(directory: string, zone: string, choice: PracticeChoice): Promise<PracticeHost> {
    const launched = await launchPractice({
      dataDirectory: join(directory, 'practice'),
      zone,
      alignBusy: true,
      exportsPerMinute: EXPORTS_PER_MINUTE,
      phones: 'genesys',
      ...choice,
    });
    const anchor = clockReply.parse(await ask(launched.baseUrl, 'GET', '/practice/clock'));
    return new PracticeHost(launched, anchor);
  }

  get speed(): number {
    return this.#anchor.speed;
  }

  /** Settles when the thread has ended of itself. */
  get ended(): Promise<AppError | null> {
    return this.#launched.ended;
  }

  /** Incidents in force or to come. */
  async incidents(): Promise<PracticeIncident[]> {
    return stateReply.parse(await ask(this.baseUrl, 'GET', '/practice/state')).incidents;
  }

  async begin(incident: {
    kind: string;
    queue: string | null;
    minutes: number;
    factor: number | null;
    /** Source that a fault strikes; null for all of the practice floor. */
    source: string | null;
  }): Promise<string> {
    const { source, queue, ...rest } = incident;
    const vendor = source === PRACTICE_PHONES ? 'genesys' : source === PRACTICE_SOURCE ? 'zendesk' : null;
    // The key of a queue is its source's id, a slash and the queue's own.
    const own = queue?.slice(queue.indexOf('/') + 1) ?? null;
    const body = { ...rest, queue: own, vendor };
    return incidentReply.parse(await ask(this.baseUrl, 'POST', '/practice/incidents', body)).id;
  }

  /** @throws AppError `not-found` */
  async end(id: string): Promise<void> {
    await ask(this.baseUrl, 'DELETE', `/practice/incidents/${encodeURIComponent(id)}`);
  }

  /** From now on the floor runs at this speed; the engine's clock for it follows. */
  async setSpeed(speed: number): Promise<void> {
    this.#anchor = clockReply.parse(await ask(this.baseUrl, 'POST', '/practice/clock', { speed }));
    this.#clock = affineClock({ base: systemClock, ...this.#anchor });
  }

  close(): Promise<void> {
    return this.#launched.close();
  }
}

const transport = createTransport(systemClock, systemTimers);

async function ask(baseUrl: string, method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
  try {
    const reply = await transport(
      {
        method,
        url: `${baseUrl}${path}`,
        bucket: 'practice',
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      },
      AbortSignal.timeout(10_000),
    );
    if (reply.status === 404)
      throw new AppError({ code: 'not-found', message: 'The practice floor knows no such thing.' });
    if (reply.status >= 400) {
      throw new AppError({
        code: 'invalid-input',
        message: 'The practice floor refused this.',
        detail: { status: reply.status },
      });
    }
    return reply.text === '' ? null : (JSON.parse(reply.text) as unknown);
  } catch (error) {
    if (!(error instanceof HttpFault)) throw error;
    throw new AppError({ code: 'source-unreachable', message: 'The practice floor does not answer.', cause: error });
  }
}
