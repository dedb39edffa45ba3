/** People to spare as they were known on the day, put together for a person from the pools they belonged to. */
import { spareOf } from '../../../shared/domain/adherence/heard.ts';
import type { Staffing } from '../../../shared/domain/adherence/impact.ts';
import { splitKey } from '../key.ts';
import { QUARTER_MS } from '../rollups/buckets.ts';
import type { ReadonlyDb } from '../sqlite.ts';

/** Stretches that are read and remembered at once: many people share a pool. */
const STRETCH_MS = 32 * 86_400_000;

interface Steps {
  readonly at: number[];
  readonly spare: (number | null)[];
}

interface Membership {
  readonly from: number;
  readonly pool: string | null;
}

export class StaffingHistory {
  readonly #db: ReadonlyDb;
  readonly #stretches = new Map<string, Steps>();

  /** Remembers what it read: for one look only. */
  constructor(db: ReadonlyDb) {
    this.#db = db;
  }

  /** Steps within [from, to) for somebody with these agents; null where nothing is known. Before the first and after the last nothing is. */
  of(agents: readonly string[], from: number, to: number): Staffing | null {
    const memberships = this.#membershipsOf(agents);
    const steps: Steps = { at: [], spare: [] };
    for (const [index, { from: since, pool }] of memberships.entries()) {
      if (pool === null) continue;
      const startAt = Math.max(from, since);
      const endAt = Math.min(to, memberships[index + 1]?.from ?? Infinity);
      if (endAt <= startAt) continue;
      const before = steps.at.length;
      for (let n = Math.floor(startAt / STRETCH_MS); n * STRETCH_MS < endAt; n += 1) {
        append(steps, this.#stretch(pool, n), startAt, endAt);
      }
      if (steps.at.length > before) put(steps, endAt, null);
    }
    return steps.at.length === 0 ? null : steps;
  }

  /** Of agents who were put together later, the first who belonged anywhere speaks. */
  #membershipsOf(agents: readonly string[]): Membership[] {
    for (const agent of agents) {
      const rows = this.#db
        .rows<{ from: number; pool: string | null }>(
          'SELECT from_at AS "from", pool FROM staffing_member_row WHERE source = ? AND agent = ? ORDER BY from_at',
        )
        .all(splitKey(agent));
      if (rows.some(({ pool }) => pool !== null)) return rows;
    }
    return [];
  }

  #stretch(pool: string, n: number): Steps {
    const key = `${n} ${pool}`;
    let steps = this.#stretches.get(key);
    if (steps === undefined) this.#stretches.set(key, (steps = this.#read(pool, n)));
    return steps;
  }

  #read(pool: string, n: number): Steps {
    const steps: Steps = { at: [], spare: [] };
    const rows = this.#db
      .raw(
        `SELECT at, required, scheduled, missing FROM staffing_row
         WHERE source = ? AND queue = ? AND at >= ? AND at < ? ORDER BY at`,
      )
      .all([...splitKey(pool), n * STRETCH_MS, (n + 1) * STRETCH_MS]);
    let until: number | null = null;
    for (const [at, required, scheduled, missing] of rows as [number, number | null, number, number][]) {
      if (until !== null && until < at) put(steps, until, null);
      put(steps, at, spareOf({ required, scheduled, missing }));
      until = at + QUARTER_MS;
    }
    if (until !== null) put(steps, until, null);
    return steps;
  }
}

function put(steps: Steps, at: number, spare: number | null): void {
  steps.at.push(at);
  steps.spare.push(spare);
}

function append(steps: Steps, more: Steps, from: number, to: number): void {
  for (const [index, at] of more.at.entries()) {
    if (at >= from && at < to) put(steps, at, more.spare[index] ?? null);
  }
}
