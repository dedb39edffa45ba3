import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPeople } from '../../../shared/domain/people.ts';
import type { PeopleDecision, PersonAgent } from '../../../shared/domain/people.ts';

function agent(key: string, name: string, email: string | null = null): PersonAgent {
  return { key, source: key.split('/')[0] ?? key, name, email };
}

const same = (a: string, b: string): PeopleDecision => ({ a, b, verdict: 'same' });
const different = (a: string, b: string): PeopleDecision => ({ a, b, verdict: 'different' });

/** `gc/1+zd/7 email` for each person. */
function people(agents: PersonAgent[], decisions: PeopleDecision[] = []): string[] {
  return matchPeople(agents, decisions).people.map(({ agents: keys, how }) => `${keys.join('+')} ${how}`);
}

function suggested(agents: PersonAgent[], decisions: PeopleDecision[] = []): string[] {
  return matchPeople(agents, decisions).suggestions.map(({ a, b, why }) => `${a}~${b} ${why}`);
}

describe('by e-mail', () => {
  test('without regard to case and blanks, before names', () => {
    const agents = [
      agent('gc/1', 'Noa Regev', 'noa@floor.example'),
      agent('zd/7', 'N. R.', ' NOA@Floor.example '),
      agent('zd/8', 'Noa Regev'),
    ];
    expect(people(agents)).toEqual(['gc/1+zd/7 email', 'zd/8 single']);
  });

  test('a shared mailbox matches nobody', () => {
    const agents = [
      agent('gc/1', 'Noa', 'team@floor.example'),
      agent('zd/7', 'Amir', 'team@floor.example'),
      agent('zd/8', 'Dana', 'team@floor.example'),
    ];
    expect(people(agents)).toEqual(['gc/1 single', 'zd/7 single', 'zd/8 single']);
  });

  test.each(['', ' ', '-', 'n/a', '@', 'x@', '@y'])('%j is no address', (email) => {
    expect(people([agent('gc/1', 'Noa', email), agent('zd/7', 'Amir', email)])).toEqual(['gc/1 single', 'zd/7 single']);
  });
});

describe('by name', () => {
  test.each([
    ['Šárka Nováková', 'sarka  novakova'],
    ['Regev, Noa', 'Noa Regev'],
    ['Søren Ångström', 'SOREN ANGSTROM'],
    ['Dana O’Neil', "Dana O'Neil"],
    ['Jean-Luc Weiß', 'Jean Luc Weiss'],
    ['נועה רגב', 'נועה  רגב'],
    ['\u202eNoa Regev\u202c', 'Noa Regev'],
  ])('%s is %s', (one, other) => {
    expect(people([agent('gc/1', one), agent('zd/7', other)])).toEqual(['gc/1+zd/7 name']);
  });

  test('only where no source has two of that name; they are then suggested', () => {
    const agents = [agent('gc/1', 'Noa Regev'), agent('zd/7', 'Noa Regev'), agent('zd/8', 'Noa Regev')];
    expect(people(agents)).toEqual(['gc/1 single', 'zd/7 single', 'zd/8 single']);
    expect(suggested(agents)).toEqual(['gc/1~zd/7 same-name', 'gc/1~zd/8 same-name']);
    expect(suggested(agents, [different('zd/7', 'gc/1')])).toEqual(['gc/1~zd/8 same-name']);
  });

  test('names of other scripts that differ in their vowel signs are different', () => {
    expect(people([agent('gc/1', 'राम'), agent('zd/7', 'रमा')])).toEqual(['gc/1 single', 'zd/7 single']);
  });

  test.each(['', '   ', '---', '\u200b', '.'])('%j is no name', (name) => {
    expect(people([agent('gc/1', name), agent('zd/7', name)])).toEqual(['gc/1 single', 'zd/7 single']);
  });
});

describe('decisions of people', () => {
  const agents = [
    agent('gc/1', 'Noa Regev', 'noa@floor.example'),
    agent('zd/7', 'Noa Regev', 'noa@floor.example'),
    agent('ic/3', 'Nono'),
  ];

  test('put together, confirm and split', () => {
    expect(people(agents)).toEqual(['gc/1+zd/7 email', 'ic/3 single']);
    expect(people(agents, [same('zd/7', 'gc/1')])).toEqual(['gc/1+zd/7 confirmed', 'ic/3 single']);
    expect(people(agents, [different('gc/1', 'zd/7')])).toEqual(['gc/1 single', 'ic/3 single', 'zd/7 single']);
    expect(people(agents, [same('gc/1', 'ic/3'), same('ic/3', 'zd/7')])).toEqual(['gc/1+ic/3+zd/7 confirmed']);
  });

  test('what nobody has confirmed does not look confirmed', () => {
    expect(people(agents, [same('gc/1', 'ic/3')])).toEqual(['gc/1+ic/3+zd/7 email']);
  });

  test('the last word on a pair holds', () => {
    expect(people(agents, [different('gc/1', 'zd/7'), same('zd/7', 'gc/1')])).toEqual([
      'gc/1+zd/7 confirmed',
      'ic/3 single',
    ]);
  });

  test('different holds also where a third agent would link the two', () => {
    const three = [agent('a/1', 'Noa'), agent('b/1', 'Amir'), agent('c/1', 'Dana')];
    expect(people(three, [same('a/1', 'b/1'), same('b/1', 'c/1'), different('a/1', 'c/1')])).toEqual([
      'a/1+b/1 confirmed',
      'c/1 single',
    ]);
  });

  test('people may put two agents of one source together, the rules never', () => {
    const twice = [agent('gc/1', 'Noa Regev'), agent('gc/2', 'Noa Regev')];
    expect(people(twice)).toEqual(['gc/1 single', 'gc/2 single']);
    expect(people(twice, [same('gc/1', 'gc/2')])).toEqual(['gc/1+gc/2 confirmed']);
  });

  test('on agents that are gone, or on one agent alone, do nothing', () => {
    expect(people([agent('gc/1', 'Noa')], [same('gc/1', 'zd/9'), different('gc/1', 'gc/1')])).toEqual(['gc/1 single']);
  });
});

