import type { ReactNode } from 'react';
import './states.css';

/** A figure or word tinted by its alarm level; `normal` is plain text in the same place, so that nothing moves. */
export function Badge({ level, children }: { level: 'normal' | 'warning' | 'breach' | 'stale'; children: ReactNode }) {
  return (
    <span className="wf-badge" data-level={level}>
      {children}
    </span>
  );
}
