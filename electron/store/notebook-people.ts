/** What people decide about people's time. Each method is one durable commit, with its line in the audit trail. */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../shared/errors/index.ts';
import type { AgentState } from '../../shared/domain/records.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type {
  EarlierPlan,
  ExceptionEntry,
  ExceptionQuery,
  NoteEntry,
  PeopleDecision,
  PeopleNotebook,
  StateMappingEntry,
} from './api-adherence.ts';
import type { CursorValue } from './api.ts';
import { readPeople } from './notebook-people-read.ts';
import type { PeopleReads } from './notebook-people-read.ts';
import type { WritableDb } from './sqlite.ts';

type NewException = Pick<ExceptionEntry, 'agent' | 'startAt' | 'endAt' | 'reason' | 'approver' | 'note'>;

export class PeopleNotebookFile implements PeopleNotebook {
  protected readonly db: WritableDb;
  protected readonly clock: Clock;
  readonly #people: PeopleReads;

  constructor(db: WritableDb, clock: Clock) {
    this.db = db;
    this.clock = clock;
    this.#people = readPeople(db);
  }

  addExceptions(exceptions: readonly NewException[], actor: string): string[] {
    if (exceptions.some(({ startAt, endAt }) => !(endAt > startAt))) {
      throw new AppError({ code: 'invalid-input', message: 'An exception ends after it begins.' });
    }
    const at = this.now();
    return this.db.transaction(() =>
      exceptions.map((exception) => {
        const id = randomUUID();
        const { agent, reason, approver, note } = exception;
        const startAt = Math.round(exception.startAt);
        const endAt = Math.round(exception.endAt);
        this.db
          .command(
            `INSERT INTO exception_row (id, agent, start_at, end_at, reason, approver, note, actor, at, change)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ${NEXT_CHANGE})`,
          )
          .run([id, agent, startAt, endAt, reason, approver, note, actor, at]);
        const detail = { id, from: startAt, to: endAt, reason, approver, note };
        this.appendAudit({ at, actor, action: 'exception-added', subject: agent, detail });
        return id;
      }),
    );
  }

  removeException(id: string, actor: string, note: string | null = null): boolean {
    const at = this.now();
    return this.db.transaction(() => {
      const before = this.exception(id);
      if (before === null || before.removedAt !== null) return false;
      this.db
        .command(
          `UPDATE exception_row SET removed_at = ?, removed_by = ?, removal_note = ?, change = ${NEXT_CHANGE} WHERE id = ?`,
        )
        .run([at, actor, note, id]);
      this.appendAudit({ at, actor, action: 'exception-removed', subject: before.agent, detail: { id, note } });
      return true;
    });
  }

  exceptions(query: ExceptionQuery): ExceptionEntry[] {
    return this.#people.exceptions(query);
  }

  exception(id: string): ExceptionEntry | null {
    return this.#people.exception(id);
  }

  addNote(note: Pick<NoteEntry, 'agent' | 'at' | 'text'>, actor: string): string {
    const id = randomUUID();
    const savedAt = this.now();
    this.db.transaction(() => {
      this.db
        .command('INSERT INTO note_row (id, agent, at, actor, saved_at, text) VALUES (?, ?, ?, ?, ?, ?)')
        .run([id, note.agent, Math.round(note.at), actor, savedAt, note.text]);
      const detail = { id, about: Math.round(note.at), text: note.text };
      this.appendAudit({ at: savedAt, actor, action: 'note-added', subject: note.agent, detail });
    });
    return id;
  }

  notes(query: { from: number; to: number; agents: readonly string[] }): NoteEntry[] {
    return this.#people.notes(query);
  }

  decidePeople(decisions: readonly Pick<PeopleDecision, 'a' | 'b' | 'verdict'>[], actor: string): void {
    const at = this.now();
    this.db.transaction(() => {
      for (const { a, b, verdict } of decisions) {
        this.db
          .command('INSERT INTO person_decision_row (a, b, verdict, actor, at) VALUES (?, ?, ?, ?, ?)')
          .run([a, b, verdict, actor, at]);
        this.appendAudit({ at, actor, action: `people-${verdict}`, subject: a, detail: { other: b } });
      }
    });
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

  /** Part of `Store.setStateMapping`: what it does to stored stays is the store's business. */
  saveStateMapping(
    mapping: { source: string; platform: string; rawState: string; state: AgentState | null },
    actor: string,
  ): void {
    const { source, platform, rawState, state } = mapping;
    const at = this.now();
    this.db.transaction(() => {
      if (state === null) {
        this.db
          .command('DELETE FROM state_mapping_row WHERE source = ? AND platform = ? AND raw_state = ?')
          .run([source, platform, rawState]);
      } else {
        this.db
          .command(
            `INSERT INTO state_mapping_row (source, platform, raw_state, state, actor, at) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET state = excluded.state, actor = excluded.actor, at = excluded.at`,
          )
          .run([source, platform, rawState, state, actor, at]);
      }
      const detail = { platform, rawState, state };
      this.appendAudit({ at, actor, action: 'state-mapped', subject: source, detail });
    });
  }

  protected now(): number {
    return Math.round(this.clock.now());
  }

  protected appendAudit(entry: {
    at: number;
    actor: string;
    action: string;
    subject: string;
    detail: CursorValue;
  }): void {
    this.db
      .command('INSERT INTO audit_row (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)')
      .run([Math.round(entry.at), entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail)]);
  }
}

/** Numbers exceptions as they change, so that the mirror can tell which of them it has marked the days of. */
const NEXT_CHANGE = '(SELECT coalesce(max(change), 0) + 1 FROM exception_row)';
