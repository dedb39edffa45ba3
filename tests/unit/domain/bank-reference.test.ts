import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { EMPTY } from '../../../shared/domain/histogram.ts';
import * as histogram from '../../../shared/domain/histogram.ts';
import { HistogramSum } from '../../../shared/domain/histogram-sum.ts';
import {
  abandonRate,
  addCounts,
  averageHandleTime,
  averageSpeedOfAnswer,
  meanAbandonWait,
  NO_COUNTS,
  offered,
} from '../../../shared/domain/kpis.ts';
import type { KpiCounts } from '../../../shared/domain/kpis.ts';
import { serviceLevel } from '../../../shared/domain/service-level.ts';
import { referencePath } from '../../helpers/reference.ts';

/** What a rollup holds of one call: counts and histograms, no ratio. */
interface Part {
  readonly counts: KpiCounts;
  readonly answered: Uint8Array;
  readonly abandoned: Uint8Array;
  readonly handle: Uint8Array;
}

function partOf(line: string): Part {
  const fields = line.split('\t');
  // Counted from the end: some rows join two of the leading columns.
  const outcome = fields.at(-5);
  const wait = Number(fields.at(-6));
  const service = Number(fields.at(-2));
  const none: Part = { counts: NO_COUNTS, answered: EMPTY, abandoned: EMPTY, handle: EMPTY };
  if (outcome === 'PHANTOM') return { ...none, counts: { ...NO_COUNTS, excluded: 1 } };
  if (outcome === 'HANG' && wait === 0) return { ...none, counts: { ...NO_COUNTS, leftBeforeQueue: 1 } };
  if (outcome === 'HANG') {
    const counts = { ...NO_COUNTS, abandoned: 1, abandonedWaitSeconds: wait };
    return { ...none, counts, abandoned: histogram.add(EMPTY, wait) };
  }
  const counts = { ...NO_COUNTS, answered: 1, handled: 1, answeredWaitSeconds: wait, talkSeconds: service };
  return { ...none, counts, answered: histogram.add(EMPTY, wait), handle: histogram.add(EMPTY, service) };
}

const months = [
  ['1999-01', 'january'],
  ['1999-02', 'february'],
  ['1999-03', 'march'],
] as const;
const published = referencePath('reference/anonymous_bank_monthly.csv');

describe.skipIf(published === null)('figures of a real bank (reference material)', () => {
  test.each(months)('%s is reproduced in every column', (month, name) => {
    const [head = '', ...lines] = readFileSync(published ?? '', 'utf8')
      .trim()
      .split(/\r?\n/);
    const columns = head.split(',');
    const path = referencePath(`data/anonymous-bank-1999/${month}-${name}.tsv.gz`);
    const rows = gunzipSync(readFileSync(path ?? ''))
      .toString('latin1')
      .trim()
      .split(/\r?\n/)
      .slice(1);
    let counts = NO_COUNTS;
    const answered = new HistogramSum();
    const abandoned = new HistogramSum();
    const handle = new HistogramSum();
    for (const row of rows) {
      const part = partOf(row);
      counts = addCounts(counts, part.counts);
      answered.addBytes(part.answered);
      abandoned.addBytes(part.abandoned);
      handle.addBytes(part.handle);
    }

    const figures: Record<string, number | null> = {
      rows: rows.length,
      agent: counts.answered,
      hang_after_queueing: counts.abandoned,
      hang_without_queueing: counts.leftBeforeQueue,
      phantom: counts.excluded,
      offered: offered(counts),
      abandon_rate_offered: abandonRate(counts).value,
      asa_s: averageSpeedOfAnswer(counts).value,
      mean_ser_time_s: averageHandleTime(counts).value,
      median_ser_time_s: handle.median(),
      mean_wait_abandoned_s: meanAbandonWait(counts).value,
    };
    for (const threshold of [20, 60, 90]) {
      const within = {
        ...counts,
        answeredWithin: answered.countWithin(threshold, 'le'),
        abandonedWithin: abandoned.countWithin(threshold, 'le'),
      };
      figures[`answered_le_${threshold}s`] = within.answeredWithin;
      figures[`abandoned_le_${threshold}s`] = within.abandonedWithin;
      figures[`sl${threshold}_negative`] = serviceLevel(within, 'abandons-missed').value;
      figures[`sl${threshold}_ignored`] = serviceLevel(within, 'early-abandons-ignored').value;
      figures[`sl${threshold}_positive`] = serviceLevel(within, 'abandons-met').value;
      figures[`sl${threshold}_of_answered`] = serviceLevel(within, 'answered-only').value;
    }

    const line = lines.find((text) => text.startsWith(month))?.split(',') ?? [];
    for (const [index, column] of columns.entries()) {
      if (column === 'month') continue;
      const printed = line[index] ?? 'missing';
      // The table drops trailing zeros, so a printed number is compared at its column's precision.
      const digits = column.startsWith('sl') || column.startsWith('abandon_rate') ? 6 : column.endsWith('_s') ? 4 : 0;
      expect([column, Number(figures[column]?.toFixed(digits))]).toEqual([column, Number(printed)]);
    }
    expect(columns).toHaveLength(Object.keys(figures).length + 1);
  });
});
