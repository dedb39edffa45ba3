/** Schedules out of files: delimited rows or an iCalendar, one planned activity each, put together to shifts. */
import type { QuarantineItem } from '../../shared/domain/records.ts';
import { AppError } from '../../shared/errors/index.ts';
import type { Store } from '../store/api.ts';
import { calendarRows, looksLikeCalendar, readCalendar } from './calendar.ts';
import { noCounts } from './cursor.ts';
import { readHeader } from './header.ts';
import type { ImportProgress, ImportResult } from './import.ts';
import type { Mapping } from './mapping.ts';
import { quarantined, releasedBy } from './page.ts';
import { RowMapper } from './row-mapper.ts';
import { pages } from './row-pages.ts';
import { take, writeShifts } from './shifts.ts';
import type { PlannedRows } from './shifts.ts';
import { openText } from './source.ts';
import { saveFileStatus } from './status.ts';

/** Name of the shipped mapping. */
export const SCHEDULE_MAPPING = 'schedule';
/** Activities that are held while shifts are put together. A larger file can be cut by weeks. */
const MOST_ROWS = 2_000_000;
const OPEN_ITEMS = 5000;

export interface ScheduleOptions {
  /** Of entity `shift`. */
  readonly mapping: Mapping;
  /** Zone of local times, IANA. */
  readonly zone: string;
  /** Version of shifts that are new or changed, epoch ms UTC. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** Every row is in a shift, a duplicate or in quarantine: `rows = stored + duplicates + quarantined`. */
export interface ScheduleResult extends ImportResult {
  /** Shifts in the file, and how many of them were new or changed; shifts of its time and people that it no longer has. */
  readonly shifts: number;
  readonly written: number;
  readonly withdrawn: number;
  readonly people: number;
  /** Names in the file that no other source's agent bears. */
  readonly unknownAgents: string[];
}

/**
 * Imports a schedule. It replaces what an earlier file said of the same people and time, and leaves other people and times alone; plans that are replaced are
 * kept as what was known then. Killed at any point and run again it comes to the same end; run again after its end it changes nothing.
 *
 * @throws AppError `not-found`, `invalid-input` (not text, empty, another header than the mapping's, not a calendar), `cancelled`
 */
export async function importSchedule(store: Store, path: string, options: ScheduleOptions): Promise<ScheduleResult> {
  const { signal, zone } = options;
  if (options.mapping.entity !== 'shift') {
    throw new AppError({
      code: 'invalid-input',
      message: `The mapping “${options.mapping.name}” is not one for schedules: its rows are ${options.mapping.entity}s.`,
    });
  }
  const mapping: Mapping = { ...options.mapping, zone };
  const text = await openText(path, { encoding: mapping.format.encoding, signal });
  const stream = `file:${text.name.slice(0, 200)}`;
  try {
    const open = new Map<number, QuarantineItem[]>();
    for (const item of store.quarantined(mapping.source.id, stream, OPEN_ITEMS)) {
      if (item.line !== null) open.set(item.line, [...(open.get(item.line) ?? []), item]);
    }
    const found: PlannedRows = { rows: 0, duplicates: 0, planned: new Map(), quarantine: [], released: [] };
    const isCalendar = looksLikeCalendar(text.head);
    if (isCalendar) calendarRows(await readCalendar(text), { mapping, name: text.name, found, open });
    else await readDelimited();
    signal?.throwIfAborted();
    prepare(store, mapping);
    const written = await writeShifts(store, { found, mapping, stream, now: options.now, signal });
    const counts = {
      ...noCounts(),
      rows: found.rows,
      stored: found.rows - found.duplicates - found.quarantine.length,
      duplicates: found.duplicates,
      quarantined: found.quarantine.length,
      latestAt: written.latestAt,
    };
    const damage = text.damage();
    const state = damage === null ? 'ok' : 'failed';
    saveFileStatus(store, mapping, { stream, state, counts, progress: 1, fault: damage });
    const { shifts, people, unknownAgents, changed, withdrawn } = written;
    return {
      file: text.name,
      source: mapping.source.id,
      entity: mapping.entity,
      zone,
      encoding: text.encoding,
      rows: counts.rows,
      stored: counts.stored,
      repaired: 0,
      duplicates: counts.duplicates,
      quarantined: counts.quarantined,
      repairs: [],
      damage,
      resumedAfter: 0,
      shifts,
      written: changed,
      withdrawn,
      people,
      unknownAgents,
    };

    async function readDelimited(): Promise<void> {
      const mapper = new RowMapper(mapping, readHeader(text, mapping));
      for await (const { rows } of pages(text, mapping)) {
        signal?.throwIfAborted();
        found.rows += rows.length;
        if (found.rows > MOST_ROWS) {
          throw new AppError({
            code: 'invalid-input',
            message: `“${text.name}” has over ${MOST_ROWS.toLocaleString('en')} rows. Cut it by weeks, and import one after the other.`,
          });
        }
        for (const raw of rows) {
          const cut = text.damage();
          if (cut !== null && !raw.ended) {
            found.quarantine.push(quarantined(raw, `${cut} This row is incomplete.`, mapping, 'cut'));
            continue;
          }
          const mapped = mapper.map(raw);
          if (mapped.kind === 'reject') {
            found.quarantine.push(quarantined(raw, mapped.reason, mapping));
            continue;
          }
          found.released.push(...releasedBy(raw, { open }));
          const { record } = mapped;
          const [activity] = record.entity === 'shift' ? record.activities : [];
          if (record.entity === 'shift' && activity !== undefined)
            take(found, mapped.named.agent?.name ?? record.agent, activity);
        }
        options.onProgress?.({ file: text.name, rows: found.rows, share: text.progress() });
      }
    }
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new AppError({ code: 'cancelled', message: 'The import was stopped.', cause: error });
  } finally {
    text.close();
  }
}

/** @throws AppError `invalid-input` where the mapping's source is one that is not read from files */
function prepare(store: Store, mapping: Mapping): void {
  const { id, name } = mapping.source;
  const known = store.reads.sources().find((source) => source.id === id);
  if (known !== undefined && known.kind !== 'file') {
    throw new AppError({
      code: 'invalid-input',
      message: `The mapping “${mapping.name}” writes to the source “${id}”, which is a connected system (${known.kind}). Give the mapping a source of its own.`,
    });
  }
  const config = { mapping: mapping.name, revision: mapping.revision };
  store.saveSource({ id, kind: 'file', name: known?.name ?? name, zone: mapping.zone, config });
}
