/** The part of a read-only notebook that is about people's time. */
import { AppError } from '../../shared/errors/index.ts';
import type {
  EarlierPlan,
  ExceptionEntry,
  ExceptionQuery,
  NoteEntry,
  PeopleDecision,
  PeopleNotebook,
  StateMappingEntry,
} from './api-adherence.ts';
import { readPeople } from './notebook-people-read.ts';
import type { PeopleReads } from './notebook-people-read.ts';
import type { ReadonlyDb } from './sqlite.ts';

/** What every writing method of a read-only store does. @throws AppError `refused` */
export function refuse(): never {
  throw new AppError({ code: 'refused', message: 'The data folder is open for reading only.' });
}

export class ReadonlyPeople implements PeopleNotebook {
  readonly #people: PeopleReads;

  constructor(db: ReadonlyDb) {
    this.#people = readPeople(db);
  }

  exceptions(query: ExceptionQuery): ExceptionEntry[] {
    return this.#people.exceptions(query);
  }

  exception(id: string): ExceptionEntry | null {
    return this.#people.exception(id);
  }

  notes(query: { from: number; to: number; agents: readonly string[] }): NoteEntry[] {
    return this.#people.notes(query);
  }

  peopleDecisions(): PeopleDecision[] {
    return this.#people.peopleDecisions();
  }

  stateMappings(): StateMappingEntry[] {
    return this.#people.stateMappings();
  }

  earlierPlans(query: { from: number; to: number; agents: readonly string[] }): EarlierPlan[] {
    return this.#people.earlierPlans(query);
  }

  addExceptions(): string[] {
    return refuse();
  }

  removeException(): boolean {
    return refuse();
  }

  addNote(): string {
    return refuse();
  }

  decidePeople(): void {
    refuse();
  }
}
