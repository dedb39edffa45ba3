/** `kpi`: the floor's figures of a span of time, by interval or by queue. */
import { parseLocalDate } from '../../shared/time/local.ts';
import { DEFAULT_SERVICE_LEVEL_VARIANT, SERVICE_LEVEL_VARIANTS } from '../../shared/domain/service-level.ts';
import type { ServiceLevelVariant } from '../../shared/domain/service-level.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { openStore } from '../store/index.ts';
import { EXIT, pathFrom, printJson, UsageError } from './io.ts';
import type { CliIo, ExitCode } from './io.ts';
import { needed, numberFlag, readFlags, wordFlag } from './io-flags.ts';
import { table } from './io-table.ts';
import { kpiRows } from './kpi-rows.ts';
import type { KpiRow } from './kpi-rows.ts';

const HELP = `Figures of a span of time.

  npm run cli -- kpi --data DIR --from D --to D [--by hour|day|week|month|queue] [--zone Z] [--threshold 20] [--variant all] [--json]

  --from, --to    the span [from, to) in the zone: 1999-04, 1999-04-03, 1999-04-03T10:00
  --by            one row per interval (default day), or per queue over the whole span
  --per-queue     with an interval: one row per interval and queue
  --zone Z        zone of days and labels, such as Asia/Jerusalem; default: the data folder's reporting zone
  --threshold S   service-level threshold in seconds of queue wait (default 20)
  --comparator    le: a wait of exactly the threshold is within (default); lt: it is not
  --short-abandon S  longest wait of a short abandon in seconds (default 5)
  --variant V     ${SERVICE_LEVEL_VARIANTS.join(', ')}; or all
  --json          print {from, to, zone, threshold, rows:[…]}

bucket is the interval's local start: 1999-04, 1999-W06 (ISO week, from Monday), 1999-04-03, 1999-04-03T10 (the hour that autumn repeats stands twice); with
--by queue it is null, and queue is the queue's id (source/id where the folder has several sources; null for contacts of no queue). Every interval of the span
has a row, also the quiet ones: counts are 0 there, and ratios null, which means no data. Intervals at the edges count only what lies in the span.
offered = answered + abandoned. Those who left before the queue, and excluded contacts (test and phantom calls), are in no ratio.
The data folder is only read; the console may be open on it.
`;

const OPTIONS = {
  data: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  by: { type: 'string' },
  'per-queue': { type: 'boolean', default: false },
  zone: { type: 'string' },
  threshold: { type: 'string' },
  comparator: { type: 'string' },
  'short-abandon': { type: 'string' },
  variant: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const BY = ['hour', 'day', 'week', 'month', 'queue'] as const;
const DAY_SECONDS = 86_400;

/** @throws UsageError on wrong use, AppError where the folder cannot be read */
export async function kpiCommand(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const { values } = readFlags(argv, OPTIONS, false);
  if (values.help) {
    io.out(HELP);
    return EXIT.ok;
  }
  const directory = pathFrom(io, needed(values.data, 'data'));
  const from = needed(values.from, 'from');
  const to = needed(values.to, 'to');
  const by = wordFlag(values.by, 'by', BY, 'day');
  if (values['per-queue'] && by === 'queue')
    throw new UsageError('--per-queue goes with an interval, not with --by queue.');
  const threshold = numberFlag(values.threshold, 'threshold', 20, 0, DAY_SECONDS);
  const shortAbandon = numberFlag(values['short-abandon'], 'short-abandon', 5, 0, DAY_SECONDS);
  const comparator = wordFlag(values.comparator, 'comparator', ['le', 'lt'], 'le');
  const variant = wordFlag(values.variant, 'variant', ['all', ...SERVICE_LEVEL_VARIANTS], 'all');
  const variants: readonly ServiceLevelVariant[] = variant === 'all' ? SERVICE_LEVEL_VARIANTS : [variant];

  const folder = openStore({ directory, clock: systemClock, readonly: true });
  try {
    const zone = values.zone ?? folder.zone;
    const span = { fromAt: parseLocalDate(from, zone), toAt: parseLocalDate(to, zone) };
    if (span.fromAt >= span.toAt) throw new UsageError('--from must lie before --to.');
    const rows = kpiRows(folder.reads, {
      ...span,
      by,
      perQueue: values['per-queue'],
      zone,
      thresholdSeconds: threshold,
      shortAbandonSeconds: shortAbandon,
      comparator,
      variants,
    });
    if (values.json) printJson(io, { from, to, zone, threshold, rows });
    else print(rows, variant === 'all' ? DEFAULT_SERVICE_LEVEL_VARIANT : variant, { zone, threshold }, io);
    return EXIT.ok;
  } finally {
    folder.close();
  }
}

function print(
  rows: readonly KpiRow[],
  variant: ServiceLevelVariant,
  of: { zone: string; threshold: number },
  io: CliIo,
): void {
  const counts = ['offered', 'answered', 'abandoned', 'left_before_queue', 'excluded'] as const;
  const header = [
    'interval',
    'queue',
    ...counts.map((name) => name.replaceAll('_', ' ')),
    'service level',
    'ASA s',
    'abandon',
    'AHT s',
  ];
  const lines = rows.map((row) => [
    row.bucket ?? '',
    row.queue ?? '',
    ...counts.map((name) => row[name].toLocaleString('en')),
    percent(row.service_level[variant] ?? null),
    seconds(row.asa_seconds),
    percent(row.abandon_rate),
    seconds(row.aht_seconds),
  ]);
  io.out(table(header, lines));
  io.out(`Service level: ${variant}, ${of.threshold} s. Zone: ${of.zone}. – means no data.\n`);
}

function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
}

function seconds(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}
