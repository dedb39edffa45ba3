import { fault, json, NOT_FOUND } from './http.ts';
import type { Account, Reply, Request, Route } from './http.ts';
import { lineId, userId } from './ids.ts';
import { listPage } from './paging.ts';
import {
  renderAccountOverview,
  renderAgentActivity,
  renderCall,
  renderLeg,
  renderLine,
  talkStateOf,
} from './render-talk.ts';
import { timedExport } from './streams.ts';

const VOICE = '\\/api\\/v2\\/channels\\/voice';

function talk(path: string, bucket: Route['bucket'], handle: Route['handle']): Route {
  return { method: 'GET', pattern: new RegExp(`^${VOICE}${path}$`, 'u'), bucket, product: 'talk', handle };
}

export const talkRoutes: readonly Route[] = [
  talk('\\/phone_numbers', 'account', lines),
  talk('\\/phone_numbers\\/(\\d+)', 'account', line),
  talk('\\/stats\\/current_queue_activity', 'account', queueActivity),
  talk('\\/stats\\/account_overview', 'account', accountOverview),
  talk('\\/stats\\/agents_activity', 'account', agentsActivity),
  talk('\\/stats\\/incremental\\/calls', 'talk-export', (request, account) =>
    timedExport(request, account, 'calls', account.streams.calls, (change) => renderCall(account.world, change)),
  ),
  talk('\\/stats\\/incremental\\/legs', 'talk-export', (request, account) =>
    timedExport(request, account, 'legs', account.streams.legs, renderLeg),
  ),
];

function lines(request: Request, account: Account): Reply {
  const { world } = account;
  return listPage(
    request,
    account,
    'phone_numbers',
    world.floor.queues.filter((queue) => queue.medium === 'phone'),
    (queue) => [0, lineId(queue.index)],
    (queue) => renderLine(world, queue),
  );
}

function line(request: Request, account: Account): Reply {
  const found = account.world.floor.queues.find(
    (queue) => queue.medium === 'phone' && String(lineId(queue.index)) === request.params[0],
  );
  return found === undefined ? NOT_FOUND : json({ phone_number: renderLine(account.world, found) });
}

/** Indexes of the lines meant by `phone_number_ids` (comma-separated or repeated); all of them without it, null for an unknown one. */
function linesMeant(request: Request, account: Account): Set<number> | null {
  const phones = account.world.floor.queues.filter((queue) => queue.medium === 'phone');
  const asked = [...request.query.getAll('phone_number_ids'), ...request.query.getAll('phone_number_ids[]')]
    .flatMap((text) => text.split(','))
    .filter((text) => text !== '');
  if (asked.length === 0) return new Set(phones.map((queue) => queue.index));
  const meant = asked.map((text) => phones.find((queue) => String(lineId(queue.index)) === text)?.index);
  const known = meant.filter((index) => index !== undefined);
  return known.length === meant.length ? new Set(known) : null;
}

/** Calls standing in line now; who rings unanswered still waits. `agents_online`: those who serve the lines and are online or on a call. */
function queueActivity(request: Request, account: Account): Reply {
  const { world } = account;
  const { now } = request;
  const meant = linesMeant(request, account);
  if (meant === null) return fault(422, 'InvalidValue', 'Unknown phone_number_ids');
  const waits = world
    .waitingAt(now)
    .filter((call) => meant.has(call.queue))
    .map((call) => now - call.queuedAt);
  const online = world.floor.agents.filter(
    (agent) =>
      agent.queues.some((queue) => meant.has(queue)) &&
      talkStateOf(agent, world.stateAt(agent.index, now)).agent_state === 'online',
  );
  return json({
    current_queue_activity: {
      agents_online: online.length,
      calls_waiting: waits.length,
      callbacks_waiting: 0,
      embeddable_callbacks_waiting: 0,
      ai_agent_calls: 0,
      average_wait_time: waits.length === 0 ? 0 : Math.round(waits.reduce((sum, wait) => sum + wait, 0) / waits.length),
      longest_wait_time: Math.max(0, ...waits),
      current_timestamp: now,
    },
  });
}

function accountOverview(request: Request, account: Account): Reply {
  const meant = linesMeant(request, account);
  if (meant === null) return fault(422, 'InvalidValue', 'Unknown phone_number_ids');
  return json({ account_overview: renderAccountOverview(account.world, meant, request.now) });
}

function agentsActivity(request: Request, account: Account): Reply {
  const { world } = account;
  return listPage(
    request,
    account,
    'agents_activity',
    world.floor.agents,
    (agent) => [0, userId(agent.index)],
    (agent) => renderAgentActivity(world, agent, request.now),
  );
}
