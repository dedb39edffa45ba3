import type { ReactNode } from 'react';
import { t } from '../../../ui/index.ts';
import type { PersonAgent } from './groups.ts';

/** A person as one system knows them. */
export function AgentCard({ agent, actions }: { agent: PersonAgent; actions?: ReactNode }) {
  return (
    <div className="wf-agent-card" data-inactive={agent.active ? undefined : ''}>
      <p className="wf-agent-card-name">
        <span className="wf-strong wf-clip" dir="auto" title={agent.name.slice(0, 300)}>
          {agent.name}
        </span>
        {!agent.active && <span className="wf-agent-card-off">{t('adherence-people.agent.inactive')}</span>}
      </p>
      <p className="wf-clip wf-muted" dir="auto">
        {agent.sourceName} · {t('adherence-people.agent.id', { id: agent.id.slice(0, 60) })}
      </p>
      <p className="wf-clip wf-selectable" dir="auto">
        {agent.email ?? <span className="wf-muted">{t('adherence-people.agent.noEmail')}</span>}
      </p>
      {agent.teams.length > 0 && (
        <p className="wf-clip wf-muted" dir="auto">
          {agent.teams.join(', ')}
        </p>
      )}
      {actions}
    </div>
  );
}
