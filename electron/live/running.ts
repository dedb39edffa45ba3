import type { Adherence } from './adherence.ts';
import type { AdherenceReader, AdherenceRules } from './adherence-day.ts';
import type { AlarmRow } from '../../shared/contract/rows.ts';
import type { AlarmBook } from './alarm-desk.ts';
import type { CountsReader } from './expectations.ts';
import type { DayCache } from './day-cache.ts';
import type { Floor } from './floor.ts';
import type { FloorSettings, RowChanges } from './moves.ts';
import type { FloorReads } from './reads.ts';
import type { StaffingPage } from '../store/api.ts';

/** What changed on a floor, told to its views. */
export interface FloorNews extends RowChanges {
  /** The floor was built anew: every row may be another one. */
  reset: boolean;
  /** A second passed: strip, pressure and board may have changed. */
  second: boolean;
  alarms: Set<string>;
  /** People whose adherence is another one. */
  people: ReadonlySet<string>;
  /** Oldest event in it, epoch ms by the engine's real clock. */
  eventAt: number;
}

const NOBODY: ReadonlySet<string> = new Set();

/** News of what is said: all else did not change. @param at epoch ms by the engine's real clock, where no event is named */
export function newsOf(said: Partial<FloorNews>, at: number): FloorNews {
  const none = { queues: new Set<string>(), agents: new Set<string>(), alarms: new Set<string>(), people: NOBODY };
  return { ...none, reset: false, second: false, eventAt: at, ...said };
}

/** A floor that runs: the live one, or a replay. */
export interface RunningFloor {
  readonly floor: Floor;
  readonly alarms: ReadonlyMap<string, AlarmRow>;
  /** How people stand to their plan at the floor's instant. */
  readonly adherence: Adherence;
  /** Floor milliseconds per real millisecond. */
  readonly speed: number;
  onNews(listener: (news: FloorNews) => void): () => void;
  close(): void;
}

export interface FloorDeps {
  reads: FloorReads;
  /** Counts of past weeks, off the floor's thread where there is one. */
  countsReader: CountsReader;
  settings: () => FloorSettings;
  days: DayCache;
  alarms: AlarmBook;
  adherence: {
    reader: AdherenceReader;
    rules: () => AdherenceRules;
    /** Writes down the staffing as it is known. */
    keep: (page: StaffingPage) => void;
  };
  /** Reports what went wrong beside the way (an expectation that could not be read). */
  fault: (what: string, error: unknown) => void;
}

/** Version of the rules that a day's counts are read by. */
export function rulesVersion(settings: FloorSettings): string {
  return JSON.stringify([settings.zone, settings.serviceLevel, settings.queueServiceLevels]);
}

/** Name of a queue, an agent or a source for people. */
export function nameOf(floor: Floor, subject: string): string {
  return (
    floor.queueRows.get(subject)?.name ??
    floor.agentRows.get(subject)?.name ??
    floor.freshness.sources.get(subject)?.name ??
    subject
  );
}
