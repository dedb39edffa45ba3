/** KPI rows of a span from the stored counts: gaps filled in, ratios made at the end, once per row. */
import { abandonRate, averageHandleTime, averageSpeedOfAnswer, meanAbandonWait } from '../../shared/domain/kpis.ts';
import type { KpiCounts } from '../../shared/domain/kpis.ts';
import type { Comparator } from '../../shared/domain/histogram.ts';
import { serviceLevel } from '../../shared/domain/service-level.ts';
import type { ServiceLevelVariant } from '../../shared/domain/service-level.ts';
import { AppError } from '../../shared/errors/index.ts';
import { bucketLabel, range } from '../../shared/time/zone.ts';
import type { CountsRow, Reads } from '../store/api.ts';

export interface KpiQuestion {
  /** Epoch milliseconds UTC, `[fromAt, toAt)`. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly by: 'hour' | 'day' | 'week' | 'month' | 'queue';
  /** One row per interval and queue. */
  readonly perQueue: boolean;
  readonly zone: string;
  readonly thresholdSeconds: number;
  readonly shortAbandonSeconds: number;
  readonly comparator: Comparator;
  readonly variants: readonly ServiceLevelVariant[];
}

/** As printed by `kpi --json`. Ratios are 0..1, null where there is no data. */
export interface KpiRow {
  bucket: string | null;
  queue: string | null;
  offered: number;
  answered: number;
  abandoned: number;
  left_before_queue: number;
  excluded: number;
  answered_within: number;
  abandoned_within: number;
  short_abandons: number;
  service_level: Partial<Record<ServiceLevelVariant, number | null>>;
  asa_seconds: number | null;
  abandon_rate: number | null;
  aht_seconds: number | null;
  median_handle_seconds: number | null;
  mean_abandon_wait_seconds: number | null;
}

/** More than any screen or sheet shows; a slip in the dates must not fill the memory. */
const MAX_ROWS = 1_000_000;

/** @throws AppError `row-cap` where the span holds more than a million rows */
export function kpiRows(reads: Reads, question: KpiQuestion): KpiRow[] {
  const { by, zone, fromAt, toAt } = question;
  const perQueue = question.perQueue || by === 'queue';
  const counts = reads.counts({
    from: fromAt,
    to: toAt,
    by: by === 'queue' ? 'total' : by,
    perQueue,
    zone,
    thresholdSeconds: question.thresholdSeconds,
    comparator: question.comparator,
    shortAbandonSeconds: question.shortAbandonSeconds,
    withMedian: true,
  });
  const severalSources = new Set(counts.map(({ source }) => source)).size > 1;
  const nameOf = (row: CountsRow): string | null =>
    row.queue !== null && severalSources ? `${row.source ?? ''}/${row.queue}` : row.queue;
  if (by === 'queue') return counts.map((row) => kpiRow(null, nameOf(row), row, question.variants));
  const starts = range(fromAt, toAt, by, zone);
  const found = new Map(counts.map((row) => [`${row.bucketAt} ${keyOf(row)}`, row]));
  const queues = perQueue ? queuesOf(counts) : [null];
  if (starts.length * queues.length > MAX_ROWS) {
    throw new AppError({
      code: 'row-cap',
      message: 'That would be more than a million rows. Choose a shorter span or a coarser interval.',
    });
  }
  return starts.flatMap((at) => {
    const label = bucketLabel(at, by, zone);
    return queues.map((sample) => {
      const row = found.get(`${at} ${sample === null ? keyOf(null) : keyOf(sample)}`);
      return kpiRow(label, sample === null ? null : nameOf(sample), row ?? null, question.variants);
    });
  });
}

function keyOf(row: CountsRow | null): string {
  return row === null || row.source === null ? '' : JSON.stringify([row.source, row.queue]);
}

/** One row of each queue in the span, in the order of source and queue. */
function queuesOf(counts: readonly CountsRow[]): CountsRow[] {
  const queues = new Map(counts.map((row) => [keyOf(row), row]));
  return [...queues.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function kpiRow(
  bucket: string | null,
  queue: string | null,
  row: CountsRow | null,
  variants: readonly ServiceLevelVariant[],
): KpiRow {
  const counts = countsOf(row);
  // Means divide by the contacts whose wait is known; a contact without one has no data, not a wait of zero.
  const answeredTimed = { ...counts, answered: row?.answeredTimed ?? 0 };
  const abandonedTimed = { ...counts, abandoned: row?.abandonedTimed ?? 0 };
  return {
    bucket,
    queue,
    offered: counts.answered + counts.abandoned,
    answered: counts.answered,
    abandoned: counts.abandoned,
    left_before_queue: counts.leftBeforeQueue,
    excluded: counts.excluded,
    answered_within: counts.answeredWithin,
    abandoned_within: counts.abandonedWithin,
    short_abandons: counts.shortAbandons,
    service_level: Object.fromEntries(variants.map((variant) => [variant, serviceLevel(counts, variant).value])),
    asa_seconds: averageSpeedOfAnswer(answeredTimed).value,
    abandon_rate: abandonRate(counts).value,
    aht_seconds: averageHandleTime(counts).value,
    median_handle_seconds: row?.medianHandleSeconds ?? null,
    mean_abandon_wait_seconds: meanAbandonWait(abandonedTimed).value,
  };
}

function countsOf(row: CountsRow | null): KpiCounts {
  return {
    answered: row?.answered ?? 0,
    abandoned: row?.abandoned ?? 0,
    answeredWithin: row?.answeredWithin ?? 0,
    abandonedWithin: row?.abandonedWithin ?? 0,
    shortAbandons: row?.shortAbandons ?? 0,
    leftBeforeQueue: row?.leftBeforeQueue ?? 0,
    excluded: row?.excluded ?? 0,
    handled: row?.handled ?? 0,
    answeredWaitSeconds: row?.queueSecondsAnswered ?? null,
    abandonedWaitSeconds: row?.queueSecondsAbandoned ?? null,
    talkSeconds: row?.talkSeconds ?? null,
    holdSeconds: row?.holdSeconds ?? null,
    wrapSeconds: row?.wrapSeconds ?? null,
  };
}
