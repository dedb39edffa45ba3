/** Plans made fit for judging: overlapping rows to one activity at a time, loose activities to shifts. */
import { ACTIVITIES } from '../records.ts';
import type { Activity } from '../records.ts';
import type { Planned, PlannedShift } from './types.ts';

/** Loose activities of a person less than this apart are one shift: an unplanned lunch does not split it. */
export const SHIFT_GAP_MS = 2 * 3_600_000;
/** No shift made of loose activities is longer. */
const LONGEST_SHIFT_MS = 24 * 3_600_000;

/**
 * One planned activity at a time, in order of start. Where rows overlap the shorter one, being the more specific, lies over the longer one; of equally long
 * ones what is not work lies over work, then the one that starts later, then the one named later in `ACTIVITIES`. Touching rows of one
 * activity are joined. Rows of no length are left out. The order of the rows does not matter.
 */
export function normalisePlan(rows: readonly Planned[]): Planned[] {
  const plan = rows.filter(({ startAt, endAt }) => endAt > startAt).sort(byStart);
  for (let index = 1; index < plan.length; index += 1) {
    if ((plan[index] as Planned).startAt < (plan[index - 1] as Planned).endAt) return joined(overlaid(plan));
  }
  return joined(plan);
}

/** The activities of shifts as one plan, normalised. */
export function planOf(shifts: readonly PlannedShift[]): Planned[] {
  const [only] = shifts;
  return normalisePlan(
    shifts.length === 1 && only !== undefined ? only.activities : shifts.flatMap((shift) => [...shift.activities]),
  );
}

/**
 * Shifts out of loose activities: those that touch or are less than two hours apart are one shift of at most 24 hours, whatever stands between them, so that
 * breaks and lunches never split it, planned or not. Time off forms stretches of its own, but inside a shift it stays in it.
 *
 * @param rows of one person, in any order; normalised first
 * @param idOf the id of a shift, from its start
 */
export function shiftsOf(rows: readonly Planned[], idOf: (startAt: number) => string = String): PlannedShift[] {
  const plan = normalisePlan(rows);
  const shifts: PlannedShift[] = [];
  let index = 0;
  while (index < plan.length) {
    const first = plan[index] as Planned;
    let end = index + 1;
    if (first.activity === 'off') {
      while (plan[end]?.activity === 'off' && plan[end]?.startAt === plan[end - 1]?.endAt) end += 1;
    } else end = shiftEnd(plan, index);
    const activities = plan.slice(index, end);
    shifts.push({
      id: idOf(first.startAt),
      startAt: first.startAt,
      endAt: (activities.at(-1) as Planned).endAt,
      activities,
    });
    index = end;
  }
  return shifts;
}

/** Index after the last activity of the shift that begins at `index`. */
function shiftEnd(plan: readonly Planned[], index: number): number {
  const { startAt } = plan[index] as Planned;
  let last = index;
  for (let next = index + 1; next < plan.length; next += 1) {
    const row = plan[next] as Planned;
    if (row.activity === 'off') continue;
    if (row.startAt - (plan[last] as Planned).endAt >= SHIFT_GAP_MS || row.endAt - startAt > LONGEST_SHIFT_MS) break;
    last = next;
  }
  return last + 1;
}

function byStart(a: Planned, b: Planned): number {
  return a.startAt - b.startAt || a.endAt - b.endAt || place(a.activity) - place(b.activity);
}

function place(activity: Activity): number {
  return ACTIVITIES.indexOf(activity);
}

/** Whether `a` lies over `b`. */
function over(a: Planned, b: Planned): boolean {
  const length = a.endAt - a.startAt - (b.endAt - b.startAt);
  if (length !== 0) return length < 0;
  if ((a.activity === 'work') !== (b.activity === 'work')) return b.activity === 'work';
  return a.startAt !== b.startAt ? a.startAt > b.startAt : place(a.activity) > place(b.activity);
}

function overlaid(rows: readonly Planned[]): Planned[] {
  const cuts = [...new Set(rows.flatMap(({ startAt, endAt }) => [startAt, endAt]))].sort((a, b) => a - b);
  const plan: Planned[] = [];
  let open: Planned[] = [];
  let next = 0;
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const startAt = cuts[index] as number;
    open = open.filter(({ endAt }) => endAt > startAt);
    while (next < rows.length && (rows[next] as Planned).startAt <= startAt) open.push(rows[next++] as Planned);
    let top: Planned | null = null;
    for (const row of open) if (top === null || over(row, top)) top = row;
    if (top !== null) plan.push({ ...top, startAt, endAt: cuts[index + 1] as number });
  }
  return plan;
}

function joined(rows: readonly Planned[]): Planned[] {
  const plan: Planned[] = [];
  for (const row of rows) {
    const last = plan.at(-1);
    if (
      last !== undefined &&
      last.endAt === row.startAt &&
      last.activity === row.activity &&
      (last.paid ?? null) === (row.paid ?? null) &&
      row.endAt - last.startAt <= LONGEST_SHIFT_MS
    ) {
      plan[plan.length - 1] = { ...last, endAt: row.endAt };
    } else plan.push(row);
  }
  return plan;
}
