import type { ReactNode } from 'react';
import './states.css';

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Said where there is nothing to show: why, and the next thing to do. */
export function Empty({ icon, title, children, actions }: EmptyProps) {
  return (
    <div className="wf-empty">
      {icon !== undefined && (
        <span className="wf-empty-icon" aria-hidden>
          {icon}
        </span>
      )}
      <p className="wf-empty-title">{title}</p>
      {children !== undefined && <div className="wf-empty-text">{children}</div>}
      {actions !== undefined && <div className="wf-empty-actions">{actions}</div>}
    </div>
  );
}
