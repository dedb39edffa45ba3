import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { AlarmLevel } from '../../../shared/contract/index.ts';
import { Badge, t } from '../../ui/index.ts';

const ICONS = { breach: CircleAlert, warning: TriangleAlert, stale: CircleDashed, normal: CircleCheck } as const;

/** A level in shape, word and hue. */
export function LevelMark({ level }: { level: AlarmLevel }) {
  const Icon = ICONS[level];
  return (
    <Badge level={level}>
      <span className="wf-alarm-level">
        <Icon aria-hidden />
        {t(`words.level.${level}`)}
      </span>
    </Badge>
  );
}
