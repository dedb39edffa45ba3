import { AppError } from '../../shared/errors/index.ts';
import { affineClock, systemClock } from '../../shared/time/clock.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { busyAlignment, FloorCalendar } from './calendar.ts';
import { buildFloor } from './floor.ts';
import type { FloorParameters } from './floor.ts';
import { defaultFactor } from './incidents.ts';
import type { Incident, IncidentKind, Vendor } from './incidents.ts';
import { readState, writeState } from './state-file.ts';
import type { ClockAnchor, PracticeState } from './state-file.ts';

export interface PracticeOptions {
  /** Another seed is another floor. Default 1. */
  seed?: number;
  /** IANA zone of a new floor, by default the machine's; one that was opened before keeps its own. */
  zone?: string;
  /** Floor seconds per second; by default what the folder remembers, else 1. */
  speed?: number;
  /** Where incidents and the clock's anchor are kept, so that a restart goes on with the same history; without it nothing is kept. */
  dataDirectory?: string;
  /** Port on 127.0.0.1; 0 (default) takes a free one. */
  port?: number;
  /** API token to be shown by readers (Basic `email/token:TOKEN`, any e-mail). */
  token?: string;
  agents?: number;
  queues?: number;
  /** Factor on all arrivals. */
  load?: number;
  /** Days of history that the account has when it is first opened. */
  historyDays?: number;
  /**
   * The floor lives a late Tuesday morning at the moment it is first opened, whatever the wall says. Its days are shifted for good, so later
   * it has its evening and night like any floor. Without it the floor keeps the hours of its zone, thinly staffed by night but never empty.
   */
  alignBusy?: boolean;
  /** Drives the floor's clock; the machine's by default. */
  clock?: Clock;
  /** Products that the account's plan does not include. */
  without?: readonly ('talk' | 'chat' | 'csat')[];
  /** Export requests a minute that the account's plan allows; by default what the vendor's ordinary plans do. */
  exportsPerMinute?: number;
  /**
   * Where the phones of a new floor ring: in the Zendesk account like everything else (default), or in a Genesys Cloud organisation of the same
   * people, with schedules. A floor that was opened before keeps its own.
   */
  phones?: Vendor;
  /** Port of the Genesys organisation on 127.0.0.1; 0 (default) takes a free one. */
  genesysPort?: number;
  /** OAuth client (grant: client credentials) of the Genesys organisation. */
  clientId?: string;
  clientSecret?: string;
}

const DEFAULTS = { seed: 1, agents: 46, queues: 12, load: 1, historyDays: 90 };
const DAY_MS = 86_400_000;
const MAX_SPEED = 3600;

/** A floor between its first opening and its end: its parameters, its clock and what went wrong on it. Instants are epoch ms UTC. */
export class PracticeSession {
  readonly parameters: FloorParameters;
  readonly base: Clock;
  private readonly directory: string | null;
  private state: PracticeState;
  private floorClock: Clock;

  /**
   * @throws AppError `refused` when the folder holds another floor than the one asked for, `store-corrupt` when it cannot be read,
   *   `invalid-input` for a floor or speed that cannot be
   */
  constructor(options: PracticeOptions) {
    this.base = options.clock ?? systemClock;
    this.directory = options.dataDirectory ?? null;
    const kept = this.directory === null ? null : readState(this.directory);
    this.state = kept === null ? newState(options, this.base.now()) : kept;
    if (kept !== null) refuseAnother(options, kept.parameters);
    this.parameters = this.state.parameters;
    this.floorClock = affineClock({ base: this.base, ...this.state.clock });
    if (options.speed !== undefined && options.speed !== this.state.clock.speed) this.setSpeed(options.speed);
    else this.save();
  }

  now(): number {
    return this.floorClock.now();
  }

  clock(): ClockAnchor & { now: number } {
    return { ...this.state.clock, now: this.now() };
  }

  /** The system in which the phones ring. */
  get phones(): Vendor {
    return this.state.phones;
  }

  get speed(): number {
    return this.state.clock.speed;
  }