describe('suggestions', () => {
  test.each([
    ['Regev Noa', 'Noa Regev'],
    ['N. Regev', 'Noa Regev'],
    ['Noa Regev', 'Noa Regeb'],
    ['Noa Rgeev', 'Noa Regev'],
    ['Jonathan Smith', 'Jonathon Smith'],
    ['Tamar Levin', 'Tamar Levine'],
  ])('%s looks like %s', (one, other) => {
    expect(people([agent('gc/1', one), agent('zd/7', other)])).toHaveLength(2);
    expect(suggested([agent('gc/1', one), agent('zd/7', other)])).toEqual(['gc/1~zd/7 similar-name']);
  });

  test.each([
    ['Noa Regev', 'Maya Oren'],
    ['Agent 1', 'Agent 2'],
    ['Dan', 'Jan'],
    ['Maria Lopez', 'Marta Lopez Garcia'],
    ['Ann Lopez', 'Amy Lopez'],
  ])('%s does not look like %s', (one, other) => {
    expect(suggested([agent('gc/1', one), agent('zd/7', other)])).toEqual([]);
  });

  test('none of somebody who has an agent in that source already, and none within a source', () => {
    const agents = [
      agent('gc/1', 'Noa Regev', 'noa@floor.example'),
      agent('zd/7', 'Noa R', 'noa@floor.example'),
      agent('zd/8', 'Noa Regef'),
    ];
    expect(suggested(agents)).toEqual([]);
  });

  test('a name that a crowd bears makes no crowd of pairs', () => {
    const crowd = ['gc', 'zd'].flatMap((source) =>
      Array.from({ length: 300 }, (_, index) => agent(`${source}/${index}`, 'Agent')),
    );
    expect(suggested(crowd)).toEqual([]);
  });
});

describe('any agents and any decisions', () => {
  const anyAgents = fc.uniqueArray(
    fc.record({
      key: fc.tuple(fc.constantFrom('gc', 'zd', 'ic'), fc.nat(6)).map(([source, id]) => `${source}/${id}`),
      name: fc.constantFrom('Noa Regev', 'Regev, Noa', 'Amir Tal', 'A. Tal', 'Agent', '', '__proto__'),
      email: fc.constantFrom(
        null,
        'noa@floor.example',
        'NOA@floor.example',
        'amir@floor.example',
        'team@floor.example',
      ),
    }),
    { selector: ({ key }) => key, maxLength: 15 },
  );
  const all = anyAgents.map((agents) => agents.map(({ key, name, email }) => agent(key, name, email)));
  const keys = fc.tuple(fc.constantFrom('gc', 'zd', 'ic'), fc.nat(6)).map(([source, id]) => `${source}/${id}`);
  const anyDecisions = fc.array(
    fc.record({ a: keys, b: keys, verdict: fc.constantFrom('same' as const, 'different' as const) }),
    { maxLength: 8 },
  );

  test('everybody is one person, whose key is the lowest of its agents', () => {
    fc.assert(
      fc.property(all, anyDecisions, (agents, decisions) => {
        const { people: found, personOf } = matchPeople(agents, decisions);
        expect(found.flatMap((person) => person.agents).sort()).toEqual(agents.map(({ key }) => key).sort());
        for (const person of found) {
          expect(person.key).toBe([...person.agents].sort()[0]);
          expect(person.how === 'single').toBe(person.agents.length === 1);
          for (const key of person.agents) expect(personOf.get(key)).toBe(person.key);
        }
      }),
    );
  });

  test('the order of the agents does not matter', () => {
    const shuffled = all.chain((agents) =>
      fc.tuple(fc.constant(agents), fc.shuffledSubarray(agents, { minLength: agents.length })),
    );
    fc.assert(
      fc.property(shuffled, anyDecisions, ([agents, others], decisions) => {
        expect(matchPeople(others, decisions)).toEqual(matchPeople(agents, decisions));
      }),
    );
  });

  test('the last verdicts hold: different pairs are apart, and of one source only people join', () => {
    fc.assert(
      fc.property(all, anyDecisions, (agents, decisions) => {
        const { people: found, personOf, suggestions } = matchPeople(agents, decisions);
        const last = new Map(decisions.map(({ a, b, verdict }) => [[a, b].sort().join(' '), { a, b, verdict }]));
        for (const { a, b, verdict } of last.values()) {
          if (verdict === 'different' && a !== b && personOf.has(a) && personOf.has(b))
            expect(personOf.get(a)).not.toBe(personOf.get(b));
        }
        const joined = [...last.values()].some(({ verdict }) => verdict === 'same');
        for (const person of found) {
          const sources = person.agents.map((key) => key.split('/')[0]);
          if (!joined) expect(new Set(sources).size).toBe(sources.length);
        }
        for (const { a, b } of suggestions) {
          expect(a < b).toBe(true);
          expect(personOf.get(a)).not.toBe(personOf.get(b));
        }
      }),
    );
  });
});
