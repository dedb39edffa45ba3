/** `import`: delimited files and calendars into a data folder. */
import { importFile, loadMapping } from '../files/index.ts';
import type { ImportProgress, ImportResult, Mapping } from '../files/index.ts';
import { isAppError, toWire } from '../../shared/errors/index.ts';
import type { WireError } from '../../shared/errors/index.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/api.ts';
import { EXIT, pathFrom, printJson, UsageError } from './io.ts';
import type { CliIo, ExitCode } from './io.ts';
import { needed, readFlags } from './io-flags.ts';
import { table } from './io-table.ts';

const HELP = `Reads delimited files, and schedules as iCalendar, into a data folder.

  npm run cli -- import FILE… --mapping NAME|PATH --data DIR [--json] [--quiet]

  FILE            CSV, TSV or any delimiter, plain or gzip; with a mapping of schedules iCalendar (.ics) too
  --mapping       name of a mapping (anonymous-bank, schedule, or one saved in DIR/mappings), or the path of its JSON file. It says in which
                  zone local times are (schedule: UTC): for another, save a copy with your zone
  --data DIR      data folder; made where it does not exist
  --json          print {files:[{file, rows, stored, repaired, duplicates, quarantined, …}], …}
  --quiet         no progress on stderr

No row is lost: rows = stored + duplicates + quarantined; repaired ones are among the stored. Reading a file again changes nothing, and an import that
was killed goes on where it stopped when it is run again.
Exit: 0 every row is stored or there already; 3 rows in quarantine, a file cut off, or some files could not be read; 1 nothing could be read; 2 wrong use.
`;

const OPTIONS = {
  mapping: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

interface FileReport {
  file: string;
  rows: number;
  stored: number;
  repaired: number;
  duplicates: number;
  quarantined: number;
  repairs: ImportResult['repairs'];
  resumedAfter: number;
  zone: string;
  encoding: string | null;
  damage: string | null;
  seconds: number;
  error?: WireError;
}

/** @throws UsageError on wrong use, AppError where nothing can be imported */
export async function importCommand(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const { values, positionals } = readFlags(argv, OPTIONS, true);
  if (values.help) {
    io.out(HELP);
    return EXIT.ok;
  }
  if (positionals.length === 0) throw new UsageError('Name the files to import.');
  const directory = pathFrom(io, needed(values.data, 'data'));
  const mapping = await loadMapping(needed(values.mapping, 'mapping'), { dataDir: directory, from: io.cwd });
  const store = openStore({ directory, clock: systemClock });
  try {
    const files: FileReport[] = [];
    for (const file of positionals) files.push(await importOne(store, file, mapping, values.quiet, io));
    const { source, zone, name, revision } = { ...mapping, source: mapping.source.id };
    if (values.json) printJson(io, { files, source, zone, mapping: name, revision });
    else print(files, io);
    return exitCode(files);
  } finally {
    store.close();
  }
}

async function importOne(store: Store, file: string, mapping: Mapping, quiet: boolean, io: CliIo): Promise<FileReport> {
  const startedAt = performance.now();
  const seconds = (): number => Math.round(performance.now() - startedAt) / 1000;
  try {
    const onProgress = quiet ? undefined : progressTo(io, file);
    const result = await importFile(store, pathFrom(io, file), { mapping, signal: io.signal, onProgress });
    const { rows, stored, repaired, duplicates, quarantined, repairs, resumedAfter, zone, encoding, damage } = result;
    if (damage !== null) io.err(`${file}: ${damage} What came before it is imported.\n`);
    const counts = { file, rows, stored, repaired, duplicates, quarantined };
    return { ...counts, repairs, resumedAfter, zone, encoding, damage, seconds: seconds() };
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled' || error.code === 'store-full') throw error;
    io.err(`${file}: ${error.message}\n`);
    const nothing = { rows: 0, stored: 0, repaired: 0, duplicates: 0, quarantined: 0, repairs: [], resumedAfter: 0 };
    return {
      file,
      ...nothing,
      zone: mapping.zone,
      encoding: null,
      damage: null,
      seconds: seconds(),
      error: toWire(error),
    };
  }
}

const PROGRESS_EVERY_MS = 1000;

/** A line a second at most: progress must be readable in a log, too. */
function progressTo(io: CliIo, file: string): (progress: ImportProgress) => void {
  let toldAt = performance.now();
  return ({ rows, share }) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = now;
    io.err(`${file}: ${rows.toLocaleString('en')} rows, ${Math.floor(share * 100)} %\n`);
  };
}

function print(files: readonly FileReport[], io: CliIo): void {
  const columns = ['rows', 'stored', 'repaired', 'duplicates', 'quarantined'] as const;
  const rows = files.map((file) => [file.file, ...columns.map((column) => file[column].toLocaleString('en'))]);
  io.out(table(['file', ...columns], rows));
  for (const { file, repairs } of files) {
    for (const repair of repairs)
      io.out(`${file}: ${repair.rows.toLocaleString('en')} × ${repair.rule}: ${repair.words}\n`);
  }
  if (files.some(({ quarantined }) => quarantined > 0)) {
    io.out(
      'Rows in quarantine, with their reasons: npm run cli -- sql --data DIR "select line, reason, payload from quarantine"\n',
    );
  }
}

function exitCode(files: readonly FileReport[]): ExitCode {
  const failed = files.filter(({ error }) => error !== undefined).length;
  if (failed === files.length) return EXIT.failed;
  const partly = failed > 0 || files.some(({ quarantined, damage }) => quarantined > 0 || damage !== null);
  return partly ? EXIT.partly : EXIT.ok;
}
