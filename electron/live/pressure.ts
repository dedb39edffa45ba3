import { DEFAULT_QUEUE_ALARMS, evaluateQueue } from '../../shared/domain/alarms-rules.ts';
import type { PressureRow } from '../../shared/contract/rows.ts';
import { levelOf } from './levels.ts';
import { levelOfQuarter } from './strip.ts';
import type { Floor } from './floor.ts';
import type { QueueEntry } from './queues.ts';

/**
 * The quarter hours of the reporting day (92 to 100 of them when the clocks change). Live: what has not come yet has no figures; replay:
 * the whole day as it went.
 */
export function pressureRows(floor: Floor, queues: readonly QueueEntry[]): PressureRow[] {
  const cells = floor.wholeDay;
  const first = floor.dayIndex;
  const now = floor.mode === 'replay' ? cells.starts.length - 1 : cells.indexOf(floor.at);
  const rows: PressureRow[] = [];
  for (let index = first; index < cells.starts.length; index += 1) {
    const at = cells.starts[index] ?? 0;
    const come = index <= now;
    let offered = 0;
    let expected: number | null = null;
    for (const { key } of queues) {
      if (come) offered += cells.at(key, index, 'answered') + cells.at(key, index, 'abandoned');
      const hoped = floor.expectations?.quarter(key, index - first) ?? null;
      if (hoped !== null) expected = (expected ?? 0) + hoped;
    }
    const serviceLevel = come ? levelOfQuarter(floor, queues, index, cells) : null;
    rows.push({
      key: String(at),
      at,
      offered: come ? offered : null,
      expected: expected === null ? null : Math.round(expected * 10) / 10,
      serviceLevel,
      level: levelOf(samplesOf(serviceLevel, floor.settings.serviceLevel.target), 'serviceLevel'),
    });
  }
  return rows;
}

function samplesOf(serviceLevel: number | null, target: number): ReturnType<typeof evaluateQueue> {
  const facts = {
    serviceLevel,
    waiting: null,
    longestWaitSeconds: null,
    available: null,
    abandonRate: null,
    occupancy: null,
    stale: false,
  };
  return evaluateQueue(facts, { ...DEFAULT_QUEUE_ALARMS, serviceLevelTarget: target });
}
