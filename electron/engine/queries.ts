import { AppError } from '../../shared/errors/index.ts';
import { bucketStart } from '../../shared/time/zone.ts';
import { nameOf } from '../live/running.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import { contactView } from './masking.ts';
import { explain } from './explain.ts';
import { FloorView } from './floor-view.ts';
import { preview } from './previews.ts';
import { trend } from './trend.ts';
import type { Queries, QueryName, OutputOf, ParsedOf } from '../../shared/contract/index.ts';
import type { ContactNames } from './masking.ts';
import type { EngineContext } from './context.ts';

/** One handler for every query of the contract: a missing one does not compile. */
export type QueryHandlers = {
  [N in QueryName]: (
    input: ParsedOf<Queries[N]>,
    context: EngineContext,
  ) => OutputOf<Queries[N]> | Promise<OutputOf<Queries[N]>>;
};

const DAY_CONTACTS = 100;

export const queryHandlers: QueryHandlers = {
  settings: (_input, { settings }) => settings.get(),

  explain: (input, context) => {
    const replay = input.at === null ? null : context.replayAt(input.at);
    try {
      const running = replay ?? context.live;
      const view = new FloorView(running, input.scope, () => noFacts);
      return explain(running.floor, input, view.queues, [...view.agents()]);
    } finally {
      replay?.close();
    }
  },

  contacts: async (input, context) => {
    const { queues, outcomes, agent, after, ...span } = input;
    const page = await context.heavy.contactPage({
      ...span,
      ...(queues === undefined ? {} : { queues }),
      ...(outcomes === undefined ? {} : { outcomes }),
      ...(agent === undefined ? {} : { agent }),
      ...(after === undefined ? {} : { after }),
    });
    const names = namesOf(context);
    const masked = context.settings.get().maskCustomers;
    return { rows: page.rows.map((row) => contactView(row, names, masked)), next: page.next };
  },

  trend: (input, context) => trend(input, context),

  directory: (_input, { store }) => {
    const { queues, agents } = store.reads.directory();
    const teams = new Set(agents.flatMap(({ team }) => (team === null ? [] : [team])));
    return {
      queues: queues.map(({ source, id, name, channel }) => ({ key: `${source}/${id}`, name, channel })),
      teams: [...teams].sort(),
      agents: agents.map(({ source, id, name, team }) => ({ key: `${source}/${id}`, name, team })),
    };
  },

  agentDay: (input, context) => {
    const { store, settings } = context;
    const { source, id } = splitKey(input.key);
    const at = input.at ?? context.now();
    const from = bucketStart(at, 'day', settings.get().zone);
    const counted = store.reads.agentCounts(from, at + 1).find((row) => row.source === source && row.agent === id);
    const names = namesOf(context);
    const masked = settings.get().maskCustomers;
    const page = store.reads.contactPage({ from, to: at + 1, agent: input.key, limit: DAY_CONTACTS });
    return {
      states: store.reads.agentStatesOf({ source, agent: id, from, to: at + 1 }).map((stay) => ({
        state: stay.state,
        rawState: stay.rawState,
        platform: stay.platform,
        from: stay.startAt,
        to: stay.endAt !== null && stay.endAt > at ? null : stay.endAt,
      })),
      handled: counted?.handled ?? 0,
      aht: ratioOf(
        counted === undefined ? 0 : counted.talkSeconds + counted.holdSeconds + counted.wrapSeconds,
        counted?.handled ?? 0,
      ),
      contacts: page.rows.map((row) => contactView(row, names, masked)),
    };
  },

  alarmHistory: (input, { store, live }) => {
    const { subject, ...rest } = input;
    const entries = store.notebook.alarmHistory(subject === undefined ? rest : { ...rest, subject });
    return entries.map((entry) => ({
      ...entry,
      who: nameOf(live.floor, entry.subject),
      // Only an acknowledgement's note is a person's words; the others are the desk's own memory.
      note: entry.event === 'acknowledged' && entry.actor !== null ? entry.note : null,
    }));
  },

  quarantine: async (input, context) => {
    const limit = Math.min(input.limit, 500);
    const where = input.source === null ? '' : 'WHERE source = ?';
    const { rows } = await context.heavy.sql({
      text: `SELECT source, stream, key, line, reason, payload, last_seen_at FROM quarantine ${where} ORDER BY last_seen_at DESC, key LIMIT ${limit}`,
      parameters: input.source === null ? [] : [input.source],
      rowCap: limit,
      timeLimitMs: 5000,
    });
    return rows.map(([source, stream, key, line, reason, payload, at]) => ({
      source: String(source),
      stream: String(stream),
      key: String(key),
      line: typeof line === 'number' ? line : null,
      reason: String(reason),
      payload: String(payload),
      at: Date.parse(String(at)),
    }));
  },

  filePreview: (input, context) => preview(input, context),

  sql: (input, { heavy }) => heavy.sql(input),

  practice: async (_input, context) => {
    const host = context.practice();
    if (host === null) return { running: false, speed: 1, incidents: [] };
    return { running: true, speed: host.speed, incidents: await host.incidents() };
  },

  about: (_input, { store, about }) => ({
    ...about,
    node: process.versions.node,
    dataFolder: store.directory,
    pid: process.pid,
  }),
};

const noFacts = { locale: 'en', online: true, queued: 0, empty: false, extent: null, practice: false };

/** Source and id of a board key. @throws AppError `invalid-input` */
export function splitKey(key: string): { source: string; id: string } {
  const slash = key.indexOf('/');
  if (slash <= 0) throw new AppError({ code: 'invalid-input', message: 'A key has the form source/id.' });
  return { source: key.slice(0, slash), id: key.slice(slash + 1) };
}

function namesOf({ store }: EngineContext): ContactNames {
  const queues = new Map(store.reads.queues().map(({ source, id, name }) => [`${source}/${id}`, name]));
  const agents = new Map(store.reads.agents().map(({ source, id, name }) => [`${source}/${id}`, name]));
  return {
    queue: (source, id) => queues.get(`${source}/${id}`) ?? null,
    agent: (source, id) => agents.get(`${source}/${id}`) ?? null,
  };
}
