import { useId } from 'react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import './panel.css';

interface PanelProps {
  title: string;
  /** In muted letters beside the title. */
  hint?: ReactNode;
  /** At the right of the header: chips, buttons. */
  actions?: ReactNode;
  className?: string;
  /** Fixed height in pixels. */
  height?: number;
  children: ReactNode;
}

/** A titled surface; a named region for screen readers. */
export function Panel({ title, hint, actions, className, height, children }: PanelProps) {
  const id = useId();
  return (
    <section className={cx('wf-panel', className)} aria-labelledby={id} style={{ height }}>
      <header className="wf-panel-head">
        <h2 id={id}>{title}</h2>
        {hint !== undefined && <span className="wf-panel-hint wf-clip">{hint}</span>}
        <div className="wf-panel-actions">{actions}</div>
      </header>
      {children}
    </section>
  );
}
