/** Questions about what people decided of people's time, the same for the writing connection to notebook.db and for a reading one. */
import { splitKey } from './key.ts';
import type {
  EarlierPlan,
  ExceptionEntry,
  NoteEntry,
  PeopleDecision,
  PeopleNotebook,
  StateMappingEntry,
} from './api-adherence.ts';
import type { ReadonlyDb, WritableDb } from './sqlite.ts';
import { activitiesOf } from './write/planning-tables.ts';

export type PeopleReads = Pick<
  PeopleNotebook,
  'exceptions' | 'exception' | 'notes' | 'peopleDecisions' | 'stateMappings' | 'earlierPlans'
>;

const MAX_ROWS = 10_000;
/** Exceptions and plans that overlap a span are looked for by when they begin: none is longer than a leave of a year. */
const LOOK_BACK_MS = 400 * 86_400_000;

const EXCEPTION_COLUMNS = `id, agent, start_at AS startAt, end_at AS endAt, reason, approver, note, actor, at,
  removed_at AS removedAt, removed_by AS removedBy, removal_note AS removalNote`;

interface PlanRow extends Omit<EarlierPlan, 'activities' | 'knownFrom'> {
  activities: string;
}

export function readPeople(db: ReadonlyDb | WritableDb): PeopleReads {
  return {
    exceptions(query) {
      const { from, to, agents, approver, withRemoved = false } = query;
      const wanted = agents === undefined ? null : JSON.stringify(agents);
      // One text for every question, so that it is prepared once; null stands for "any".
      return db
        .rows<ExceptionEntry>(
          `SELECT ${EXCEPTION_COLUMNS} FROM exception_row
           WHERE start_at >= ? AND start_at < ? AND end_at > ?
             AND (? IS NULL OR agent IN (SELECT value FROM json_each(?)))
             AND approver = coalesce(?, approver) AND (? = 1 OR removed_at IS NULL)
           ORDER BY start_at DESC, id LIMIT ?`,
        )
        .all([
          from - LOOK_BACK_MS,
          to,
          from,
          wanted,
          wanted,
          approver ?? null,
          withRemoved ? 1 : 0,
          Math.min(query.limit ?? MAX_ROWS, MAX_ROWS),
        ]);
    },

    exception: (id) =>
      db.rows<ExceptionEntry>(`SELECT ${EXCEPTION_COLUMNS} FROM exception_row WHERE id = ?`).get([id]) ?? null,

    notes: ({ from, to, agents }) =>
      db
        .rows<NoteEntry>(
          `SELECT id, agent, at, actor, saved_at AS savedAt, text FROM note_row
           WHERE agent IN (SELECT value FROM json_each(?)) AND at >= ? AND at < ? ORDER BY at, saved_at LIMIT ${MAX_ROWS}`,
        )
        .all([JSON.stringify(agents), from, to]),

    peopleDecisions: () =>
      db.rows<PeopleDecision>('SELECT a, b, verdict, actor, at FROM person_decision_row ORDER BY rowid').all(),

    stateMappings: () =>
      db
        .rows<StateMappingEntry>(
          `SELECT source, platform, raw_state AS rawState, state, actor, at FROM state_mapping_row
           ORDER BY source, platform, raw_state`,
        )
        .all(),

    earlierPlans: ({ from, to, agents }) =>
      agents
        .flatMap((key) => {
          const [source, agent] = splitKey(key);
          return db
            .rows<PlanRow & { knownFrom: number | null }>(
              `SELECT p.source, p.id, p.version, p.agent, p.start_at AS startAt, p.end_at AS endAt, p.activities,
                 p.known_until AS knownUntil, (SELECT max(b.known_until) FROM earlier_plan_row b
                   WHERE b.source = p.source AND b.id = p.id AND b.version <= p.version AND b.rowid < p.rowid) AS knownFrom
               FROM earlier_plan_row p
               WHERE p.source = ? AND p.agent = ? AND p.start_at >= ? AND p.start_at < ? AND p.end_at > ?`,
            )
            .all([source, agent, from - LOOK_BACK_MS, to, from]);
        })
        .map((row) => ({ ...row, activities: activitiesOf(row.activities) }))
        .sort((a, b) => a.knownUntil - b.knownUntil || a.startAt - b.startAt),
  };
}
