import type { AgentRow } from '../../../shared/contract/index.ts';
import { Since } from '../../ui/index.ts';

/** How long the agent is in the state; it stands still while the source has stalled. Nothing where it is not known. */
export function StateTime({ row: { since, sinceAtLeast, stale, asOf } }: { row: AgentRow }) {
  if (since === null) return null;
  return <Since at={since} until={stale ? asOf : null} atLeast={sinceAtLeast ?? false} />;
}
