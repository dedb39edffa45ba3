import { CircleCheckBig } from 'lucide-react';
import type { AdherenceRow } from '../../../../shared/contract/index.ts';
import type { Activity } from '../../../../shared/domain/records.ts';
import { useDerived } from '../../../api/index.ts';
import { useZone } from '../../../app/providers.tsx';
import { Empty, formatTime, t, ticker } from '../../../ui/index.ts';
import { activityWord } from '../words.ts';
import { useAdherence } from '../live.tsx';
import { isExcused } from '../order.ts';

interface Plans {
  people: number;
  excused: number;
  next: { at: number; moves: { activity: Activity | null; count: number }[] } | null;
}

/** Nobody is out of adherence: said calmly, with what the plan changes next. */
export function Calm() {
  const { people, excused, next } = useDerived(useAdherence().parts.people, plans);
  const zone = useZone();
  return (
    <Empty icon={<CircleCheckBig />} title={t('adherence.calm.title')}>
      <p>{t('adherence.calm.text', { people, excused })}</p>
      {next !== null && (
        <p>
          {t('adherence.calm.next', {
            time: formatTime(next.at, zone),
            what: next.moves
              .map(({ activity, count }) =>
                t('adherence.calm.nextWhat', { count, activity: activityWord(activity).toLowerCase() }),
              )
              .join(', '),
          })}
        </p>
      )}
    </Empty>
  );
}

function plans(rows: Iterable<AdherenceRow>): Plans {
  const now = ticker.now();
  const found: Plans = { people: 0, excused: 0, next: null };
  const moves = new Map<number, Map<Activity | null, number>>();
  for (const row of rows) {
    if (isExcused(row)) found.excused += 1;
    if (row.scheduled !== null && row.scheduled !== 'off') found.people += 1;
    if (row.scheduledUntil === null || row.scheduledUntil <= now) continue;
    const at = moves.get(row.scheduledUntil) ?? new Map<Activity | null, number>();
    moves.set(row.scheduledUntil, at.set(row.next, (at.get(row.next) ?? 0) + 1));
  }
  const first = [...moves.keys()].sort((a, b) => a - b)[0];
  if (first !== undefined) {
    const list = [...(moves.get(first) ?? [])].map(([activity, count]) => ({ activity, count }));
    found.next = { at: first, moves: list.sort((a, b) => b.count - a.count).slice(0, 3) };
  }
  return found;
}
