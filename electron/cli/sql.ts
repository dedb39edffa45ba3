/** `sql`: one read-only question on the public views. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { openStore, ReadPool } from '../store/index.ts';
import type { SqlAnswer } from '../store/index.ts';
import { EXIT, pathFrom, printJson, UsageError } from './io.ts';
import type { CliIo, ExitCode } from './io.ts';
import { needed, numberFlag, readFlags } from './io-flags.ts';
import { table } from './io-table.ts';

const HELP = `One read-only question in SQL, on the public views.

  npm run cli -- sql --data DIR "select queue, count(*) from contacts group by queue" [--json]

  --data DIR       data folder; the console may be open on it
  --max-rows N     rows printed at most (default 10000)
  --time-limit S   seconds (default 10)
  --json           print {columns, rows, truncated}: each row is an array in the order of the columns

Views: contacts, queues, agents, agent_states, queue_intervals, queue_snapshots, surveys, contact_events, contact_segments, quarantine, sources.
Instants are UTC in ISO 8601, durations are in seconds, null is no data. One statement that begins with SELECT, WITH or VALUES; nothing can be changed.
Exit: 0 answered, 1 failed (not on the views, not a reading statement, over its time), 2 wrong use.
`;

const OPTIONS = {
  data: { type: 'string' },
  'max-rows': { type: 'string' },
  'time-limit': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const MAX_ROWS = 1_000_000;
const MAX_SECONDS = 3600;

/** @throws UsageError on wrong use, AppError where the folder cannot be read or the statement fails */
export async function sqlCommand(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const { values, positionals } = readFlags(argv, OPTIONS, true);
  if (values.help) {
    io.out(HELP);
    return EXIT.ok;
  }
  const [text, ...more] = positionals;
  if (text === undefined || text.trim() === '') throw new UsageError('Give the statement, in quotes.');
  if (more.length > 0) throw new UsageError('Give one statement, in quotes.');
  const directory = pathFrom(io, needed(values.data, 'data'));
  const rowCap = Math.floor(numberFlag(values['max-rows'], 'max-rows', 10_000, 1, MAX_ROWS));
  const timeLimitMs = numberFlag(values['time-limit'], 'time-limit', 10, 0.1, MAX_SECONDS) * 1000;

  refuseMissing(directory);
  const pool = new ReadPool({ directory });
  try {
    const answer = await Promise.race([pool.sql(text, [], { rowCap, timeLimitMs }), stopped(io.signal)]);
    if (values.json) {
      printJson(io, { columns: answer.columns, rows: answer.rows, truncated: answer.truncated });
    } else print(answer, io);
    return EXIT.ok;
  } finally {
    await pool.close();
    if (pool.lost > 0) io.stuck?.();
  }
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new AppError({ code: 'cancelled', message: 'The question was stopped.' }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Where there is no data folder, or one of another version, the store's own words are better than a reader's. */
function refuseMissing(directory: string): void {
  if (!existsSync(join(directory, 'mirror.db'))) openStore({ directory, clock: systemClock, readonly: true }).close();
}

function print({ columns, rows, truncated }: SqlAnswer, io: CliIo): void {
  const cells = rows.map((row) => row.map((value) => (value === null ? '–' : String(value))));
  io.out(table(columns, cells, false));
  if (truncated)
    io.err(`Only the first ${rows.length.toLocaleString('en')} rows are shown: raise --max-rows for more.\n`);
}
