import { CircleAlert, CircleCheck, CirclePause, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { Tone } from './words.ts';

const ICONS = {
  ok: CircleCheck,
  busy: LoaderCircle,
  warning: TriangleAlert,
  breach: CircleAlert,
  off: CirclePause,
} as const;

/** A state in shape, word and hue. */
export function StateMark({ tone, children }: { tone: Tone; children: string }) {
  const Icon = ICONS[tone];
  return (
    <span className="wf-source-state" data-tone={tone}>
      <Icon aria-hidden />
      {children}
    </span>
  );
}
