import { z } from 'zod';
import { AppError } from '../../../shared/errors/index.ts';
import { replayed } from '../common/page.ts';
import { ifOpen, isClosed } from '../common/reply.ts';
import type { Connector, ConnectorFactory, ReadContext } from '../connector.ts';
import { TokenKeeper } from './auth.ts';
import { capabilitiesOf } from './capabilities.ts';
import { GenesysClient } from './client.ts';
import { genesysConfigSchema } from './config.ts';
import type { GenesysConfig } from './config.ts';
import { Lookups } from './lookups.ts';
import { GenesysPush } from './push/index.ts';
import { adherence } from './streams/adherence.ts';
import { availableUntil, detailsJobs } from './streams/details-jobs.ts';
import { detailsQuery } from './streams/details-query.ts';
import { conversationDetails, userDetails } from './streams/details.ts';
import { evaluations } from './streams/evaluations.ts';
import { agents, presenceDefinitions, queues, wrapUpCodes } from './streams/lists.ts';
import { agentStatus, queueObservations } from './streams/live.ts';
import { schedules } from './streams/schedules.ts';
import type { GenesysStream, StreamContext } from './streams/stream.ts';

/**
 * The vendor takes 300 requests a minute of one token, all its parts together. Each lane has a part of them, so that a back-fill never takes what the
 * live figures need.
 */
const LIMITS = {
  live: { requests: 100, perSeconds: 60 },
  platform: { requests: 70, perSeconds: 60 },
  analytics: { requests: 70, perSeconds: 60 },
  wfm: { requests: 30, perSeconds: 60 },
  quality: { requests: 20, perSeconds: 60 },
  push: { requests: 10, perSeconds: 60 },
} as const;

const STREAMS: readonly GenesysStream[] = [
  queues,
  agents,
  presenceDefinitions,
  wrapUpCodes,
  agentStatus,
  queueObservations,
  detailsQuery(conversationDetails, {
    name: 'conversations',
    mode: 'incremental',
    everySeconds: 30,
    bucket: 'analytics',
  }),
  detailsJobs(conversationDetails, {
    name: 'conversation-jobs',
    mode: 'incremental',
    everySeconds: 3600,
    bucket: 'analytics',
    planGated: true,
  }),
  detailsQuery(userDetails, {
    name: 'agent-history',
    mode: 'incremental',
    everySeconds: 300,
    bucket: 'analytics',
    planGated: true,
  }),
  detailsJobs(userDetails, {
    name: 'agent-history-jobs',
    mode: 'incremental',
    everySeconds: 3600,
    bucket: 'analytics',
    planGated: true,
  }),
  schedules,
  adherence,
  evaluations,
];

const JOBS = { conversations: 'conversation-jobs', 'agent-history': 'agent-history-jobs' } as const;

/** Genesys Cloud: routing, conversations, presence, workforce management and quality. */
export const genesys: ConnectorFactory = (source, secret, keep) => {
  const config = parseConfig(source.config);
  const tokens = new TokenKeeper(config, secret, keep ?? null);
  const client = new GenesysClient(config.baseUrl, tokens);
  const lookups = new Lookups(client);
  const push = new GenesysPush(client, tokens, lookups);
  const jobs = new JobDates();
  const streamOf = (name: string): GenesysStream => {
    const stream = STREAMS.find(({ spec }) => spec.name === name);
    if (stream === undefined) throw new AppError({ code: 'internal', message: `Genesys Cloud has no stream ${name}.` });
    return stream;
  };
  const within = (context: ReadContext): StreamContext => ({
    ...context,
    client,
    config,
    lookups,
    push,
    jobsUntil: null,
  });
  return {
    kind: 'genesys',
    streams: STREAMS.map(({ spec }) => spec),
    limits: limitsOf(config),
    share: config.budgetShare,
    push,
    probe: (context) => capabilitiesOf(STREAMS, within(context)),
    read: async (name, cursor, context) => {
      const surroundings = within(context);
      const jobsUntil = name === 'conversations' || name === 'agent-history' ? await jobs.of(name, surroundings) : null;
      try {
        return await streamOf(name).read(cursor, { ...surroundings, jobsUntil });
      } catch (error) {
        if (isClosed(error)) jobs.none(name);
        throw error;
      }
    },
    replay: (name, items) => replayed(streamOf(name).replay, items),
    close: async () => {},
  } satisfies Connector;
};

/**
 * Up to when the jobs have data, asked once per stream and process: the queries begin where they end. An account without jobs has no such date, and
 * its queries read everything.
 */
class JobDates {
  readonly #dates = new Map<string, number | null>();

  async of(query: keyof typeof JOBS, context: StreamContext): Promise<number | null> {
    const known = this.#dates.get(JOBS[query]);
    if (known !== undefined) return known;
    const details = query === 'conversations' ? conversationDetails : userDetails;
    const date = await ifOpen(availableUntil(details, context));
    this.#dates.set(JOBS[query], date);
    return date;
  }

  /** The account may not use these jobs after all. */
  none(stream: string): void {
    if (Object.values(JOBS).some((name) => name === stream)) this.#dates.set(stream, null);
  }
}

/**
 * A server on this machine (practice, tests) is no account of the vendor: it has no documented limits, only those that it states in its replies.
 */
function limitsOf(config: GenesysConfig): Connector['limits'] {
  return new URL(config.baseUrl).protocol === 'http:' ? {} : LIMITS;
}

function parseConfig(config: unknown): GenesysConfig {
  const parsed = genesysConfigSchema(config).safeParse(config);
  if (parsed.success) return parsed.data;
  throw new AppError({
    code: 'invalid-input',
    message: `The Genesys Cloud source is not in order: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`,
  });
}
