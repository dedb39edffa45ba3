/** `adherence`: schedules against what agents did, out of files. */
import type { Tolerance } from '../../shared/domain/adherence/index.ts';
import { ACTIVITIES, AGENT_STATES } from '../../shared/domain/records.ts';
import type { Activity } from '../../shared/domain/records.ts';
import { zoneOffsets } from '../../shared/time/offsets.ts';
import { isAppError } from '../../shared/errors/index.ts';
import { shown } from '../files/problem.ts';
import { readAdherenceFiles } from './adherence-files.ts';
import { adherenceReport } from './adherence-report.ts';
import type { AdherenceReport } from './adherence-report.ts';
import { LineProblem } from './adherence-table.ts';
import { readMoment } from './adherence-time.ts';
import { EXIT, printJson, UsageError } from './io.ts';
import type { CliIo, ExitCode } from './io.ts';
import { needed, readFlags } from './io-flags.ts';
import { table } from './io-table.ts';

const HELP = `Schedules against what agents did.

  npm run cli -- adherence --schedule FILE --states FILE --zone Z [--exceptions FILE] [--tolerance break=2m]… [--required FILE]
                           [--platform-order a,b] [--now T] [--json]

  --schedule      agent,activity,start,end. Activities: ${ACTIVITIES.join(', ')}
  --states        agent,platform,state,start,end. States: ${AGENT_STATES.join(', ')}
  --zone Z        zone of days and of local times, such as Europe/Berlin
  --exceptions    agent,start,end,reason,approver: time that is excused where it deviates
  --tolerance     what may deviate in or at the edges of an activity: break=2m, lunch=90s, work=1 (minutes); again, or with commas, for more
  --required      start,end,required: an absence does not hurt (neutral) while planned − missing covers what is required
  --platform-order  platforms, most trusted first; without it an open contact wins, then a stated reason, then available, then offline
  --now T         judge up to this instant; default: the last instant in the schedule and the states
  --json          print {rows:[…], deviations:[…]}

Files are CSV, TSV or separated by semicolons, plain or gzip, with a header; columns in any order, others are ignored. Instants are ISO 8601 with an offset, or local
times of the zone: of a time that occurs twice in autumn the first (the second where the row before ended there, or the end would not lie after the
start); a time that spring skips moves on by the length of the gap. A state without an end lasts to the platform's next one, else to --now.

A shift belongs to the day on which it starts, and work up to two hours around it goes with it. Overlapping rows: the shorter lies over the longer. Activities less than
two hours apart are one shift. work is matched by available, on-contact, wrap and help, every other activity by the state of its name; no state at all is
offline. Time off is in no figure, and nobody deviates in it but by working.
adherence = (matched + excused) / scheduled, over all activities, or over work and back-office (productive); conformance = worked / productive scheduled. Ratios are
0..1, null is no data. A contact that began before a break and runs into it is excused (contact-overrun), and so is as much at the end (overrun-carried).
impact: negative is work planned and not done; positive is work done and not planned; the rest is neutral.
Exit: 0 answered, 1 a file cannot be read or a row in it cannot be used (each is named with its line), 2 wrong use.
`;

