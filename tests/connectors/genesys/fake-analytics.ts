import type { Account, Row, StateLog } from './fake-data.ts';
import { call, iso } from './fake-data.ts';

export interface Reply {
  status: number;
  body: unknown;
}

const DAY = 86_400_000;

interface Job {
  rows: readonly Row[] | null;
  from: number;
  to: number;
  polls: number;
  key: string;
  /** State in which it came to nothing, for good. */
  ended: string | null;
}

const startOf = (row: Row) => Date.parse(String(row['conversationStart']));
const endOf = (row: Row) =>
  row['conversationEnd'] === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(row['conversationEnd']));

/** Conversations made when they are asked for and forgotten with the answer: one a while, from an instant on. */
export interface Generated {
  count: number;
  from: number;
  everyMs: number;
}

/** The analytics of the fake account: queries, jobs, and what they withhold. */
export class FakeAnalytics {
  account: () => Account;
  now: () => number;
  /** Rows of a page at most. */
  page = 100;
  /** The first rows of each page are the last of the page before it. */
  repeatRows = 0;
  /** Jobs have no data of the last while. */
  lagMs = 2 * 3_600_000;
  /** Times that a job is asked for before it is done. */
  polls = 1;
  /** State in which the next jobs end, when not well. */
  jobEnds: string[] = [];
  generated: Generated | null = null;
  readonly #jobs = new Map<string, Job>();
  #nextJob = 1;

  constructor(account: () => Account, now: () => number) {
    this.account = account;
    this.now = now;
  }

  /** @returns null where the path is none of analytics' details */
  route(method: string, url: URL, body: unknown): Reply | null {
    const match = /^\/api\/v2\/analytics\/(conversations|users)\/details(?:\/(.*))?$/.exec(url.pathname);
    if (match === null) return null;
    const kind = match[1] === 'users' ? 'userDetails' : 'conversations';
    const rest = match[2] ?? '';
    if (rest === '' && method === 'GET') return this.#byIds(url);
    if (rest === 'query') return this.#query(kind, body as Row);
    if (rest === 'jobs/availability') return ok({ dataAvailabilityDate: iso(this.available) });
    if (rest === 'jobs' && method === 'POST') return this.#order(kind, body as Row);
    const job = /^jobs\/([^/]+)(\/results)?$/.exec(rest);
    if (job?.[1] === undefined) return null;
    return job[2] === undefined ? this.#state(job[1]) : this.#results(job[1], url);
  }

  get available(): number {
    return this.now() - this.lagMs;
  }

  /** Jobs are kept for a while only. */
  forgetJobs(): void {
    this.#jobs.clear();
  }

