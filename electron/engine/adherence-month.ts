import { PeopleScope } from './adherence-view.ts';
import { bucketLabel, nextBucket } from '../../shared/time/zone.ts';
import { isNothing, noCounts, sumAdherence } from '../../shared/domain/adherence/index.ts';
import { parseLocalDate } from '../../shared/time/local.ts';
import { whoIs } from '../live/adherence-rows.ts';
import type { AdherenceCounts } from '../../shared/domain/adherence/index.ts';
import type { AdherenceDayRow } from '../store/api.ts';
import type { EngineContext } from './context.ts';
import type { OutputOf, ParsedOf, Queries } from '../../shared/contract/index.ts';

/** So many people's months are read here at once; more are read off the engine's thread. */
const FEW = 200;

interface Cell {
  counts: AdherenceCounts;
  paidSeconds: number;
  shrinkage: Readonly<Record<string, number>>;
}

/** A month of everybody in the scope, from the kept counts; the running day is the live one. */
export async function adherenceMonth(
  { month, scope }: ParsedOf<Queries['adherenceMonth']>,
  context: EngineContext,
): Promise<OutputOf<Queries['adherenceMonth']>> {
  const { live, settings, upkeep } = context;
  const { zone } = settings.get();
  const days = daysOf(month, zone);
  const inScope = new PeopleScope(live, scope);
  const cells = new Map<string, Map<string, Cell>>();
  for (const row of await kept(days, inScope, context)) put(cells, live.adherence.personOf(row.person), row);
  for (const [key, person] of live.adherence.people) {
    if (!days.includes(person.frame.day) || !Number.isFinite(person.judgedAt)) continue;
    const { counts, shrinkage } = person;
    const cell = { counts, paidSeconds: shrinkage.paid, shrinkage: shrinkage.causes as Record<string, number> };
    const own = cells.get(key) ?? new Map<string, Cell>();
    own.set(person.frame.day, cell);
    cells.set(key, own);
  }
  const people = [];
  const shrinkage = new Map<string, number>();
  let paidSeconds = 0;
  for (const [key, own] of cells) {
    const entry = live.floor.agents.people.get(key);
    if (entry === undefined || !inScope.has(key)) continue;
    const row = days.map((day) => {
      const counts = own.get(day)?.counts;
      return counts === undefined || isNothing(counts) ? null : counts;
    });
    if (row.every((counts) => counts === null)) continue;
    people.push({ key, ...whoIs(entry), days: row, total: sumAdherence(row.filter((counts) => counts !== null)) });
    for (const cell of own.values()) {
      paidSeconds += cell.paidSeconds;
      for (const [cause, seconds] of Object.entries(cell.shrinkage)) {
        shrinkage.set(cause, (shrinkage.get(cause) ?? 0) + seconds);
      }
    }
  }
  people.sort((a, b) => a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
  return {
    zone,
    days,
    people,
    total: people.length === 0 ? noCounts() : sumAdherence(people.map(({ total }) => total)),
    shrinkage: [...shrinkage]
      .map(([cause, seconds]) => ({ cause, seconds }))
      .sort((a, b) => b.seconds - a.seconds || (a.cause < b.cause ? -1 : 1)),
    paidSeconds,
    recomputing: upkeep.share,
  };
}

function daysOf(month: string, zone: string): string[] {
  const days: string[] = [];
  for (let at = parseLocalDate(`${month}-01`, zone); ; at = nextBucket(at, 'day', zone)) {
    const day = bucketLabel(at, 'day', zone);
    if (!day.startsWith(month)) return days;
    days.push(day);
  }
}

async function kept(days: readonly string[], scope: PeopleScope, context: EngineContext): Promise<AdherenceDayRow[]> {
  const { live, heavy, store } = context;
  const query = { fromDay: days[0] ?? '', toDay: days.at(-1) ?? '' };
  const people = [...live.floor.agents.people.values()].filter(({ key }) => scope.has(key));
  if (people.length > FEW) return heavy.adherenceDays(query);
  // What was counted before two agents were put together lies under the key that each had then.
  return store.reads.adherenceDays({ ...query, people: people.flatMap(({ agents }) => agents.map(({ key }) => key)) });
}

function put(cells: Map<string, Map<string, Cell>>, key: string, row: AdherenceDayRow): void {
  const own = cells.get(key) ?? new Map<string, Cell>();
  cells.set(key, own);
  const before = own.get(row.day);
  const { counts, paidSeconds, shrinkage } = row;
  if (before === undefined) own.set(row.day, { counts, paidSeconds, shrinkage });
  // Until those who are one person now are counted as one, each brings their own.
  else own.set(row.day, { ...before, counts: sumAdherence([before.counts, counts]) });
}
