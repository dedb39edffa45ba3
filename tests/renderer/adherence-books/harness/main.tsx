/** Month, exceptions, people and states on a fake team, for looking at them: `?theme=light#/adherence/month`. Not shipped. */
import { createRoot } from 'react-dom/client';
import { App } from '../../../../renderer/app/App.tsx';
import { EngineClient } from '../../../../renderer/api/index.ts';
import '../../../../renderer/features/register.ts';
import '../../../../renderer/ui/base.css';
import { agentRow, boardRow, fakeFloor, FLOOR_AT, ratioOf, sourceRow } from '../../../helpers/fake-floor.ts';
import { FakeBridge } from '../../../helpers/fake-bridge.ts';
import { answerAdherence } from '../../adherence/answers.ts';
import { answerEverything } from '../../features/answers.ts';
import { answerBooks, mappingRows } from '../answers.ts';

const query = new URLSearchParams(window.location.search);
const bridge = new FakeBridge();
answerEverything(bridge, {
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
});
const asOf = [{ source: 'gc', name: 'Genesys', at: FLOOR_AT - 1000, stale: false }];
const floor = fakeFloor();
const team = answerAdherence(bridge);
answerBooks(bridge);
const agents = team.people.map(({ row }, index) =>
  agentRow(String(index), {
    key: row.key,
    name: row.name,
    team: row.team,
    state: row.state ?? 'offline',
    rawState: row.rawState ?? '',
    since: row.since,
    agents: row.agents,
    adherence: row.hasSchedule ? row.adherence : null,
    scheduled: row.scheduled,
    deviation:
      row.deviation === null || row.deviation.excused !== null
        ? null
        : { since: row.deviation.since, impact: row.deviation.impact },
    conflict: row.conflict,
    occupancy: ratioOf(1200 + index * 20, 1800),
  }),
);
bridge.snapshot('floor', { ...floor, agents, board: [boardRow()] }, { at: FLOOR_AT, asOf });
const push = {
  stream: 'push',
  state: 'ok' as const,
  asOf: FLOOR_AT - 400,
  rows: 18_212,
  quarantined: 0,
  progress: null,
  fault: null,
};
bridge.snapshot(
  'sources',
  {
    sources: [
      sourceRow('gc', {
        kind: 'genesys',
        name: 'Genesys',
        streams: [
          push,
          { ...push, stream: 'agent-status' },
          { ...push, stream: 'schedules', rows: mappingRows().length },
        ],
      }),
      sourceRow('zd', { asOf: FLOOR_AT - 14_000 }),
    ],
  },
  { at: FLOOR_AT },
);
const client = new EngineClient(bridge);
client.start();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App client={client} />);
Object.assign(window, { bridge });
