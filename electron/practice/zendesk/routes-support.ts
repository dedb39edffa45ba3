import { fault, json, NOT_FOUND, wholeNumber } from './http.ts';
import type { Account, Reply, Request, Route } from './http.ts';
import { groupId, isCustomer, iso, OWNER_ID, userId } from './ids.ts';
import { link, listPage, readCursor, writeCursor } from './paging.ts';
import {
  membershipsOf,
  queuesIn,
  renderCustomer,
  renderGroup,
  renderMembership,
  renderMetricEvent,
  renderRating,
  renderStaff,
  renderTicket,
  staffOf,
} from './render-support.ts';
import { startTimeFault, timedExport, WITHHELD_SECONDS } from './streams.ts';

const EXPORT_PAGE = 1000;

export const supportRoutes: readonly Route[] = [
  { method: 'GET', pattern: /^\/api\/v2\/users$/u, bucket: 'account', handle: users },
  { method: 'GET', pattern: /^\/api\/v2\/users\/me$/u, bucket: 'account', handle: me },
  { method: 'GET', pattern: /^\/api\/v2\/users\/show_many$/u, bucket: 'account', handle: showMany },
  { method: 'GET', pattern: /^\/api\/v2\/users\/(\d+)$/u, bucket: 'account', handle: user },
  { method: 'GET', pattern: /^\/api\/v2\/groups$/u, bucket: 'account', handle: groups },
  { method: 'GET', pattern: /^\/api\/v2\/group_memberships$/u, bucket: 'account', handle: memberships },
  { method: 'GET', pattern: /^\/api\/v2\/account\/settings$/u, bucket: 'account', handle: settings },
  { method: 'GET', pattern: /^\/api\/v2\/satisfaction_ratings$/u, bucket: 'account', product: 'csat', handle: ratings },
  { method: 'GET', pattern: /^\/api\/v2\/tickets\/(\d+)$/u, bucket: 'account', handle: ticket },
  { method: 'GET', pattern: /^\/api\/v2\/tickets\/(\d+)\/audits$/u, bucket: 'account', handle: audits },
  { method: 'GET', pattern: /^\/api\/v2\/incremental\/tickets\/cursor$/u, bucket: 'incremental', handle: ticketExport },
  { method: 'GET', pattern: /^\/api\/v2\/incremental\/users\/cursor$/u, bucket: 'incremental', handle: userExport },
  {
    method: 'GET',
    pattern: /^\/api\/v2\/incremental\/ticket_metric_events$/u,
    bucket: 'incremental',
    handle: async (request, account) => {
      await prepare(request, account);
      return timedExport(request, account, 'ticket_metric_events', account.streams.metrics, (change) =>
        renderMetricEvent(change.row),
      );
    },
  },
];

/** Staff only: customers come one by one through `show_many`, as nobody needs them all. */
function users(request: Request, account: Account): Reply {
  const roles = [...request.query.getAll('role[]'), ...request.query.getAll('role')];
  const listed = staffOf(account.world, account.phones).filter(
    (member) => roles.length === 0 || roles.includes(member.role),
  );
  return listPage(
    request,
    account,
    'users',
    listed,
    (member) => [0, member.id],
    (member) => renderStaff(account.world, member, account.baseUrl()),
  );
}

function userOf(account: Account, id: number): unknown {
  const member = staffOf(account.world, account.phones).find((candidate) => candidate.id === id);
  if (member !== undefined) return renderStaff(account.world, member, account.baseUrl());
  return isCustomer(id) ? renderCustomer(account.world, id, account.baseUrl()) : null;
}

function me(_request: Request, account: Account): Reply {
  return json({ user: userOf(account, OWNER_ID) });
}

function user(request: Request, account: Account): Reply {
  const found = userOf(account, Number(request.params[0]));
  return found === null ? NOT_FOUND : json({ user: found });
}

function showMany(request: Request, account: Account): Reply {
  const ids = (request.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length > 100) return fault(400, 'TooManyValues', 'Accepts up to 100 ids');
  return json({ users: ids.map((id) => userOf(account, Number(id))).filter((found) => found !== null) });
}

