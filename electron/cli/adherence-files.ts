/** The files of the adherence command: schedule, states, exceptions, requirements. */
import type { Exception, Planned, PlatformStay, Requirement } from '../../shared/domain/adherence/index.ts';
import { ACTIVITIES, AGENT_STATES } from '../../shared/domain/records.ts';
import { shown } from '../files/problem.ts';
import { pathFrom } from './io.ts';
import type { CliIo } from './io.ts';
import { LineProblem, readTable } from './adherence-table.ts';
import type { TableRow } from './adherence-table.ts';
import { Instants, readSpan } from './adherence-time.ts';

/** What the files hold, by agent. Agents are told apart by their exact names, without surrounding blanks. */
export interface AdherenceFiles {
  readonly schedule: ReadonlyMap<string, readonly Planned[]>;
  readonly states: ReadonlyMap<string, readonly PlatformStay[]>;
  readonly exceptions: ReadonlyMap<string, readonly Exception[]>;
  readonly required: readonly Requirement[] | null;
}

export interface AdherencePaths {
  readonly schedule: string;
  readonly states: string;
  readonly exceptions: string | undefined;
  readonly required: string | undefined;
}

/** @throws AppError where a file cannot be read, or any of its rows cannot be used */
export async function readAdherenceFiles(paths: AdherencePaths, zone: string, io: CliIo): Promise<AdherenceFiles> {
  const spec = (file: string) => ({ file, path: pathFrom(io, file), signal: io.signal });
  const schedule = new Map<string, Planned[]>();
  const planned = new Spans(zone, 'closed');
  await readTable({ ...spec(paths.schedule), columns: ['agent', 'activity', 'start', 'end'] }, (row) => {
    const agent = agentOf(row);
    const activity = wordOf(row, 'activity', ACTIVITIES);
    listOf(schedule, agent).push({ activity, ...planned.closed(agent, row) });
  });

  const states = new Map<string, PlatformStay[]>();
  const stays = new Spans(zone, 'may-be-open');
  await readTable(
    { ...spec(paths.states), columns: ['agent', 'platform', 'state', 'start'], optional: ['end'] },
    (row) => {
      const agent = agentOf(row);
      const platform = row.cell('platform');
      const state = wordOf(row, 'state', AGENT_STATES);
      listOf(states, agent).push({ platform, state, ...stays.next(JSON.stringify([agent, platform]), row) });
    },
  );

  const exceptions = new Map<string, Exception[]>();
  if (paths.exceptions !== undefined) {
    const excused = new Spans(zone, 'closed');
    const columns = ['agent', 'start', 'end', 'reason', 'approver'];
    await readTable({ ...spec(paths.exceptions), columns }, (row) => {
      const agent = agentOf(row);
      const reason = filled(row, 'reason');
      const approver = filled(row, 'approver');
      listOf(exceptions, agent).push({ id: String(row.line), reason, approver, ...excused.closed(agent, row) });
    });
  }
  return { schedule, states, exceptions, required: await readRequired(paths.required, zone, spec) };
}

async function readRequired(
  file: string | undefined,
  zone: string,
  spec: (file: string) => { file: string; path: string; signal: AbortSignal },
): Promise<Requirement[] | null> {
  if (file === undefined) return null;
  const required: Requirement[] = [];
  const spans = new Spans(zone, 'closed');
  await readTable({ ...spec(file), columns: ['start', 'end', 'required'] }, (row) => {
    const text = row.cell('required');
    if (!/^\d{1,6}(?:\.\d{1,6})?$/.test(text)) throw new LineProblem(`required ${shown(text)} is no number of people.`);
    required.push({ required: Number(text), ...spans.closed('', row) });
  });
  return required;
}

/** Spans of rows, each read with a look at the one before it of the same agent. */
class Spans {
  readonly #instants: Instants;
  readonly #open: 'may-be-open' | 'closed';
  readonly #lastEnd = new Map<string, number>();

  constructor(zone: string, open: 'may-be-open' | 'closed') {
    this.#instants = new Instants(zone);
    this.#open = open;
  }

  next(of: string, row: TableRow): { startAt: number; endAt: number | null } {
    const texts = { start: row.cell('start'), end: row.cell('end'), afterAt: this.#lastEnd.get(of) ?? null };
    const span = readSpan(texts, this.#instants, this.#open);
    if (span.endAt !== null) this.#lastEnd.set(of, span.endAt);
    return span;
  }

  closed(of: string, row: TableRow): { startAt: number; endAt: number } {
    const { startAt, endAt } = this.next(of, row);
    return { startAt, endAt: endAt ?? startAt };
  }
}

function agentOf(row: TableRow): string {
  return filled(row, 'agent').normalize('NFC');
}

function filled(row: TableRow, column: string): string {
  const text = row.cell(column);
  if (text === '') throw new LineProblem(`${column} is empty.`);
  return text;
}

/** A word of a list, whatever its case, and with blanks or underscores in the place of hyphens. */
function wordOf<T extends string>(row: TableRow, column: string, words: readonly T[]): T {
  const text = filled(row, column);
  const folded = text.toLowerCase().replaceAll(/[\s_]+/g, '-');
  const found = words.find((word) => word === folded);
  if (found === undefined) throw new LineProblem(`${column} ${shown(text)} is none of ${words.join(', ')}.`);
  return found;
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
