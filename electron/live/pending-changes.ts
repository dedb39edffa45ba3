import type { Change } from '../store/api.ts';
import type { FloorReads } from './reads.ts';
import type { Moves } from './moves.ts';

/** Records whose rows are taken in one by one. */
const TAKEN = ['contact', 'agent-state', 'queue-snapshot'] as const;
type Taken = (typeof TAKEN)[number];
/** Those of which it is told that a record is gone. */
type Told = Moves['removed'][number]['entity'];
type IdsBySource = Map<string, Set<string>>;
interface Query {
  source: string;
  ids: string[];
}

/**
 * More changed records of a kind at once are a back-fill or an import: then the floor is read anew instead of row by row. Never fewer than
 * there are people: an engine that was held up while each of them moved once has no back-fill before it.
 */
const LEAST_BULK = 500;

/** What the store has told of and a floor has not taken in yet. */
export class PendingChanges {
  /** The lists of agents or queues are others. */
  describes = false;
  /** So much changed that the floor is to be read anew; what is pending is told by that. */
  isBulk = false;
  readonly #ids: Record<Taken, IdsBySource> = {
    contact: new Map(),
    'agent-state': new Map(),
    'queue-snapshot': new Map(),
  };
  readonly #plansOf = new Set<string>();
  readonly #people: () => number;

  /** @param people how many there are on the floor */
  constructor(people: () => number) {
    this.#people = people;
  }

  get isEmpty(): boolean {
    return !this.describes && !this.isBulk && TAKEN.every((entity) => this.#ids[entity].size === 0);
  }

  hear({ source, touched }: Change): void {
    for (const { entity, ids } of touched) {
      if (entity === 'agent' || entity === 'queue') this.describes = true;
      else if (entity === 'shift') this.#plansOf.add(source);
      else if (isTaken(entity)) this.#note(entity, source, ids);
    }
  }

  /** Sources whose plans changed since the last time. */
  takePlans(): string[] {
    const sources = [...this.#plansOf];
    this.#plansOf.clear();
    return sources;
  }

  /** What changed, as the store has it now. */
  take(reads: FloorReads): Moves {
    const removed: Moves['removed'][number][] = [];
    const rowsOf = <Row extends { id: string }>(entity: Told, read: (query: Query) => Row[]): Row[] =>
      [...this.#ids[entity]].flatMap(([source, ids]) => {
        const rows = read({ source, ids: [...ids] });
        removed.push(...missing(entity, source, ids, rows));
        return rows;
      });
    const contacts = rowsOf('contact', (query) => reads.contacts(query));
    const states = rowsOf('agent-state', (query) => reads.agentStates(query));
    // Those that are gone were thinned out, which is no news.
    const snapshots = [...this.#ids['queue-snapshot']].flatMap(([source, ids]) =>
      reads.queueSnapshots({ source, ids: [...ids] }),
    );
    this.drop();
    return { contacts, states, snapshots, removed };
  }

  /** Forgets what is pending (but plans): the floor was read anew. @returns whether there were stays among it */
  drop(): boolean {
    const hadStays = this.#ids['agent-state'].size > 0;
    for (const entity of TAKEN) this.#ids[entity].clear();
    this.describes = false;
    this.isBulk = false;
    return hadStays;
  }

  #note(entity: Taken, source: string, ids: readonly string[]): void {
    const bySource = this.#ids[entity];
    const known = bySource.get(source) ?? new Set();
    bySource.set(source, known);
    for (const id of ids) known.add(id);
    if (known.size <= Math.max(LEAST_BULK, this.#people())) return;
    this.isBulk = true;
    known.clear();
  }
}

function isTaken(entity: string): entity is Taken {
  return TAKEN.some((taken) => taken === entity);
}

function missing(
  entity: Told,
  source: string,
  ids: ReadonlySet<string>,
  rows: readonly { id: string }[],
): Moves['removed'] {
  if (rows.length === ids.size) return [];
  const found = new Set(rows.map(({ id }) => id));
  return [...ids].filter((id) => !found.has(id)).map((id) => ({ entity, source, id }));
}