function groups(request: Request, account: Account): Reply {
  const { world } = account;
  const shown = queuesIn(world, account.phones);
  return listPage(
    request,
    account,
    'groups',
    shown,
    (queue) => [0, groupId(queue.index)],
    (queue) => renderGroup(world, queue, account.baseUrl(), queue === shown[0]),
  );
}

function memberships(request: Request, account: Account): Reply {
  const { world } = account;
  const group = wholeNumber(request.query, 'group_id');
  const asked = wholeNumber(request.query, 'user_id');
  const listed = membershipsOf(world, account.phones).filter(
    (membership) =>
      (group === null || groupId(membership.queue) === group) && (asked === null || userId(membership.agent) === asked),
  );
  return listPage(
    request,
    account,
    'group_memberships',
    listed,
    (membership) => [0, membership.id],
    (membership) => renderMembership(world, membership, account.baseUrl()),
  );
}

function settings(_request: Request, account: Account): Reply {
  return json({
    settings: {
      active_features: {
        chat: !account.without.has('chat'),
        voice: !account.without.has('talk'),
        customer_satisfaction: !account.without.has('csat'),
        business_hours: true,
        sandbox: true,
      },
      agents: { agent_workspace: true, unified_agent_statuses: false },
      api: { accepted_api_agreement: true, api_token_access: 'true' },
      voice: {
        enabled: !account.without.has('talk'),
        agent_wrap_up_after_calls: true,
        maximum_queue_size: 500,
        maximum_queue_wait_time: 30,
        outbound_enabled: false,
      },
    },
  });
}

/** The export is filtered by when a ticket's row was touched; the ticket as it stands now is what is shown. */
async function ticketExport(request: Request, account: Account): Promise<Reply> {
  const { query, now } = request;
  const cursorText = query.get('cursor');
  let from: readonly [number, number];
  if (cursorText === null) {
    const startTime = wholeNumber(query, 'start_time');
    const wrong = startTimeFault(startTime, now);
    if (wrong !== null) return wrong;
    from = [startTime ?? 0, -1];
  } else {
    const read = readCursor(cursorText);
    if (read === null) return fault(400, 'InvalidPaginationParameter', 'The cursor is not valid');
    from = read;
  }
  const asked = wholeNumber(query, 'per_page') ?? EXPORT_PAGE;
  const limit = asked >= 1 ? Math.min(EXPORT_PAGE, asked) : EXPORT_PAGE;
  await prepare(request, account, from[0]);
  const { rows, end } = account.streams.tickets.read(from[0], from[1], limit, now - WITHHELD_SECONDS, false);
  const excludeDeleted = query.get('exclude_deleted') === 'true';
  const last = rows.at(-1);
  const cursor = writeCursor(last === undefined ? from : [last.at, last.id]);
  const tickets = rows.map((change) => renderTicket(change.row, change.at, account.baseUrl()));
  const next = new URLSearchParams(query);
  next.delete('start_time');
  next.set('cursor', cursor);
  return json({
    tickets: excludeDeleted ? tickets.filter((_, i) => !isDeleted(rows[i]?.row, rows[i]?.at)) : tickets,
    after_cursor: cursor,
    after_url: link(account, request, next),
    before_cursor: null,
    before_url: null,
    end_of_stream: end,
  });
}

function isDeleted(row: { events: { at: number; kind: string }[] } | undefined, at: number | undefined): boolean {
  return row?.events.some((event) => event.kind === 'deleted' && event.at <= (at ?? 0)) ?? false;
}

/** Staff who changed: nobody does, so everybody is as old as the account. */
function userExport(request: Request, account: Account): Reply {
  const { query, now } = request;
  const cursorText = query.get('cursor');
  const from = cursorText === null ? ([wholeNumber(query, 'start_time') ?? -1, -1] as const) : readCursor(cursorText);
  if (from === null) return fault(400, 'InvalidPaginationParameter', 'The cursor is not valid');
  const wrong = cursorText === null ? startTimeFault(wholeNumber(query, 'start_time'), now) : null;
  if (wrong !== null) return wrong;
  const asked = wholeNumber(query, 'per_page') ?? EXPORT_PAGE;
  const listed = staffOf(account.world, account.phones).filter(
    (member) => member.createdAt > from[0] || (member.createdAt === from[0] && member.id > from[1]),
  );
  const page = listed.slice(0, asked >= 1 ? Math.min(EXPORT_PAGE, asked) : EXPORT_PAGE);
  const last = page.at(-1);
  const cursor = writeCursor(last === undefined ? from : [last.createdAt, last.id]);
  return json({
    users: page.map((member) => renderStaff(account.world, member, account.baseUrl())),
    after_cursor: cursor,
    after_url: link(account, request, new URLSearchParams({ cursor })),
    before_cursor: null,
    before_url: null,
    end_of_stream: page.length === listed.length,
  });
}

