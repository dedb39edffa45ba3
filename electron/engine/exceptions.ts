import { AppError } from '../../shared/errors/index.ts';
import { exceptionRowOf, whoIs } from '../live/adherence-rows.ts';
import { personEntry } from './adherence-days.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import type { Commands, OutputOf, ParsedOf, Queries } from '../../shared/contract/index.ts';
import type { EngineContext } from './context.ts';
import type { ExceptionRow } from '../../shared/contract/adherence.ts';

type Answer = OutputOf<Queries['exceptions']>;
type Approver = Answer['approvers'][number];

/** The log of exceptions, removed ones too, and what each approver let pass. */
export function exceptions(input: ParsedOf<Queries['exceptions']>, context: EngineContext): Answer {
  const { live, store } = context;
  const { from, to, person, approver, limit } = input;
  const agents = person === null ? undefined : personEntry(context, person).agents.map(({ key }) => key);
  const rows = store.notebook
    .exceptions({
      from,
      to,
      ...(agents === undefined ? {} : { agents }),
      ...(approver === null ? {} : { approver }),
      withRemoved: true,
      limit,
    })
    .map((entry): ExceptionRow => {
      const key = live.adherence.personOf(entry.agent);
      const known = live.floor.agents.people.get(key);
      const { name, team } = known === undefined ? { name: entry.agent, team: null } : whoIs(known);
      return exceptionRowOf(entry, key, name, team);
    });
  return { rows, approvers: approversOf(rows.filter(({ removedAt }) => removedAt === null)) };
}

function approversOf(rows: readonly ExceptionRow[]): Approver[] {
  const byApprover = new Map<string, ExceptionRow[]>();
  for (const row of rows) byApprover.set(row.approver, [...(byApprover.get(row.approver) ?? []), row]);
  return [...byApprover]
    .map(([approver, own]) => approverOf(approver, own))
    .sort((a, b) => b.seconds - a.seconds || (a.approver < b.approver ? -1 : 1));
}

const secondsOf = ({ from, to }: ExceptionRow): number => (to - from) / 1000;

function approverOf(approver: string, rows: readonly ExceptionRow[]): Approver {
  const seconds = rows.reduce((sum, row) => sum + secondsOf(row), 0);
  const people = new Map<string, { name: string; seconds: number }>();
  const reasons = new Map<string, { count: number; seconds: number }>();
  for (const row of rows) {
    const person = people.get(row.person) ?? { name: row.name, seconds: 0 };
    people.set(row.person, { ...person, seconds: person.seconds + secondsOf(row) });
    const reason = reasons.get(row.reason) ?? { count: 0, seconds: 0 };
    reasons.set(row.reason, { count: reason.count + 1, seconds: reason.seconds + secondsOf(row) });
  }
  const [top] = [...people.values()].sort((a, b) => b.seconds - a.seconds || (a.name < b.name ? -1 : 1));
  return {
    approver,
    count: rows.length,
    seconds,
    people: people.size,
    topShare: ratioOf(top?.seconds ?? 0, seconds),
    topName: top?.name ?? null,
    afterwards: rows.filter(({ at, to }) => at > to).length,
    reasons: [...reasons]
      .map(([reason, sums]) => ({ reason, ...sums }))
      .sort((a, b) => b.seconds - a.seconds || (a.reason < b.reason ? -1 : 1)),
  };
}

/** Excuses people's time; the board shows it at once, the kept counts follow. @throws AppError `not-found`, `invalid-input` */
export function addException(
  { people, from, to, reason, approver, note }: ParsedOf<Commands['addException']>,
  context: EngineContext,
): OutputOf<Commands['addException']> {
  const { live, store, settings, upkeep } = context;
  const keys = [...new Set(people.map((key) => personEntry(context, key).key))];
  const ids = store.notebook.addExceptions(
    keys.map((agent) => ({ agent, startAt: from, endAt: to, reason, approver, note })),
    settings.get().actor,
  );
  live.reread(keys);
  upkeep.kick();
  return { ids };
}

/** Takes an exception back; it stays in the log. @throws AppError `not-found` */
export function removeException(
  { id, note }: ParsedOf<Commands['removeException']>,
  { live, store, settings, upkeep }: EngineContext,
): void {
  const entry = store.notebook.exception(id);
  if (entry === null || !store.notebook.removeException(id, settings.get().actor, note)) {
    throw new AppError({ code: 'not-found', message: 'This exception was removed already.' });
  }
  live.reread([entry.agent]);
  upkeep.kick();
}
