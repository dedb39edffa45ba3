import { PersonDay } from '../live/adherence-day.ts';
import { adherence, agentTimeOf, conformance } from '../../shared/domain/adherence/index.ts';
import { AppError } from '../../shared/errors/index.ts';
import { lanesOf, timelineRowOf } from '../live/adherence-rows.ts';
import { occupancy } from '../../shared/domain/kpis.ts';
import { parseLocalDate } from '../../shared/time/local.ts';
import { personAgents } from './people.ts';
import { vendorLink } from './vendor-links.ts';
import type { EngineContext } from './context.ts';
import type { OutputOf, Queries } from '../../shared/contract/index.ts';
import type { PersonEntry } from '../live/agents.ts';
import type { SourcesNow } from '../live/adherence-day.ts';

type Day = OutputOf<Queries['adherenceDay']>;

/** A person by the key of theirs or of one of their agents. @throws AppError `not-found` */
export function personEntry({ live }: EngineContext, key: string): PersonEntry {
  const entry = live.floor.agents.people.get(live.adherence.personOf(key));
  if (entry !== undefined) return entry;
  throw new AppError({ code: 'not-found', message: 'No system knows this person any more.' });
}

/** One person's day, whenever it was: as counted now, and what was known of the plan when. @throws AppError `not-found`, `invalid-input` */
export function adherenceDay(input: { person: string; day: string }, context: EngineContext): Day {
  const { live, store, settings } = context;
  const { zone } = settings.get();
  const entry = personEntry(context, input.person);
  const midnight = parseLocalDate(input.day, zone);
  const person = dayOf(entry, midnight, input.day, context);
  const { startAt, endAt } = person.frame;
  const agents = entry.agents.map(({ key }) => key);
  const span = { from: startAt, to: endAt, agents };
  const time = agentTimeOf(person.states, person.frame);
  return {
    ...timelineRowOf(person, entry, live.adherence.rules, live.floor),
    zone,
    from: startAt,
    to: endAt,
    adherence: adherence(person.counts, 'all'),
    productive: adherence(person.counts, 'productive'),
    conformance: conformance(person.counts),
    occupancy: occupancy(time),
    lanes: lanesOf(person),
    earlierPlans: store.notebook.earlierPlans(span).map(({ knownFrom, knownUntil, activities }) => ({
      knownFrom,
      knownUntil,
      planned: activities.map((planned) => ({
        activity: planned.activity,
        rawActivity: planned.rawActivity,
        from: planned.startAt,
        to: planned.endAt,
      })),
    })),
    notes: store.notebook.notes(span).map(({ id, at, actor, text }) => ({ id, at, actor, text })),
    agents: personAgents(context, agents),
    links: linksOf(entry, context),
  };
}

/** The running day is the live one, with what the staffing makes of it; another is read and judged here. */
function dayOf(entry: PersonEntry, midnight: number, name: string, context: EngineContext): PersonDay {
  const { live, store, now } = context;
  const { rules } = live.adherence;
  live.reread([entry.key]);
  const running = live.adherence.people.get(entry.key);
  if (running !== undefined && running.frame.day === name && Number.isFinite(running.judgedAt)) return running;
  const person = new PersonDay(entry);
  person.load({ reads: store.reads, notebook: store.notebook }, now(), rules.zone, midnight);
  person.judge(now(), rules, sourcesThen(person, context), person.staffed(store, person.frame.endAt, null));
  return person;
}

/** A source that has fallen silent since has still told everything of a day that was over by then. */
function sourcesThen(person: PersonDay, { live, now, store }: EngineContext): SourcesNow {
  const { freshness, agents } = live.floor;
  const told = new Set(store.reads.rawStates().map(({ source }) => source));
  const until = Math.min(now(), person.frame.endAt);
  return {
    isStale: (source) =>
      freshness.isStale(source) && !freshness.isReadOnly(source) && (freshness.asOf(source) ?? 0) < until,
    asOf: (source) => freshness.asOf(source),
    tells: (source) => told.has(source) || agents.tellsStates(source),
  };
}

/** The vendors' own pages of a person, where they have one. */
export function linksOf(entry: PersonEntry, { store }: EngineContext): Day['links'] {
  const sources = new Map(store.reads.sources().map((source) => [source.id, source]));
  return entry.agents.flatMap(({ source: id, id: agent }) => {
    const source = sources.get(id);
    const url = source === undefined ? null : vendorLink(source.kind, source.config['baseUrl'], agent);
    return source === undefined || url === null ? [] : [{ source: id, sourceName: source.name, url }];
  });
}