  #byIds(url: URL): Reply {
    const ids = new Set(url.searchParams.getAll('id'));
    return ok({ conversations: this.account().conversations.filter((row) => ids.has(String(row['conversationId']))) });
  }

  #query(key: string, body: Row): Reply {
    const [from, to] = intervalOf(body);
    const paging = (body['paging'] ?? { pageSize: 25, pageNumber: 1 }) as { pageSize: number; pageNumber: number };
    const size = Math.min(this.page, paging.pageSize);
    const rows =
      key === 'conversations' ? this.#startedOn(from, to, body['order'] === 'desc') : this.#usersIn(from, to);
    const at = (paging.pageNumber - 1) * size;
    const page = rows.slice(at, at + size);
    if (page.length === 0) return ok({ totalHits: rows.length });
    return ok({ [key]: [...rows.slice(Math.max(0, at - this.repeatRows), at), ...page], totalHits: rows.length });
  }

  /** Conversations that started on a day which the interval touches. */
  #startedOn(from: number, to: number, newestFirst: boolean): Row[] {
    const first = Math.floor(from / DAY) * DAY;
    const last = Math.ceil(to / DAY) * DAY;
    const rows = this.account().conversations.filter(
      (row) => startOf(row) >= first && startOf(row) < last && startOf(row) <= this.now(),
    );
    return rows.sort((a, b) => (newestFirst ? startOf(b) - startOf(a) : startOf(a) - startOf(b)));
  }

  #usersIn(from: number, to: number): Row[] {
    return Object.entries(this.account().states).flatMap(([user, log]) => {
      const detail = detailOf(user, log, from, to);
      return detail === null ? [] : [detail];
    });
  }

  #order(key: string, body: Row): Reply {
    const [from, to] = intervalOf(body);
    if (to > this.available)
      return {
        status: 400,
        body: { message: 'Beyond the data that is available.', code: 'bad.interval', status: 400 },
      };
    const id = `job-${this.#nextJob}`;
    this.#nextJob += 1;
    const active = () => this.account().conversations.filter((row) => startOf(row) <= to && endOf(row) >= from);
    const rows =
      this.generated !== null && key === 'conversations'
        ? null
        : key === 'conversations'
          ? active()
          : this.#usersIn(from, to);
    this.#jobs.set(id, {
      rows: rows === null ? null : structuredClone(rows),
      from,
      to,
      polls: this.polls,
      key,
      ended: null,
    });
    return { status: 202, body: { jobId: id } };
  }

  #state(id: string): Reply {
    const job = this.#jobs.get(id);
    if (job === undefined) return { status: 404, body: { message: 'No such job.', code: 'not.found', status: 404 } };
    job.ended ??= this.jobEnds.shift() ?? null;
    if (job.ended !== null) return ok({ state: job.ended, errorMessage: 'too much of it' });
    if (job.polls > 0) {
      job.polls -= 1;
      return { status: 202, body: { state: 'PENDING' } };
    }
    return ok({ state: 'FULFILLED' });
  }

  #results(id: string, url: URL): Reply {
    const job = this.#jobs.get(id);
    if (job === undefined) return { status: 404, body: { message: 'No such job.', code: 'not.found', status: 404 } };
    const at = Number(url.searchParams.get('cursor') ?? '0');
    // A generated account is for measuring memory: its pages are as large as the vendor makes them.
    const size = Math.min(this.generated === null ? this.page : 500, Number(url.searchParams.get('pageSize') ?? '25'));
    const { rows, total } =
      job.rows === null
        ? this.#generate(job, at, size)
        : { rows: job.rows.slice(at, at + size), total: job.rows.length };
    const again = job.rows === null ? [] : job.rows.slice(Math.max(0, at - this.repeatRows), at);
    const more = at + size < total ? { cursor: String(at + size) } : {};
    return ok({ [job.key]: [...again, ...rows], ...more, dataAvailabilityDate: iso(this.available) });
  }

  #generate(job: Job, at: number, size: number): { rows: Row[]; total: number } {
    const { count, from, everyMs } = this.generated as Generated;
    const first = Math.max(0, Math.ceil((job.from - from) / everyMs));
    const end = Math.min(count, Math.ceil((job.to - from) / everyMs));
    const rows: Row[] = [];
    for (let n = first + at; n < Math.min(end, first + at + size); n += 1)
      rows.push(call(n, from + n * everyMs, { talk: 60 }));
    return { rows, total: Math.max(0, end - first) };
  }
}

function detailOf(user: string, log: StateLog, from: number, to: number): Row | null {
  const routingStatus = within(log.routing, from, to).map(({ at, end, state }) => ({
    startTime: iso(at),
    ...ended(end),
    routingStatus: state.status,
  }));
  const primaryPresence = within(log.presence, from, to).map(({ at, end, state }) => ({
    startTime: iso(at),
    ...ended(end),
    systemPresence: state.system,
    organizationPresenceId: state.definition,
  }));
  return routingStatus.length + primaryPresence.length === 0 ? null : { userId: user, routingStatus, primaryPresence };
}

function within<T extends { at: number }>(
  log: readonly T[],
  from: number,
  to: number,
): { at: number; end: number | null; state: T }[] {
  return log
    .map((state, index) => ({ at: state.at, end: log[index + 1]?.at ?? null, state }))
    .filter(({ at, end }) => at < to && (end === null || end >= from));
}

function ended(end: number | null): Row {
  return end === null ? {} : { endTime: iso(end) };
}

function intervalOf(body: Row): [number, number] {
  const [from = '', to = ''] = String(body['interval']).split('/');
  return [Date.parse(from), Date.parse(to)];
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}
