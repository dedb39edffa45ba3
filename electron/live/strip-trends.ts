import { TREND_QUARTERS } from '../../shared/domain/floor-rules.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import { serviceLevel } from '../../shared/domain/service-level.ts';
import { countedQueues } from './strip.ts';
import { levelCounts } from './queues.ts';
import type { DayCells } from './tallies.ts';
import type { Floor } from './floor.ts';
import type { QueueEntry } from './queues.ts';

/** The small lines of the tiles: by quarter hour, so looked at once a second. */
export interface StripTrends {
  serviceLevel: (number | null)[];
  abandon: (number | null)[];
  volume: (number | null)[];
}

interface Quarter {
  version: number | undefined;
  level: number | null;
  abandon: number | null;
  offered: number;
}

/** The trends of the tiles. Asked once a second for two hundred queues, so it keeps the quarter hours that did not change. */
export class TrendStrip {
  #cells: DayCells | null = null;
  #settings: Floor['settings'] | null = null;
  #queues = '';
  readonly #quarters = new Map<number, Quarter>();

  of(floor: Floor, inView: readonly QueueEntry[]): StripTrends {
    const { cells, settings } = floor;
    const counted = countedQueues(floor, inView);
    const queues = counted.map(({ key, channel }) => `${key} ${channel}`).join('\n');
    if (cells !== this.#cells || settings !== this.#settings || queues !== this.#queues) this.#quarters.clear();
    this.#cells = cells;
    this.#settings = settings;
    this.#queues = queues;
    const now = cells.indexOf(floor.at);
    const first = now - TREND_QUARTERS + 1;
    const quarters = Array.from({ length: TREND_QUARTERS }, (_, place) =>
      first + place < 0 ? null : this.#quarter(floor, counted, first + place),
    );
    for (const index of this.#quarters.keys()) if (index < first || index > now) this.#quarters.delete(index);
    return {
      serviceLevel: quarters.map((quarter) => quarter?.level ?? null),
      abandon: quarters.map((quarter) => quarter?.abandon ?? null),
      volume: now < 0 ? [] : quarters.map((quarter) => quarter?.offered ?? null),
    };
  }

  #quarter(floor: Floor, queues: readonly QueueEntry[], index: number): Quarter {
    const { cells } = floor;
    const version = cells.versions[index];
    const known = this.#quarters.get(index);
    if (known !== undefined && known.version === version) return known;
    let abandoned = 0;
    let answered = 0;
    for (const { key } of queues) {
      abandoned += cells.at(key, index, 'abandoned');
      answered += cells.at(key, index, 'answered');
    }
    const quarter = {
      version,
      level: levelOfQuarter(floor, queues, index),
      abandon: ratioOf(abandoned, abandoned + answered).value,
      offered: abandoned + answered,
    };
    this.#quarters.set(index, quarter);
    return quarter;
  }
}

/** Service level of one quarter hour of the queues, each by its own rule; null without contacts. */
export function levelOfQuarter(
  floor: Floor,
  queues: readonly QueueEntry[],
  index: number,
  cells = floor.cells,
): number | null {
  let numerator = 0;
  let denominator = 0;
  for (const { key } of queues) {
    const level = serviceLevel(levelCounts(cells.sum(key, index, index + 1)), floor.ruleOf(key).variant);
    numerator += level.numerator;
    denominator += level.denominator;
  }
  return ratioOf(numerator, denominator).value;
}
