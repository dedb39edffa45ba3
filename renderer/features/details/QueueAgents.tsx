import { useCallback, useMemo, useState } from 'react';
import type { AgentRow, QueueRow } from '../../../shared/contract/index.ts';
import { useOrdering, useRow } from '../../api/index.ts';
import { StateIcon, StateWord } from '../../app/marks.tsx';
import { useFloor } from '../../app/providers.tsx';
import { openSubject } from '../../app/state.ts';
import { Button, t } from '../../ui/index.ts';
import { Part } from './parts.tsx';
import { StateTime } from './StateTime.tsx';

/** Shown before "all": a glance, not a list. */
const FIRST = 12;
const ORDER = ['help', 'available', 'on-contact', 'wrap'];

function rank({ state }: AgentRow): number {
  const index = ORDER.indexOf(state);
  if (index >= 0) return index;
  return state === 'offline' ? ORDER.length + 1 : ORDER.length;
}

const compare = (a: AgentRow, b: AgentRow) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Who serves the queue, and what they do now. */
export function QueueAgents({ queue }: { queue: QueueRow }) {
  const { agents } = useFloor().parts;
  const [all, setAll] = useState(false);
  const { key, source, id } = queue;
  const filter = useCallback(
    (agent: AgentRow) => agent.source === source && (agent.queues.includes(key) || agent.queues.includes(id)),
    [key, source, id],
  );
  const rule = useMemo(() => ({ filter, compare }), [filter]);
  const keys = useOrdering(agents, rule, false);
  const known = queue.available !== null || keys.length > 0;
  return (
    <Part
      title={t('details.agents')}
      actions={keys.length > 0 && <span className="wf-muted">{t('details.agents.count', { count: keys.length })}</span>}
    >
      {keys.length === 0 ? (
        <p className="wf-muted">{known ? t('details.agents.none') : t('details.agents.unknown')}</p>
      ) : (
        <ul className="wf-details-agents">
          {(all ? keys : keys.slice(0, FIRST)).map((agent) => (
            <AgentLine key={agent} agentKey={agent} />
          ))}
        </ul>
      )}
      {!all && keys.length > FIRST && (
        <Button kind="quiet" onPress={() => setAll(true)}>
          {t('details.agents.more', { count: keys.length })}
        </Button>
      )}
    </Part>
  );
}

function AgentLine({ agentKey }: { agentKey: string }) {
  const row = useRow(useFloor().parts.agents, agentKey);
  if (row === undefined) return null;
  return (
    <li>
      <button type="button" onClick={() => openSubject({ kind: 'agent', key: agentKey })}>
        <StateIcon state={row.state} />
        <span className="wf-clip wf-details-agent-name" dir="auto">
          {row.name}
        </span>
        <StateWord state={row.state} raw={row.rawState} />
        <span className="wf-details-agent-time">
          <StateTime row={row} />
        </span>
      </button>
    </li>
  );
}
