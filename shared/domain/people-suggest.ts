/** Pairs of agents whose names look alike, for a person to decide. */
import type { PeopleSuggestion, PersonAgent } from './people.ts';
import { foldName } from './people-names.ts';

/** A name that so many bear (“Agent”) says nothing of any two of them. */
const MOST_ALIKE = 12;
/** Below this many letters one slip makes another name: Dan and Jan. */
const LEAST_LETTERS = 6;

/**
 * Pairs of different sources with the same name, or with a similar one: another order of the words, an initial for the first name, or one letter more, less,
 * different or swapped. Names with figures in them are alike only when they are equal. In order of the keys. The work grows with the number of
 * agents, not with the pairs.
 */
export function suggestPeople(agents: readonly PersonAgent[]): PeopleSuggestion[] {
  const found = new Map<string, PeopleSuggestion>();
  const named = agents.flatMap((agent) => {
    const name = foldName(agent.name);
    return name === null ? [] : [{ agent, name }];
  });
  for (const alike of grouped(named, ({ name }) => [name])) add(found, alike, 'same-name', () => true);
  const wordy = named.filter(({ name }) => !/\p{N}/u.test(name));
  for (const alike of grouped(wordy, ({ name }) => [sortedWords(name)])) add(found, alike, 'similar-name', () => true);
  for (const alike of grouped(wordy, ({ name }) => initialForms(name))) add(found, alike, 'similar-name', initialFits);
  for (const alike of grouped(wordy, ({ name }) => withOneLess(sortedWords(name)))) {
    add(found, alike, 'similar-name', (a, b) => oneSlip(sortedWords(a), sortedWords(b)));
  }
  return [...found.values()].sort((one, other) => compare(one.a, other.a) || compare(one.b, other.b));
}

interface Named {
  readonly agent: PersonAgent;
  readonly name: string;
}

function grouped(all: readonly Named[], marksOf: (one: Named) => readonly string[]): Named[][] {
  const groups = new Map<string, Named[]>();
  for (const one of all) {
    for (const mark of marksOf(one)) {
      const group = groups.get(mark);
      if (group === undefined) groups.set(mark, [one]);
      else group.push(one);
    }
  }
  return [...groups.values()].filter(({ length }) => length > 1 && length <= MOST_ALIKE);
}

function add(
  found: Map<string, PeopleSuggestion>,
  alike: readonly Named[],
  why: PeopleSuggestion['why'],
  fits: (a: string, b: string) => boolean,
): void {
  for (const [index, one] of alike.entries()) {
    for (const other of alike.slice(index + 1)) {
      if (one.agent.source === other.agent.source) continue;
      const [a, b] = one.agent.key < other.agent.key ? [one, other] : [other, one];
      const pair = JSON.stringify([a.agent.key, b.agent.key]);
      if (!found.has(pair) && fits(a.name, b.name)) found.set(pair, { a: a.agent.key, b: b.agent.key, why });
    }
  }
}

function sortedWords(name: string): string {
  return name.split(' ').sort().join(' ');
}

/** `maria lopez` and `m lopez` share `m lopez`. */
function initialForms(name: string): string[] {
  const words = name.split(' ');
  const last = words.at(-1);
  return words.length < 2 || last === undefined || last.length < 2 ? [] : [`${name.slice(0, 1)} ${last}`];
}

/** One of the two has but an initial, or both begin alike: not two different first names of one letter. */
function initialFits(a: string, b: string): boolean {
  const [first = ''] = a.split(' ');
  const [second = ''] = b.split(' ');
  return first.length === 1 || second.length === 1;
}

function withOneLess(name: string): string[] {
  if (name.replaceAll(' ', '').length < LEAST_LETTERS) return [];
  const forms = new Set([name]);
  for (let index = 0; index < name.length; index += 1) forms.add(name.slice(0, index) + name.slice(index + 1));
  return [...forms];
}

/** Whether one letter more, less, different or swapped with its neighbour makes one of the other. */
function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
