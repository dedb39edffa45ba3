import type { AdherenceRules } from '../live/adherence-day.ts';
import type { Floor } from '../live/floor.ts';
import type { RecountPerson, RecountRules, Store } from '../store/index.ts';

/** What kept counts are counted by: everybody, the rules and the sources as the live floor knows them now. */
export function recountInput(
  { agents, freshness }: Floor,
  { toleranceSeconds: tolerance, platformOrder }: Pick<AdherenceRules, 'toleranceSeconds' | 'platformOrder'>,
  { reads }: Pick<Store, 'reads'>,
): { people: RecountPerson[]; rules: RecountRules } {
  // What a file tells is over; of a source that never spoke nothing is known that could have ended.
  const silent = [...freshness.sources.values()].filter(({ stale, readOnly }) => stale && !readOnly);
  return {
    people: [...agents.people.values()].map((person) => ({
      key: person.key,
      agents: person.agents.map(({ key }) => key),
    })),
    rules: {
      tolerance,
      platformOrder,
      silence: 'unknown',
      telling: [...new Set(reads.rawStates().map(({ source }) => source))],
      silentSince: Object.fromEntries(
        silent.flatMap(({ source, at }): [string, number][] => (at === null ? [] : [[source, at]])),
      ),
    },
  };
}
