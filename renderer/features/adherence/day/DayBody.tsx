import { Empty, t } from '../../../ui/index.ts';
import { DayFigures } from './DayFigures.tsx';
import { DayLanes } from './DayLanes.tsx';
import { Agents, Exceptions, Notes } from './DayLists.tsx';
import type { Day } from './DayPanel.tsx';
import { Deviations } from './Deviations.tsx';

/** What is known of the day: figures, lanes, what did not match and why, and what people wrote. */
export function DayBody({ day, today }: { day: Day; today: boolean }) {
  const blank =
    day.planned.length === 0 &&
    day.lanes.every(({ blocks }) => blocks.length === 0) &&
    day.exceptions.length === 0 &&
    day.notes.length === 0 &&
    day.earlierPlans.length === 0;
  if (blank) return <Empty title={t('adherence.day.empty')} />;
  return (
    <>
      <DayFigures day={day} />
      <DayLanes key={day.day} day={day} />
      <Deviations day={day} today={today} />
      <div className="wf-day-columns">
        <Exceptions day={day} />
        <Notes day={day} />
        <Agents day={day} />
      </div>
    </>
  );
}
