import { adherenceTiles, sumPeople } from '../live/adherence-tiles.ts';
import type { AdherenceSums } from '../live/adherence-tiles.ts';
import { statesAsOf, timelineRowOf } from '../live/adherence-rows.ts';
import type { AdherenceRow, AdherenceTile, TimelineRow } from '../../shared/contract/adherence.ts';
import type { FloorNews, RunningFloor } from '../live/running.ts';
import type { Scope } from '../../shared/contract/scope.ts';
import type { SourceAsOf } from '../../shared/contract/frames.ts';
import type { PartRows, Subscription, ViewSource } from './subscription.ts';

/** The course of the last hours is added up anew this often. */
const TREND_EVERY_MS = 15_000;

/** People of a scope: by team, and by a queue they serve. */
export class PeopleScope {
  readonly #teams: ReadonlySet<string> | null;
  readonly #queues: ReadonlySet<string> | null;
  readonly #running: RunningFloor;

  constructor(running: RunningFloor, scope: Scope) {
    this.#running = running;
    this.#teams = scope.teams.length === 0 ? null : new Set(scope.teams);
    this.#queues = scope.queues.length === 0 ? null : new Set(scope.queues);
  }

  get isEverybody(): boolean {
    return this.#teams === null && this.#queues === null;
  }

  /** @param key of a person */
  has(key: string): boolean {
    if (this.isEverybody) return true;
    const agents = this.#running.floor.agents.people.get(key)?.agents ?? [];
    if (this.#teams !== null && !agents.some(({ teams }) => teams.some((team) => this.#teams?.has(team)))) return false;
    return this.#queues === null || agents.some(({ queues }) => queues.some((queue) => this.#queues?.has(queue)));
  }
}

/** The adherence list and the tiles above it. */
export class AdherenceView implements ViewSource {
  readonly #running: RunningFloor;
  readonly #scope: PeopleScope;
  #tiles = new Map<string, AdherenceTile>();
  #trend: { at: number; quarters: AdherenceSums['quarters'] } | null = null;

  constructor(running: RunningFloor, scope: Scope) {
    this.#running = running;
    this.#scope = new PeopleScope(running, scope);
    this.#refresh();
  }

  rows(part: string): PartRows {
    if (part === 'tiles') return this.#tiles;
    const { rows } = this.#running.adherence;
    return this.#scope.isEverybody ? rows : new Map([...rows].filter(([key]) => this.#scope.has(key)));
  }

  at(): number {
    return this.#running.floor.at;
  }

  asOf(): SourceAsOf[] {
    return this.#running.floor.freshness.frames();
  }

  /** Passes news on to the view's subscription. Sums of everybody are made once a second, not at every event. */
  hear(news: FloorNews, subscription: Subscription): void {
    if (news.reset) subscription.change('people', null, news.eventAt);
    else if (news.people.size > 0) subscription.change('people', news.people, news.eventAt);
    if (news.reset || news.second) {
      this.#refresh();
      subscription.change('tiles', null, news.eventAt);
    }
    subscription.flush();
  }

  #refresh(): void {
    const { adherence, floor } = this.#running;
    const at = this.at();
    const trend = this.#trend;
    const holds = trend !== null && Math.floor(at / TREND_EVERY_MS) === Math.floor(trend.at / TREND_EVERY_MS);
    const people = this.rows('people');
    const rows = people.values() as Iterable<AdherenceRow>;
    const sums = sumPeople(adherence, rows, at, holds && adherence.isSettled ? trend.quarters : null);
    sums.asOf = statesAsOf(people.keys(), floor);
    if (!holds) this.#trend = { at, quarters: sums.quarters };
    this.#tiles = new Map(adherenceTiles(sums, adherence.rules).map((tile) => [tile.key, tile]));
  }
}

/** The blocks of the day of the people on screen, and of nobody else. */
export class TimelineView implements ViewSource {
  readonly #running: RunningFloor;
  readonly #asked: readonly string[];

  constructor(running: RunningFloor, people: readonly string[]) {
    this.#running = running;
    this.#asked = people;
  }

  rows(): PartRows {
    const { adherence, floor } = this.#running;
    const rows = new Map<string, TimelineRow>();
    for (const key of this.#people()) {
      const person = adherence.people.get(key);
      const entry = floor.agents.people.get(key);
      // Before their day is read there is nothing to show.
      if (person === undefined || entry === undefined || !Number.isFinite(person.judgedAt)) continue;
      rows.set(key, timelineRowOf(person, entry, adherence.rules, floor));
    }
    return rows;
  }

  at(): number {
    return this.#running.floor.at;
  }

  asOf(): SourceAsOf[] {
    return this.#running.floor.freshness.frames();
  }

  hear(news: FloorNews, subscription: Subscription): void {
    const changed = news.reset ? null : this.#people().filter((key) => news.people.has(key));
    if (changed !== null && changed.length === 0) return;
    subscription.change('rows', changed, news.eventAt);
    subscription.flush();
  }

  #people(): string[] {
    return [...new Set(this.#asked.map((key) => this.#running.adherence.personOf(key)))];
  }
}
