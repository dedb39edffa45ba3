import { AppError } from '../../shared/errors/index.ts';
import { inOrder } from '../../shared/domain/adherence/index.ts';
import { matchPeople } from '../../shared/domain/people.ts';
import type { EngineContext } from './context.ts';
import type { OutputOf, ParsedOf, Commands, Queries } from '../../shared/contract/index.ts';

type People = OutputOf<Queries['people']>;
type PersonAgent = People['people'][number]['agents'][number];

/** Agents as the sources list them, by their keys; those that no list has are left out. */
export function personAgents({ store }: EngineContext, keys: readonly string[]): PersonAgent[] {
  const byKey = describeAgents(store.reads.sources(), store.reads.agents());
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

function describeAgents(
  sources: ReturnType<EngineContext['store']['reads']['sources']>,
  agents: ReturnType<EngineContext['store']['reads']['agents']>,
): Map<string, PersonAgent> {
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  return new Map(
    agents.map(({ source, id, name, email, active, teams }) => {
      const key = `${source}/${id}`;
      return [key, { key, source, sourceName: names.get(source) ?? source, id, name, email, active, teams }];
    }),
  );
}

/** Who is who across systems. */
export function people({ store }: EngineContext): People {
  const agents = store.reads.agents();
  const byKey = describeAgents(store.reads.sources(), agents);
  const known = (key: string): PersonAgent[] => {
    const found = byKey.get(key);
    return found === undefined ? [] : [found];
  };
  const listed = agents.map(({ source, id, name, email }) => ({ key: `${source}/${id}`, source, name, email }));
  const match = matchPeople(listed, store.notebook.peopleDecisions());
  return {
    people: match.people.map(({ key, agents: members, how }) => {
      const own = members.flatMap(known);
      const lead = own.find(({ active }) => active) ?? own[0];
      const team = lead?.teams[0] ?? own.find(({ teams }) => teams.length > 0)?.teams[0] ?? null;
      return { key, name: lead?.name ?? key, team, agents: own, how };
    }),
    suggestions: match.suggestions.flatMap(({ a, b, why }) =>
      known(a).flatMap((one) => known(b).map((other) => ({ a: one, b: other, why }))),
    ),
  };
}

/** What follows for pairs of agents from a decision about people. @throws AppError `not-found`, `invalid-input` */
export function verdictsOf(
  { action, agents }: ParsedOf<Commands['decidePeople']>,
  { live }: Pick<EngineContext, 'live'>,
): { a: string; b: string; verdict: 'same' | 'different' }[] {
  const { entries } = live.floor.agents;
  const asked = [...new Set(agents)];
  const unknown = asked.find((key) => !entries.has(key));
  if (unknown !== undefined) {
    throw new AppError({ code: 'not-found', message: `No system lists the agent “${unknown.slice(0, 100)}”.` });
  }
  if (action === 'split') {
    const apart = new Set(asked);
    const persons = new Set(asked.map((key) => entries.get(key)?.person));
    const rest = [...persons].flatMap((person) => person?.agents ?? []).filter(({ key }) => !apart.has(key));
    // Of several persons, or of a whole one, it is from one another that they are told (a likeness answered with no).
    if (persons.size > 1 || rest.length === 0) return pairsOf(asked, 'different');
    return asked.flatMap((a) => rest.map(({ key: b }) => ({ a, b, verdict: 'different' as const })));
  }
  if (asked.length < 2) {
    throw new AppError({ code: 'invalid-input', message: 'It takes two agents to say that they are one person.' });
  }
  // Whoever is one with them already is one with all of them: also when the one who linked two goes with its source.
  const all = new Set(asked.flatMap((key) => entries.get(key)?.person?.agents.map((agent) => agent.key) ?? [key]));
  for (const key of asked) all.add(key);
  return pairsOf([...all], 'same');
}

function pairsOf<V>(keys: readonly string[], verdict: V): { a: string; b: string; verdict: V }[] {
  return keys.flatMap((a, index) => keys.slice(index + 1).map((b) => ({ a, b, verdict })));
}

/** Every vendor state seen, what it means by default and what people said it means. */
export function stateMappings({ store, settings, upkeep }: EngineContext): OutputOf<Queries['stateMappings']> {
  const names = new Map(store.reads.sources().map(({ id, name }) => [id, name]));
  const chosen = new Map(
    store.notebook
      .stateMappings()
      .map(({ source, platform, rawState, state }) => [JSON.stringify([source, platform, rawState]), state]),
  );
  const rows = store.reads.rawStates().map(({ source, platform, rawState, standard, stays, lastDayAt }) => ({
    source,
    sourceName: names.get(source) ?? source,
    platform,
    rawState,
    standard,
    chosen: chosen.get(JSON.stringify([source, platform, rawState])) ?? null,
    stays,
    lastAt: lastDayAt,
  }));
  const sourceOf = new Map(rows.map(({ source, platform, sourceName }) => [`${source}/${platform}`, sourceName]));
  return {
    rows,
    platforms: inOrder([...sourceOf.keys()], settings.get().adherence.platformOrder).map((platform) => ({
      platform,
      sourceName: sourceOf.get(platform) ?? platform,
    })),
    recomputing: upkeep.share,
  };
}