/** Ratings by their last change between `start_time` and `end_time`, oldest first. */
async function ratings(request: Request, account: Account): Promise<Reply> {
  const { query, now } = request;
  const from = wholeNumber(query, 'start_time') ?? 0;
  const to = Math.min(now, wholeNumber(query, 'end_time') ?? now);
  if (!Number.isFinite(from) || !Number.isFinite(to))
    return fault(400, 'InvalidValue', 'Invalid start_time or end_time');
  await prepare(request, account, from);
  const after = query.get('page[after]');
  const start = after === null ? null : readCursor(after);
  const wanted = query.get('score');
  // Without a filter one row more than a page tells whether there is a next one.
  const enough = wanted === null && [...query.keys()].some((key) => key.startsWith('page[')) ? 101 : Infinity;
  const { rows } = account.streams.ratings.read(start?.[0] ?? from, start?.[1] ?? -1, enough, now, false);
  const shown = rows
    .filter((change) => change.at <= to)
    .filter((change) => wanted === null || scoreFits(wanted, change.row.rating, change.at));
  return listPage(
    request,
    account,
    'satisfaction_ratings',
    shown,
    (change) => [change.at, change.id],
    (change) => renderRating(change.row, change.at, account.baseUrl()),
  );
}

function scoreFits(
  wanted: string,
  rating: { ratedAt: number | null; good: boolean; comment: string | null } | null,
  at: number,
): boolean {
  const given = rating !== null && rating.ratedAt !== null && rating.ratedAt <= at;
  if (wanted === 'offered') return !given;
  if (!given || wanted === 'unoffered') return false;
  if (wanted.endsWith('_with_comment') && rating.comment === null) return false;
  if (wanted.endsWith('_without_comment') && rating.comment !== null) return false;
  if (wanted.startsWith('received')) return true;
  return wanted.startsWith('good') ? rating.good : wanted.startsWith('bad') && !rating.good;
}

function ticket(request: Request, account: Account): Reply {
  const found = account.world.ticket(Number(request.params[0]));
  const last = found?.events.findLast((event) => event.at <= request.now);
  if (found === undefined || last === undefined || last.kind === 'deleted') return NOT_FOUND;
  return json({ ticket: renderTicket(found, last.at, account.baseUrl()) });
}

/** Only what tells a merge apart: into which ticket a closed one went. */
function audits(request: Request, account: Account): Reply {
  const found = account.world.ticket(Number(request.params[0]));
  const last = found?.events.findLast((event) => event.at <= request.now);
  if (found === undefined || last === undefined || last.kind === 'deleted') return NOT_FOUND;
  const winner = account.world.ticket(found.id - 1);
  const merged = found.events.find((event) => event.kind === 'merged' && event.at <= request.now);
  const shown =
    merged === undefined || winner === undefined || winner.queue !== found.queue
      ? []
      : [
          {
            id: found.id * 10,
            ticket_id: found.id,
            created_at: iso(merged.at),
            author_id: userId(merged.agent),
            via: {
              channel: 'web',
              source: { from: {}, to: { ticket_id: winner.id, subject: winner.subject }, rel: 'merge' },
            },
            events: [],
          },
        ];
  return json({ audits: shown, count: shown.length, next_page: null, previous_page: null });
}

/** Makes the tickets of the days to be walked in small steps, so that other readers are not kept waiting. */
async function prepare(
  request: Request,
  account: Account,
  from = wholeNumber(request.query, 'start_time') ?? 0,
): Promise<void> {
  const { world } = account;
  const start = Math.max(Number.isFinite(from) ? from : 0, world.openedAt);
  if (start <= request.now) await world.prepareTickets(world.calendar.dayNumberAt(start));
}
