/** The counts by their definitions, straight from records, with no rollup in between: what the store must agree with. */
import type { CountsQuery, CountsRow } from '../../electron/store/api.ts';
import type { ContactRecord } from '../../shared/domain/records.ts';
import { bucketStart } from '../../shared/time/zone.ts';

export interface Kept {
  readonly source: string;
  readonly record: ContactRecord;
}

/** As Reads.counts, over a list of live records. */
export function countDirectly(kept: readonly Kept[], query: CountsQuery): CountsRow[] {
  const groups = new Map<string, { at: number; members: Kept[] }>();
  for (const one of kept) {
    const { record, source } = one;
    if (record.direction !== 'inbound' || record.createdAt < query.from || record.createdAt >= query.to) continue;
    if (query.queues !== undefined && !query.queues.includes(`${source}/${record.queue ?? ''}`)) continue;
    const at =
      query.by === 'total'
        ? query.from
        : bucketStart(record.createdAt, query.by, query.zone, { weekStart: query.weekStart ?? 1 });
    const key = JSON.stringify(query.perQueue ? [at, source, record.queue] : [at]);
    const group = groups.get(key) ?? { at, members: [] };
    group.members.push(one);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ at, members }) => rowOf(at, members, query))
    .sort((a, b) => a.bucketAt - b.bucketAt || order(a.source, b.source) || order(a.queue, b.queue));
}

function rowOf(bucketAt: number, members: readonly Kept[], query: CountsQuery): CountsRow {
  const records = members.map((one) => one.record);
  const of = (outcome: string): ContactRecord[] => records.filter((record) => record.outcome === outcome);
  const answered = of('answered');
  const abandoned = of('abandoned');
  const handled = answered.filter(
    (record) => record.talkSeconds !== null || record.holdSeconds !== null || record.wrapSeconds !== null,
  );
  const within = (list: ContactRecord[], limit: number, comparator: 'le' | 'lt'): number =>
    list.filter(({ queueSeconds }) => {
      if (queueSeconds === null) return false;
      return comparator === 'le' ? queueSeconds <= limit : queueSeconds < limit;
    }).length;
  const channels = new Set(records.map((record) => record.channel));
  const first = members[0];
  return {
    bucketAt,
    source: query.perQueue ? (first?.source ?? null) : null,
    queue: query.perQueue ? (first?.record.queue ?? null) : null,
    channel: query.perQueue && channels.size === 1 ? (first?.record.channel ?? null) : null,
    offered: answered.length + abandoned.length,
    answered: answered.length,
    abandoned: abandoned.length,
    leftBeforeQueue: of('left-before-queue').length,
    excluded: of('excluded').length,
    missed: of('missed').length,
    open: of('open').length,
    answeredTimed: answered.filter((record) => record.queueSeconds !== null).length,
    abandonedTimed: abandoned.filter((record) => record.queueSeconds !== null).length,
    handled: handled.length,
    queueSecondsAnswered: sum(answered.map((record) => record.queueSeconds)),
    queueSecondsAbandoned: sum(abandoned.map((record) => record.queueSeconds)),
    talkSeconds: sum(handled.map((record) => record.talkSeconds)),
    holdSeconds: sum(handled.map((record) => record.holdSeconds)),
    wrapSeconds: sum(handled.map((record) => record.wrapSeconds)),
    answeredWithin: within(answered, query.thresholdSeconds, query.comparator),
    abandonedWithin: within(abandoned, query.thresholdSeconds, query.comparator),
    shortAbandons: within(abandoned, query.shortAbandonSeconds, 'le'),
    medianHandleSeconds: query.withMedian === true ? median(handled.map(handleSeconds)) : null,
  };
}

function handleSeconds(record: ContactRecord): number {
  return sum([record.talkSeconds, record.holdSeconds, record.wrapSeconds]);
}

/** In whole milliseconds, as durations are: no drift of fractions. */
function sum(seconds: readonly (number | null)[]): number {
  return seconds.reduce<number>((total, value) => total + Math.round((value ?? 0) * 1000), 0) / 1000;
}

/** Of whole seconds, rounded up, as distributions keep them. */
function median(seconds: readonly number[]): number | null {
  const sorted = seconds.map(Math.ceil).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? null;
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function order(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}
