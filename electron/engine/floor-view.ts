import { PressureStrip } from '../live/pressure.ts';
import { sameRow } from '../live/same.ts';
import { stripRows, sumFloor } from '../live/strip.ts';
import { TrendStrip } from '../live/strip-trends.ts';
import type { AgentRow, BoardRow, PressureRow, StripRow } from '../../shared/contract/rows.ts';
import type { Scope } from '../../shared/contract/scope.ts';
import type { SourceAsOf } from '../../shared/contract/frames.ts';
import type { FloorNews, RunningFloor } from '../live/running.ts';
import type { QueueEntry } from '../live/queues.ts';
import type { StripTrends } from '../live/strip-trends.ts';
import type { KeyedRow, PartRows, Subscription, ViewSource } from './subscription.ts';

/** What the board knows that the floor does not. */
export interface BoardFacts {
  locale: string;
  online: boolean;
  queued: number;
  empty: boolean;
  extent: { from: number; to: number } | null;
  practice: boolean;
}

/** Pressure and board change slowly: looked at once a second. */
export class FloorView implements ViewSource {
  readonly #running: RunningFloor;
  readonly #queueKeys: ReadonlySet<string> | null;
  readonly #teams: ReadonlySet<string> | null;
  readonly #facts: () => BoardFacts;
  readonly #strip = new Map<string, StripRow>();
  #stripDue = true;
  readonly #courses = new TrendStrip();
  #trends: StripTrends;
  readonly #pressure = new Map<string, PressureRow>();
  readonly #day = new PressureStrip();
  readonly #board = new Map<string, BoardRow>();

  constructor(running: RunningFloor, scope: Scope, facts: () => BoardFacts) {
    this.#running = running;
    this.#queueKeys = scope.queues.length === 0 ? null : new Set(scope.queues);
    this.#teams = scope.teams.length === 0 ? null : new Set(scope.teams);
    this.#facts = facts;
    this.#trends = this.#courses.of(running.floor, this.queues);
    this.#refreshSlow();
  }

  rows(part: string): PartRows {
    switch (part) {
      case 'board':
        return this.#board;
      case 'strip':
        // Worked out when a frame is made, not at every change in between.
        if (this.#stripDue) this.#refreshStrip();
        return this.#strip;
      case 'queues':
        return this.#inScope(this.#running.floor.queueRows, this.#queueKeys === null, (key) => this.#hasQueue(key));
      case 'agents':
        return this.#inScope(this.#running.floor.agentRows, this.#everyAgent, (_key, row) =>
          this.#hasAgent(row as AgentRow),
        );
      case 'alarms':
        return this.#inScope(this.#running.alarms, this.#queueKeys === null && this.#teams === null, (_key, row) =>
          this.#hasSubject((row as KeyedRow & { subject: string }).subject),
        );
      default:
        return this.#pressure;
    }
  }

  at(): number {
    return this.#running.floor.at;
  }

  asOf(): SourceAsOf[] {
    return this.#running.floor.freshness.frames();
  }

  /** Passes news on to the view's subscription. */
  hear(news: FloorNews, subscription: Subscription): void {
    const { eventAt } = news;
    if (news.reset) {
      for (const part of ['queues', 'agents', 'alarms']) subscription.change(part, null, eventAt);
    } else {
      if (news.queues.size > 0) subscription.change('queues', news.queues, eventAt);
      if (news.agents.size > 0) subscription.change('agents', news.agents, eventAt);
      if (news.alarms.size > 0) subscription.change('alarms', news.alarms, eventAt);
    }
    const figures = news.reset || news.second || news.queues.size > 0 || news.agents.size > 0;
    if (figures) {
      this.#stripDue = true;
      subscription.change('strip', null, eventAt);
    }
    if (news.reset || news.second) {
      const { board, pressure } = this.#refreshSlow();
      if (board.size > 0) subscription.change('board', board, eventAt);
      if (pressure.size > 0) subscription.change('pressure', pressure, eventAt);
    }
    subscription.flush();
  }

  /** Keys of the queues in view, null where all are. */
  get queues(): QueueEntry[] {
    const { floor } = this.#running;
    const entries: QueueEntry[] = [];
    for (const key of floor.queueRows.keys()) {
      const entry = floor.queues.get(key);
      if (entry !== undefined && this.#hasQueue(key)) entries.push(entry);
    }
    return entries;
  }

  *agents(): Generator<AgentRow> {
    for (const row of this.#running.floor.agentRows.values()) if (this.#hasAgent(row)) yield row;
  }

  #refreshStrip(): void {
    const { floor } = this.#running;
    const queues = this.queues;
    const sums = sumFloor(floor, queues, this.#everyAgent ? floor.agentTotals : this.agents());
    this.#stripDue = false;
    replace(this.#strip, stripRows(floor, queues, sums, this.#trends));
  }

  #refreshSlow(): { board: Set<string>; pressure: Set<string> } {
    const { floor } = this.#running;
    this.#trends = this.#courses.of(floor, this.queues);
    const facts = this.#facts();
    const board: BoardRow = {
      key: 'board',
      at: floor.loadedAt,
      speed: this.#running.speed,
      mode: floor.mode,
      zone: floor.settings.zone,
      locale: facts.locale,
      variant: floor.settings.serviceLevel.variant,
      online: facts.online,
      queued: facts.queued,
      empty: facts.empty,
      dayFrom: floor.dayFrom,
      dayTo: floor.dayTo,
      extent: facts.extent,
      practice: facts.practice,
    };
    return {
      board: replace(this.#board, [board]),
      pressure: replace(this.#pressure, this.#day.rows(floor, this.queues)),
    };
  }

  #inScope(rows: PartRows, all: boolean, holds: (key: string, row: KeyedRow) => boolean): PartRows {
    return all ? rows : new Map([...rows].filter(([key, row]) => holds(key, row)));
  }

  get #everyAgent(): boolean {
    return this.#queueKeys === null && this.#teams === null;
  }

  #hasQueue(key: string): boolean {
    return this.#queueKeys?.has(key) ?? true;
  }

  /** An agent is in view by team, and by a queue they serve or have a contact of; without known queues by having none of others. */
  #hasAgent(row: AgentRow): boolean {
    if (this.#teams !== null && (row.team === null || !this.#teams.has(row.team))) return false;
    if (this.#queueKeys === null) return true;
    if (row.queues.some((key) => this.#hasQueue(key))) return true;
    return (
      row.contact !== null && row.contact.queue !== null && this.#hasQueue(`${row.contact.source}/${row.contact.queue}`)
    );
  }

  #hasSubject(subject: string): boolean {
    const { floor } = this.#running;
    if (floor.queueRows.has(subject)) return this.#hasQueue(subject);
    const agent = floor.agentRows.get(subject);
    return agent === undefined ? true : this.#hasAgent(agent);
  }
}

/** Puts rows in place of those before. @returns keys of rows that are different, new or gone */
function replace<Row extends KeyedRow>(before: Map<string, Row>, rows: readonly Row[]): Set<string> {
  const changed = new Set<string>();
  const keys = new Set(rows.map(({ key }) => key));
  for (const key of before.keys()) {
    if (!keys.has(key)) {
      before.delete(key);
      changed.add(key);
    }
  }
  for (const row of rows) {
    const old = before.get(row.key);
    if (old !== undefined && sameRow(old, row)) continue;
    before.set(row.key, row);
    changed.add(row.key);
  }
  return changed;
}
