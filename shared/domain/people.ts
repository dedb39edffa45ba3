/**
 * Who is who across systems: agents of several sources put together to people. By decision of a person first, then by e-mail, then by name. Agents of one
 * source are never put together but by decision. The result depends on the agents and the decisions alone, not on their order.
 */
import { foldEmail, foldName } from './people-names.ts';
import { suggestPeople } from './people-suggest.ts';

/** An agent as one source knows them. */
export interface PersonAgent {
  /** `source/id`. */
  readonly key: string;
  readonly source: string;
  readonly name: string;
  readonly email: string | null;
}

/** What a person said of two agents. Of several on one pair the last one holds. */
export interface PeopleDecision {
  /** Agent keys, `source/id`. */
  readonly a: string;
  readonly b: string;
  readonly verdict: 'same' | 'different';
}

/**
 * How the agents of a person were found to belong together: one agent only, confirmed by a person, by e-mail or by name. Where several ways were needed it is the
 * weakest of them, so that what nobody has confirmed never looks confirmed.
 */
export type PersonMatch = 'single' | 'confirmed' | 'email' | 'name';

export interface MatchedPerson {
  /** The lowest key of the agents, in order of code units: stable while the same agents belong together. */
  readonly key: string;
  /** Agent keys in order. */
  readonly agents: readonly string[];
  readonly how: PersonMatch;
}

/** Two agents that look alike, were not put together, and of whom nobody has said that they are different people. */
export interface PeopleSuggestion {
  /** Agent keys, the lower one first. */
  readonly a: string;
  readonly b: string;
  readonly why: 'same-name' | 'similar-name';
}

export interface PeopleMatch {
  /** In order of their keys; every agent is in exactly one. */
  readonly people: readonly MatchedPerson[];
  readonly suggestions: readonly PeopleSuggestion[];
  /** Person's key by agent key. */
  readonly personOf: ReadonlyMap<string, string>;
}

/**
 * Puts agents together to people.
 *
 * - Decisions: `same` puts together, `different` keeps apart, also when other agents would link the two. Where decisions contradict each other
 *   through a third agent, `different` holds.
 * - E-mail: equal without regard to case and surrounding blanks. An address that two agents of one source bear is a shared mailbox and matches nobody.
 * - Name: equal without regard to case, accents, spacing and order (`Last, First`), where no source has two agents of that name.
 *
 * @param agents with distinct keys; of two with one key the last holds
 * @param decisions the oldest first
 */
export function matchPeople(agents: readonly PersonAgent[], decisions: readonly PeopleDecision[] = []): PeopleMatch {
  const byKey = new Map(agents.map((agent) => [agent.key, agent]));
  const ordered = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const verdicts = verdictsOf(decisions, byKey);
  const groups = new Groups(ordered, verdicts);

  for (const { a, b, verdict } of verdicts.values()) if (verdict === 'same') groups.join(a, b, 'confirmed');
  joinEqual(groups, ordered, ({ email }) => foldEmail(email), 'email');
  joinEqual(groups, ordered, ({ name }) => foldName(name), 'name');

  const people = groups.people();
  const personOf = new Map(people.flatMap(({ key, agents: members }) => members.map((agent) => [agent, key] as const)));
  const suggestions = suggestPeople(ordered).filter(({ a, b }) => groups.mayJoin(a, b, false));
  return { people, suggestions, personOf };
}

/** Joins agents with an equal mark that is unique within each of their sources. */
function joinEqual(
  groups: Groups,
  agents: readonly PersonAgent[],
  markOf: (agent: PersonAgent) => string | null,
  how: 'email' | 'name',
): void {
  const byMark = new Map<string, PersonAgent[]>();
  for (const agent of agents) {
    const mark = markOf(agent);
    if (mark === null) continue;
    const found = byMark.get(mark);
    if (found === undefined) byMark.set(mark, [agent]);
    else found.push(agent);
  }
  for (const alike of byMark.values()) {
    const [first, ...rest] = alike;
    if (first === undefined || new Set(alike.map(({ source }) => source)).size < alike.length) continue;
    // Each with every earlier one: where two of them may not be joined a third one may still belong to either.
    const before = [first];
    for (const agent of rest) {
      for (const other of before) groups.join(other.key, agent.key, how);
      before.push(agent);
    }
  }
}

type Verdicts = ReadonlyMap<string, PeopleDecision>;

/** The last verdict on each pair of known agents, in order of the pairs. */
function verdictsOf(decisions: readonly PeopleDecision[], known: ReadonlyMap<string, PersonAgent>): Verdicts {
  const last = new Map<string, PeopleDecision>();
  for (const { a, b, verdict } of decisions) {
    if (a === b || !known.has(a) || !known.has(b)) continue;
    const [low, high] = a < b ? [a, b] : [b, a];
    last.set(pairOf(low, high), { a: low, b: high, verdict });
  }
  return new Map([...last].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pairOf(low: string, high: string): string {
  return JSON.stringify([low, high]);
}

interface Group {
  readonly members: string[];
  readonly sources: Set<string>;
  /** Groups of agents that this one must not be joined with, by a member of theirs. */
  readonly apart: Set<string>;
  how: PersonMatch;
}

/** Agents that belong together so far. */
class Groups {
  readonly #of = new Map<string, Group>();

  constructor(agents: readonly PersonAgent[], verdicts: Verdicts) {
    for (const { key, source } of agents) {
      this.#of.set(key, { members: [key], sources: new Set([source]), apart: new Set(), how: 'single' });
    }
    for (const { a, b, verdict } of verdicts.values()) {
      if (verdict !== 'different') continue;
      this.#of.get(a)?.apart.add(b);
      this.#of.get(b)?.apart.add(a);
    }
  }

  /** Whether two agents are in different groups that may become one. @param decided by a person, who may also join agents of one source */
  mayJoin(a: string, b: string, decided: boolean): boolean {
    const [one, other] = [this.#of.get(a), this.#of.get(b)];
    if (one === undefined || other === undefined || one === other) return false;
    if (one.members.some((member) => other.apart.has(member))) return false;
    return decided || ![...one.sources].some((source) => other.sources.has(source));
  }

  join(a: string, b: string, how: 'confirmed' | 'email' | 'name'): void {
    if (!this.mayJoin(a, b, how === 'confirmed')) return;
    const [one, other] = [this.#of.get(a), this.#of.get(b)];
    if (one === undefined || other === undefined) return;
    const [large, small] = one.members.length >= other.members.length ? [one, other] : [other, one];
    // Ways are tried from the strongest to the weakest, so the last one is the weakest of this person.
    large.how = how;
    for (const member of small.members) {
      large.members.push(member);
      this.#of.set(member, large);
    }
    for (const source of small.sources) large.sources.add(source);
    for (const member of small.apart) large.apart.add(member);
  }

  people(): MatchedPerson[] {
    return [...new Set(this.#of.values())]
      .map(({ members, how }) => {
        const agents = [...members].sort();
        return { key: agents[0] ?? '', agents, how };
      })
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}
