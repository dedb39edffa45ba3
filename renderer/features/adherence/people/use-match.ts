import { useMemo } from 'react';
import { useCommand } from '../../../api/index.ts';
import { errorText, notify, t } from '../../../ui/index.ts';
import type { Person, PersonAgent, Suggestion } from './groups.ts';

interface Decision {
  action: 'confirm' | 'merge' | 'split';
  agents: readonly string[];
}

export interface Match {
  confirm(person: Person): Promise<void>;
  merge(people: readonly Person[]): Promise<void>;
  /** This agent is another human than the rest of the person. */
  split(person: Person, agent: PersonAgent): Promise<void>;
  /** The answer to a suggestion. */
  answer(suggestion: Suggestion, isSame: boolean): Promise<void>;
  busy: boolean;
}

/** What may be decided of who is who; each decision says so with its way back. @param changed told after every decision */
export function useMatch(changed: () => void): Match {
  const { run, busy } = useCommand('decidePeople');
  return useMemo(() => {
    const decide = async (decision: Decision, said: string, undo: Decision | null) => {
      const result = await run({ action: decision.action, agents: [...decision.agents] });
      if (!result.ok) {
        notify({ tone: 'breach', text: t('adherence-people.decide.failed', { reason: errorText(result.error) }) });
        return;
      }
      changed();
      notify({
        tone: 'info',
        text: said,
        ...(undo === null
          ? {}
          : {
              action: {
                label: t('adherence-people.undo'),
                perform: () => void decide(undo, t('adherence-people.undone'), null),
              },
            }),
      });
    };
    const keysOf = (people: readonly Person[]) => people.flatMap(({ agents }) => agents.map(({ key }) => key));
    return {
      busy,
      async confirm(person) {
        const agents = keysOf([person]);
        if (agents.length < 2) return;
        await decide(
          { action: 'confirm', agents },
          t('adherence-people.done.confirm', { name: short(person.name) }),
          null,
        );
      },
      async merge(people) {
        const [first, ...others] = people;
        if (first === undefined || others.length === 0) return;
        await decide(
          { action: 'merge', agents: keysOf(people) },
          t('adherence-people.done.merge', { name: short(first.name) }),
          others.length === 1 ? { action: 'split', agents: keysOf(others) } : null,
        );
      },
      async split(person, agent) {
        await decide(
          { action: 'split', agents: [agent.key] },
          t('adherence-people.done.split', { name: short(agent.name) }),
          { action: 'merge', agents: keysOf([person]) },
        );
      },
      async answer({ a, b }, isSame) {
        const agents = [a.key, b.key];
        if (isSame) {
          const said = t('adherence-people.done.merge', { name: short(a.name) });
          await decide({ action: 'merge', agents }, said, { action: 'split', agents: [b.key] });
        } else {
          await decide(
            { action: 'split', agents },
            t('adherence-people.done.different', { a: short(a.name), b: short(b.name) }),
            null,
          );
        }
      },
    };
  }, [run, busy, changed]);
}

function short(name: string): string {
  return name.slice(0, 80);
}
