import type { CallOutput } from '../../../api/index.ts';

export type People = CallOutput<'people'>;
export type Person = People['people'][number];
export type PersonAgent = Person['agents'][number];
export type Suggestion = People['suggestions'][number];

export const GROUPS = ['all', 'open', 'alike', 'confirmed', 'single'] as const;
export type Group = (typeof GROUPS)[number];

/** Found by the rules and not yet looked at by anybody. */
export function isOpen(person: Person): boolean {
  return person.how === 'email' || person.how === 'name';
}

export function countsOf(people: People): Record<Group, number> {
  const counts = { all: people.people.length, open: 0, alike: people.suggestions.length, confirmed: 0, single: 0 };
  for (const person of people.people) {
    if (isOpen(person)) counts.open += 1;
    else if (person.how === 'confirmed') counts.confirmed += 1;
    else counts.single += 1;
  }
  return counts;
}

/** People of a group in which all words are found, those to confirm first, then by name. */
export function shownOf(people: readonly Person[], group: Group, words: string): Person[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  return people
    .filter((person) => inGroup(person, group) && fits(person, wanted))
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
}

function inGroup(person: Person, group: Group): boolean {
  if (group === 'open') return isOpen(person);
  return group === 'all' || group === 'alike' || person.how === group;
}

function fits(person: Person, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const text = folded(
    [
      person.name,
      person.team,
      ...person.agents.flatMap(({ name, email, sourceName, teams }) => [name, email, sourceName, ...teams]),
    ].join(' '),
  );
  return wanted.every((word) => text.includes(word));
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
