import { DEFAULT_QUEUE_ALARMS, evaluateQueue } from '../../shared/domain/alarms-rules.ts';
import type { PressureRow } from '../../shared/contract/rows.ts';
import { levelOf } from './levels.ts';
import { levelOfQuarter } from './strip-trends.ts';
import type { Floor } from './floor.ts';
import type { DayCells } from './tallies.ts';
import type { QueueEntry } from './queues.ts';

/** What the rows of a strip were made from: while none of it is another one, only changed quarter hours are made again. */
interface Grounds {
  cells: DayCells;
  expectations: Floor['expectations'];
  settings: Floor['settings'];
  /** Keys of the queues in view. */
  queues: string;
}

/**
 * The quarter hours of the reporting day (92 to 100 of them when the clocks change). Live: what has not come yet has no figures; replay:
 * the whole day as it went. Asked once a second for two hundred queues, so it keeps what did not change.
 */
export class PressureStrip {
  #grounds: Grounds | null = null;
  #rows: PressureRow[] = [];
  #versions: (number | undefined)[] = [];
  #now = -1;

  rows(floor: Floor, queues: readonly QueueEntry[]): PressureRow[] {
    const cells = floor.wholeDay;
    const grounds = {
      cells,
      expectations: floor.expectations,
      settings: floor.settings,
      queues: queues.map(({ key }) => key).join('\n'),
    };
    const same = this.#grounds !== null && sameGrounds(this.#grounds, grounds);
    const first = floor.dayIndex;
    const now = floor.mode === 'replay' ? cells.starts.length - 1 : cells.indexOf(floor.at);
    const rows: PressureRow[] = [];
    for (let index = first; index < cells.starts.length; index += 1) {
      const before = this.#rows[index - first];
      const kept = same && this.#versions[index] === cells.versions[index] && index <= now === index <= this.#now;
      rows.push(kept && before !== undefined ? before : pressureRow(floor, queues, index, index <= now));
    }
    this.#grounds = grounds;
    this.#rows = rows;
    this.#versions = [...cells.versions];
    this.#now = now;
    return rows;
  }
}

function sameGrounds(a: Grounds, b: Grounds): boolean {
  return a.cells === b.cells && a.expectations === b.expectations && a.settings === b.settings && a.queues === b.queues;
}

/** @param come whether the quarter hour has begun: before that it has expectations only */
function pressureRow(floor: Floor, queues: readonly QueueEntry[], index: number, come: boolean): PressureRow {
  const cells = floor.wholeDay;
  let offered = 0;
  let expected: number | null = null;
  for (const { key } of queues) {
    if (come) offered += cells.at(key, index, 'answered') + cells.at(key, index, 'abandoned');
    const hoped = floor.expectations?.quarter(key, index - floor.dayIndex) ?? null;
    if (hoped !== null) expected = (expected ?? 0) + hoped;
  }
  const at = cells.starts[index] ?? 0;
  const serviceLevel = come ? levelOfQuarter(floor, queues, index, cells) : null;
  return {
    key: String(at),
    at,
    offered: come ? offered : null,
    expected: expected === null ? null : Math.round(expected * 10) / 10,
    serviceLevel,
    level: levelOf(samplesOf(serviceLevel, floor.settings.serviceLevel.target), 'serviceLevel'),
  };
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
