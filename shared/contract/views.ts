import { z } from 'zod';
import { adherenceViews } from './adherence.ts';
import { live } from './define.ts';
import { agentRow, alarmRow, boardRow, pressureRow, queueRow, sourceRow, stripRow } from './rows.ts';
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
  ...adherenceViews,
} as const;