  /** From now on the floor runs at this speed; it goes on from the instant it has reached. @throws AppError invalid-input */
  setSpeed(speed: number): void {
    checkSpeed(speed);
    const anchorAt = Math.round(this.now());
    const anchor: ClockAnchor = { anchorRealAt: this.base.now(), anchorAt, speed };
    this.state = { ...this.state, clock: anchor };
    this.floorClock = affineClock({ base: this.base, ...anchor });
    this.save();
  }

  incidents(): readonly Incident[] {
    return this.state.incidents;
  }

  /** Begins an incident now. @param factor by default the kind's own */
  begin(
    kind: IncidentKind,
    queue: number | null,
    minutes: number,
    factor: number | null,
    vendor: Vendor | null = null,
  ): Incident {
    const startAt = Math.ceil(this.now());
    const incident: Incident = {
      id: `incident-${this.state.nextIncident}`,
      kind,
      queue,
      vendor,
      startAt,
      endAt: startAt + Math.round(minutes * 60_000),
      factor: factor ?? defaultFactor(kind),
    };
    this.state = {
      ...this.state,
      incidents: [...this.state.incidents, incident],
      nextIncident: this.state.nextIncident + 1,
    };
    this.save();
    return incident;
  }

  /** Ends an incident now, if it has not ended yet. @returns it, or null where there is none of this id */
  end(id: string): Incident | null {
    const found = this.state.incidents.find((incident) => incident.id === id);
    if (found === undefined) return null;
    const now = Math.ceil(this.now());
    if (found.endAt <= now) return found;
    const ended = { ...found, endAt: Math.max(now, found.startAt) };
    this.state = {
      ...this.state,
      incidents: this.state.incidents.map((incident) => (incident.id === id ? ended : incident)),
    };
    this.save();
    return ended;
  }

  private save(): void {
    if (this.directory !== null) writeState(this.directory, this.state);
  }
}

function newState(options: PracticeOptions, now: number): PracticeState {
  const speed = options.speed ?? 1;
  checkSpeed(speed);
  const parameters: FloorParameters = {
    seed: options.seed ?? DEFAULTS.seed,
    zone: options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    agents: options.agents ?? DEFAULTS.agents,
    queues: options.queues ?? DEFAULTS.queues,
    load: options.load ?? DEFAULTS.load,
    shiftMinutes: 0,
    weekdayOffset: 0,
    openedAt: now - (options.historyDays ?? DEFAULTS.historyDays) * DAY_MS,
  };
  checkFloor(parameters);
  return {
    parameters: { ...parameters, ...(options.alignBusy === true ? busyAlignment(now, parameters.zone) : {}) },
    clock: { anchorRealAt: now, anchorAt: now, speed },
    phones: options.phones ?? 'zendesk',
    incidents: [],
    nextIncident: 1,
  };
}

function refuseAnother(options: PracticeOptions, kept: FloorParameters): void {
  for (const name of ['seed', 'agents', 'queues', 'load'] as const) {
    const asked = options[name];
    if (asked === undefined || asked === kept[name]) continue;
    throw new AppError({
      code: 'refused',
      message: `This folder holds a practice floor with ${name} ${kept[name]}. Choose another folder for one with ${asked}.`,
      detail: { name, kept: kept[name], asked },
    });
  }
}

/** A floor that cannot be is refused before anything is written. */
function checkFloor(parameters: FloorParameters): void {
  const { seed, load, openedAt } = parameters;
  try {
    if (!Number.isSafeInteger(seed)) throw new RangeError('The seed is a whole number.');
    if (!(load > 0 && load <= 100)) throw new RangeError('The load is a number above 0 and up to 100.');
    if (!Number.isFinite(openedAt)) throw new RangeError('The days of history are a number.');
    buildFloor(parameters);
    new FloorCalendar(parameters).dayNumberAt(Math.floor(openedAt / 1000));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError({ code: 'invalid-input', message: error.message, cause: error });
  }
}

function checkSpeed(speed: number): void {
  if (Number.isFinite(speed) && speed > 0 && speed <= MAX_SPEED) return;
  throw new AppError({ code: 'invalid-input', message: `The speed is a number above 0 and up to ${MAX_SPEED}.` });
}
