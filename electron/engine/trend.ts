import { ratioOf } from '../../shared/domain/ratio.ts';
import { serviceLevel } from '../../shared/domain/service-level.ts';
import type { OutputOf, ParsedOf, Queries } from '../../shared/contract/index.ts';
import type { ServiceLevelRule } from '../../shared/contract/rows.ts';
import type { EngineContext } from './context.ts';

type Trend = OutputOf<Queries['trend']>;

interface Sums {
  offered: number;
  answered: number;
  abandoned: number;
  met: number;
  of: number;
  queueSeconds: number;
  timed: number;
}

/** Counts by bucket; service level with each queue's own rule, sum over sum. */
export async function trend(input: ParsedOf<Queries['trend']>, context: EngineContext): Promise<Trend> {
  const settings = context.settings.get();
  const groups = new Map<string, { rule: ServiceLevelRule; queues: string[] }>();
  for (const { source, id } of context.store.reads.queues()) {
    const key = `${source}/${id}`;
    if (input.queue !== null && input.queue !== key) continue;
    const rule = context.live.floor.ruleOf(key);
    const name = JSON.stringify(rule);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { rule, queues: [key] });
    else group.queues.push(key);
  }
  const buckets = new Map<number, Sums>();
  for (const { rule, queues } of groups.values()) {
    const rows = await context.heavy.counts({
      from: input.from,
      to: input.to,
      by: input.by,
      perQueue: false,
      zone: settings.zone,
      thresholdSeconds: rule.thresholdSeconds,
      comparator: rule.comparator,
      shortAbandonSeconds: rule.shortAbandonSeconds,
      queues,
      weekStart: settings.weekStart as 1 | 2 | 3 | 4 | 5 | 6 | 7,
    });
    for (const row of rows) {
      const sums = buckets.get(row.bucketAt) ?? nothing();
      buckets.set(row.bucketAt, sums);
      sums.offered += row.offered;
      sums.answered += row.answered;
      sums.abandoned += row.abandoned;
      sums.queueSeconds += row.queueSecondsAnswered;
      sums.timed += row.answeredTimed;
      // Answers without a known wait are neither in time nor late.
      if (row.answered > 0 && row.answeredTimed === 0) continue;
      const level = serviceLevel(row, rule.variant);
      sums.met += level.numerator;
      sums.of += level.denominator;
    }
  }
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([at, sums]) => ({
      at,
      offered: sums.offered,
      answered: sums.answered,
      abandoned: sums.abandoned,
      serviceLevel: ratioOf(sums.met, sums.of),
      asa: ratioOf(sums.queueSeconds, sums.timed),
    }));
}

const nothing = (): Sums => ({ offered: 0, answered: 0, abandoned: 0, met: 0, of: 0, queueSeconds: 0, timed: 0 });
