import type { Subject } from '../../app/state.ts';
import { AgentDetails } from './AgentDetails.tsx';
import { QueueDetails } from './QueueDetails.tsx';

/** Everything about one row of the floor, beside the floor. */
export function Details({ subject, onClose }: { subject: Subject; onClose(): void }) {
  return subject.kind === 'queue' ? (
    <QueueDetails key={subject.key} queueKey={subject.key} onClose={onClose} />
  ) : (
    <AgentDetails key={subject.key} agentKey={subject.key} onClose={onClose} />
  );
}
