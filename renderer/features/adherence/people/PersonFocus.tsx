import { Split, UserRoundCheck } from 'lucide-react';
import { useZone } from '../../../app/providers.tsx';
import { Button, Empty, Panel, t, ticker } from '../../../ui/index.ts';
import { dayOf } from '../days.ts';
import { openDay } from '../routes.ts';
import { AgentCard } from './AgentCard.tsx';
import { AgentHistory } from './AgentHistory.tsx';
import { HowMark } from './columns.tsx';
import type { Person } from './groups.ts';
import type { Match } from './use-match.ts';

/** The person under the keyboard: how the systems know them, what may be decided, and what they were before. */
export function PersonFocus({ person, match }: { person: Person | null; match: Match }) {
  const zone = useZone();
  if (person === null) {
    return (
      <Panel title={t('adherence-people.agents')} className="wf-people-focus">
        <Empty title={t('adherence-people.choose')} />
      </Panel>
    );
  }
  const several = person.agents.length > 1;
  return (
    <Panel
      title={person.name.slice(0, 120)}
      hint={<HowMark how={person.how} />}
      className="wf-people-focus"
      actions={
        <Button kind="quiet" onPress={() => openDay(person.key, dayOf(ticker.now(), zone))}>
          {t('adherence-people.day')}
        </Button>
      }
    >
      <div className="wf-people-body">
        <p className="wf-muted">{t(`adherence-people.how.${person.how}.does`)}</p>
        {several && person.how !== 'confirmed' && (
          <div className="wf-people-decide">
            <Button
              kind="primary"
              icon={<UserRoundCheck />}
              isDisabled={match.busy}
              onPress={() => void match.confirm(person)}
            >
              {t('adherence-people.confirm')}
            </Button>
            <span className="wf-muted">{t('adherence-people.confirm.does')}</span>
          </div>
        )}
        <section aria-label={t('adherence-people.agents')} className="wf-people-agents">
          {person.agents.map((agent) => (
            <AgentCard
              key={agent.key}
              agent={agent}
              actions={
                several && (
                  <span
                    data-tip={t('adherence-people.split.does', {
                      name: agent.name.slice(0, 60),
                      source: agent.sourceName,
                    })}
                  >
                    <Button
                      kind="quiet"
                      icon={<Split />}
                      isDisabled={match.busy}
                      onPress={() => void match.split(person, agent)}
                    >
                      {t('adherence-people.split')}
                    </Button>
                  </span>
                )
              }
            />
          ))}
        </section>
        <AgentHistory person={person} />
      </div>
    </Panel>
  );
}
