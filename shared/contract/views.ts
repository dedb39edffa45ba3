import { z } from 'zod';
import { adherenceRow, adherenceTile, timelineRow } from './adherence.ts';
import { live } from './define.ts';
import { agentRow, alarmRow, boardRow, pressureRow, queueRow, sourceRow, stripRow } from './rows.ts';
import { name } from './scalars.ts';
import { moment, scope } from './scope.ts';

export const views = {
  /** The floor board: strip, queues, agents, alarms, the day's pressure, and the state of the board. */
  floor: live(z.object({ scope: scope.prefault({}), moment }), {
    board: boardRow,
    strip: stripRow,
    queues: queueRow,
    agents: agentRow,
    alarms: alarmRow,
    pressure: pressureRow,
  }),
  /** Health of every source and stream. */
  sources: live(z.object({}), { sources: sourceRow }),
  /** Everybody with a plan or a state today, and the tiles above. The page shows those out of adherence first. */
  adherence: live(z.object({ scope: scope.prefault({}), moment }), { tiles: adherenceTile, people: adherenceRow }),
  /** The blocks of the day of the people on screen. */
  timeline: live(z.object({ people: z.array(name).max(200), moment }), { rows: timelineRow }),
} as const;
