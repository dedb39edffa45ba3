import { Minus, ShieldCheck, TrendingDown, TrendingUp, TriangleAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Impact } from '../../../../shared/domain/adherence/types.ts';
import { conflictText, impactWord } from '../words.ts';
import './marks.css';

const ICONS: Readonly<Record<Impact, LucideIcon>> = {
  negative: TrendingDown,
  neutral: Minus,
  positive: TrendingUp,
};

/** What a deviation does to the floor: shape, hue and word. */
export function ImpactMark({ impact }: { impact: Impact }) {
  const Icon = ICONS[impact];
  return (
    <span className="wf-impact" data-impact={impact}>
      <Icon aria-hidden />
      {impactWord(impact)}
    </span>
  );
}

/** Platforms contradict each other; what they say stands in the tip. */
export function ConflictMark({ conflict }: { conflict: string }) {
  const text = conflictText(conflict);
  return (
    <span className="wf-conflict" data-tip={text}>
      <TriangleAlert aria-hidden />
      <span className="wf-hidden">{text}</span>
    </span>
  );
}

/** The mark of what does not count because somebody or a rule excuses it. */
export function ExcusedMark({ reason }: { reason: string }) {
  return (
    <span className="wf-excused" data-tip={reason}>
      <ShieldCheck aria-hidden />
      <span className="wf-clip">{reason}</span>
    </span>
  );
}
