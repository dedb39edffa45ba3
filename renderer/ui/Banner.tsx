import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './states.css';

interface BannerProps {
  tone: 'info' | 'warning' | 'breach';
  /** What happened. */
  title: string;
  /** What it means for the figures on screen, and what to do next. */
  children?: ReactNode;
  actions?: ReactNode;
}

const ICONS = { info: Info, warning: TriangleAlert, breach: CircleAlert } as const;

/** A strip across the screen about the whole of it. */
export function Banner({ tone, title, children, actions }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div className="wf-banner" data-tone={tone} role={tone === 'breach' ? 'alert' : 'status'}>
      <Icon aria-hidden />
      <p>
        <strong>{title}</strong> {children}
      </p>
      {actions !== undefined && <div className="wf-banner-actions">{actions}</div>}
    </div>
  );
}
