import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors/index.ts';
import type { FloorParameters } from './floor.ts';
import { INCIDENT_KINDS, VENDORS } from './incidents.ts';
import type { Incident, Vendor } from './incidents.ts';

/** What a practice floor must remember to be the same floor after a restart. */
export interface PracticeState {
  parameters: FloorParameters;
  clock: ClockAnchor;
  /** The system in which the phones ring; a floor from before there were two has them in Zendesk. */
  phones: Vendor;
  incidents: Incident[];
  /** Number of the next incident. */
  nextIncident: number;
}

/** The floor's time is `anchorAt + (real − anchorRealAt) × speed`; both instants are epoch ms UTC. */
export interface ClockAnchor {
  anchorRealAt: number;
  anchorAt: number;
  speed: number;
}

const FILE = 'practice.json';
const VERSION = 1;

/**
 * Reads what the folder remembers; null where there is nothing.
 *
 * @throws AppError store-corrupt when the file cannot be read as such
 */
export function readState(directory: string): PracticeState | null {
  let text: string;
  try {
    text = readFileSync(join(directory, FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (!isState(value)) {
    throw new AppError({
      code: 'store-corrupt',
      message: `${FILE} in the practice floor's folder cannot be read. Move it away to begin with a new floor.`,
    });
  }
  return {
    parameters: value.parameters,
    clock: value.clock,
    phones: value.phones ?? 'zendesk',
    incidents: value.incidents.map((incident) => ({ ...incident, vendor: incident.vendor ?? null })),
    nextIncident: value.nextIncident,
  };
}

/** Writes beside the file and swaps, so that a crash leaves the old one or the new one. */
export function writeState(directory: string, state: PracticeState): void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify({ version: VERSION, ...state }, null, 2)}\n`, 'utf8');
  renameSync(`${path}.new`, path);
}

/** The file, as this version or an earlier one wrote it. */
type Kept = Omit<PracticeState, 'phones' | 'incidents'> & {
  version: number;
  phones?: Vendor;
  incidents: (Omit<Incident, 'vendor'> & { vendor?: Vendor | null })[];
};

function isVendor(value: unknown): value is Vendor {
  return VENDORS.some((vendor) => vendor === value);
}

function isState(value: unknown): value is Kept {
  if (!isObject(value) || value['version'] !== VERSION || !isObject(value['parameters']) || !isObject(value['clock'])) {
    return false;
  }
  const { parameters, clock, incidents, nextIncident, phones } = value;
  const numbers = ['seed', 'agents', 'queues', 'load', 'shiftMinutes', 'weekdayOffset', 'openedAt'];
  return (
    numbers.every((name) => Number.isFinite(parameters[name])) &&
    typeof parameters['zone'] === 'string' &&
    ['anchorRealAt', 'anchorAt', 'speed'].every((name) => Number.isFinite(clock[name])) &&
    (phones === undefined || isVendor(phones)) &&
    Number.isSafeInteger(nextIncident) &&
    Array.isArray(incidents) &&
    incidents.every(isIncident)
  );
}

function isIncident(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['id'] === 'string' &&
    INCIDENT_KINDS.some((kind) => kind === value['kind']) &&
    (value['queue'] === null || Number.isSafeInteger(value['queue'])) &&
    (value['vendor'] === undefined || value['vendor'] === null || isVendor(value['vendor'])) &&
    ['startAt', 'endAt', 'factor'].every((name) => Number.isFinite(value[name]))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