const OPTIONS = {
  schedule: { type: 'string' },
  states: { type: 'string' },
  exceptions: { type: 'string' },
  tolerance: { type: 'string', multiple: true },
  required: { type: 'string' },
  'platform-order': { type: 'string' },
  zone: { type: 'string' },
  now: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @throws UsageError on wrong use, AppError where a file cannot be read or used */
export async function adherenceCommand(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const { values } = readFlags(argv, OPTIONS, false);
  if (values.help) {
    io.out(HELP);
    return EXIT.ok;
  }
  const zone = zoneFlag(needed(values.zone, 'zone'));
  const paths = {
    schedule: needed(values.schedule, 'schedule'),
    states: needed(values.states, 'states'),
    exceptions: values.exceptions,
    required: values.required,
  };
  const tolerance = toleranceFlags(values.tolerance ?? []);
  const platformOrder = (values['platform-order'] ?? '').split(',').map((name) => name.trim());
  const nowAt = values.now === undefined ? null : nowFlag(values.now, zone);
  const files = await readAdherenceFiles(paths, zone, io);
  const order = platformOrder.filter((name) => name !== '');
  const report = adherenceReport(files, { zone, tolerance, platformOrder: order, nowAt });
  const { rows, deviations } = report;
  tellNotes(report, io);
  if (values.json) printJson(io, { rows, deviations });
  else print(report, io);
  return EXIT.ok;
}

function zoneFlag(zone: string): string {
  try {
    zoneOffsets(zone);
    return zone;
  } catch (error) {
    if (isAppError(error, 'invalid-input')) throw new UsageError(`--zone: ${error.message}`);
    throw error;
  }
}

function nowFlag(text: string, zone: string): number {
  try {
    return readMoment(text.trim(), zone);
  } catch (error) {
    if (error instanceof LineProblem) throw new UsageError(`--now: ${error.message}`);
    throw error;
  }
}

const TOLERANCE = /^(\d{1,6}(?:\.\d{1,6})?)\s*(s|m|h)?$/i;
const UNIT_SECONDS = { s: 1, m: 60, h: 3600 } as const;
const MOST_SECONDS = 12 * 3600;

/** `break=2m`, `lunch=90s`, `work=1`: seconds by activity. The last one on an activity holds. */
function toleranceFlags(flags: readonly string[]): Tolerance {
  const tolerance: Partial<Record<Activity, number>> = {};
  for (const part of flags.flatMap((flag) => flag.split(','))) {
    if (part.trim() === '') continue;
    const [name = '', value = '', ...more] = part.split('=').map((text) => text.trim());
    const activity = ACTIVITIES.find((known) => known === name.toLowerCase());
    const match = TOLERANCE.exec(value);
    if (activity === undefined || match === null || more.length > 0) {
      throw new UsageError(
        `--tolerance is an activity and a time, such as break=2m, lunch=90s or work=1 (minutes), not ${shown(part)}. Activities: ${ACTIVITIES.join(', ')}.`,
      );
    }
    const unit = (match[2] ?? 'm').toLowerCase() as keyof typeof UNIT_SECONDS;
    const seconds = Number(match[1]) * UNIT_SECONDS[unit];
    if (seconds > MOST_SECONDS) throw new UsageError(`--tolerance ${shown(part)} is more than half a day.`);
    tolerance[activity] = seconds;
  }
  return tolerance;
}

/** What the figures cannot show, for people. */
function tellNotes({ silent, unplanned, unknown, conflicts }: AdherenceReport, io: CliIo): void {
  tell(silent, 'with a schedule and no states (taken for offline)', io);
  tell(unplanned, 'with states and no schedule (no ratios)', io);
  tell(unknown, 'with exceptions, and neither a schedule nor states', io);
  if (conflicts > 0)
    io.err(`Platforms contradict each other in ${conflicts} stretch${conflicts === 1 ? '' : 'es'} of time.\n`);
}

function tell(names: readonly string[], what: string, io: CliIo): void {
  if (names.length === 0) return;
  const some = names.slice(0, 5).map(shown).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  io.err(`${names.length} agent${names.length === 1 ? '' : 's'} ${what}: ${some}${more}.\n`);
}

function print({ rows, deviations }: AdherenceReport, io: CliIo): void {
  const minutes = (value: number): string => String(Math.round(value * 100) / 100);
  const percent = (value: number | null): string => (value === null ? '–' : `${(value * 100).toFixed(1)} %`);
  io.out(
    table(
      [
        'agent',
        'day',
        'scheduled',
        'matched',
        'unmatched',
        'excused',
        'worked',
        'adherence',
        'productive',
        'conformance',
      ],
      rows.map((row) => [
        row.agent,
        row.day,
        minutes(row.scheduled_minutes),
        minutes(row.matched_minutes),
        minutes(row.unmatched_minutes),
        minutes(row.excused_minutes),
        minutes(row.worked_minutes),
        percent(row.adherence_all),
        percent(row.adherence_productive),
        percent(row.conformance),
      ]),
    ),
  );
  if (deviations.length === 0) return;
  io.out('\n');
  io.out(
    table(
      ['agent', 'start', 'end', 'minutes', 'scheduled', 'actual', 'impact', 'excused because'],
      deviations.map((row) => [
        row.agent,
        row.start,
        row.end,
        minutes(row.minutes),
        row.scheduled ?? '–',
        row.actual ?? '–',
        row.impact,
        row.excused_because ?? '–',
      ]),
      false,
    ),
  );
}
