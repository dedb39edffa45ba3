import { AppError } from '../../shared/errors/index.ts';
import { bucketStart } from '../../shared/time/zone.ts';
import { nameOf } from '../live/running.ts';
import { ratioOf } from '../../shared/domain/ratio.ts';
import { contactView } from './masking.ts';
import { explain } from './explain.ts';
import { adherenceDay } from './adherence-days.ts';
import { adherenceMonth } from './adherence-month.ts';
import { exceptions } from './exceptions.ts';
import { explainAdherence, isAdherenceFigure } from './explain-adherence.ts';
import { people, stateMappings } from './people.ts';
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
      if (isAdherenceFigure(input.figure)) {
        replay?.adherence.whole();
        return explainAdherence(running, { ...input, figure: input.figure });
      }
      const view = new FloorView(running, input.scope, () => noFacts);
      return explain(running.floor, { ...input, figure: input.figure }, view.queues, [...view.agents()]);
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
    splitKey(input.key);
    const at = input.at ?? context.now();
    const from = bucketStart(at, 'day', settings.get().zone);
    const agents = agentsOf(input.key, context);
    const keys = new Set(agents.map(({ source, id }) => `${source}/${id}`));
    const counted = store.reads.agentCounts(from, at + 1).filter((row) => keys.has(`${row.source}/${row.agent}`));
    const sum = (of: (row: (typeof counted)[number]) => number): number =>
      counted.reduce((total, row) => total + of(row), 0);
    const names = namesOf(context);
    const masked = settings.get().maskCustomers;
    const contacts = agents.flatMap(
      ({ source, id }) =>
        store.reads.contactPage({ from, to: at + 1, agent: `${source}/${id}`, limit: DAY_CONTACTS }).rows,
    );
    contacts.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return {
      states: agents
        .flatMap(({ source, id }) => store.reads.agentStatesOf({ source, agent: id, from, to: at + 1 }))
        .sort((a, b) => a.startAt - b.startAt)
        .map((stay) => ({
          state: stay.state,
          rawState: stay.rawState,
          platform: stay.platform,
          from: stay.startAt,
          to: stay.endAt !== null && stay.endAt > at ? null : stay.endAt,
        })),
      handled: sum(({ handled }) => handled),
      aht: ratioOf(
        sum((row) => row.talkSeconds + row.holdSeconds + row.wrapSeconds),
        sum(({ handled }) => handled),
      ),
      contacts: contacts.slice(0, DAY_CONTACTS).map((row) => contactView(row, names, masked)),
    };
  },

  adherenceDay: (input, context) => adherenceDay(input, context),

  adherenceMonth: (input, context) => adherenceMonth(input, context),

  exceptions: (input, context) => exceptions(input, context),

  people: (_input, context) => people(context),

  agentHistory: ({ key }, context) =>
    context.store.agentHistory(agentsOf(key, context).map(({ source, id }) => `${source}/${id}`)),

  stateMappings: (_input, context) => stateMappings(context),

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

/** The agents of a person, by the key of theirs or of one of their agents; the agent alone where nobody is known under it. */
function agentsOf(key: string, { live }: EngineContext): { source: string; id: string }[] {
  return live.floor.agents.people.get(live.adherence.personOf(key))?.agents ?? [splitKey(key)];
}

function namesOf({ store }: EngineContext): ContactNames {
  const queues = new Map(store.reads.queues().map(({ source, id, name }) => [`${source}/${id}`, name]));
  const agents = new Map(store.reads.agents().map(({ source, id, name }) => [`${source}/${id}`, name]));
  return {
    queue: (source, id) => queues.get(`${source}/${id}`) ?? null,
    agent: (source, id) => agents.get(`${source}/${id}`) ?? null,
  };
}
