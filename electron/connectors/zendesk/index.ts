import { z } from 'zod';
import { AppError } from '../../../shared/errors/index.ts';
import { replayed } from '../common/page.ts';
import type { Connector, ConnectorFactory, ReadContext } from '../connector.ts';
import { capabilitiesOf } from './capabilities.ts';
import { ZendeskClient } from './client.ts';
import { zendeskConfigSchema } from './config.ts';
import type { ZendeskConfig } from './config.ts';
import { agents, chatAgents, groups, lines } from './streams/lists.ts';
import { accountOverview, agentActivity, queueActivity } from './streams/live.ts';
import type { StreamContext, ZendeskStream } from './streams/stream.ts';
import { ratings, surveyResponses } from './streams/surveys.ts';
import { tickets } from './streams/tickets.ts';
import { calls, legs, metricEvents } from './streams/timed-export.ts';

/**
 * Documented limits of the exports, per account and minute. The rest of the account's limit depends on its plan and is
 * taken from the replies.
 */
const EXPORT_LIMIT = { requests: 10, perSeconds: 60 };

/** Zendesk: Support, Talk and the agents of Chat. */
export const zendesk: ConnectorFactory = (source, secret) => {
  const config = parseConfig(source.config);
  const client = new ZendeskClient(config, secret);
  const streams: readonly ZendeskStream[] = [
    groups,
    lines,
    agents,
    chatAgents,
    queueActivity,
    agentActivity,
    accountOverview,
    calls,
    legs,
    tickets,
    metricEvents,
    config.surveys === 'ratings' ? ratings : surveyResponses,
  ];
  const streamOf = (name: string): ZendeskStream => {
    const stream = streams.find(({ spec }) => spec.name === name);
    if (stream === undefined) throw new AppError({ code: 'internal', message: `Zendesk has no stream ${name}.` });
    return stream;
  };
  const within = (context: ReadContext): StreamContext => ({ ...context, client, config });
  return {
    kind: 'zendesk',
    streams: streams.map(({ spec }) => spec),
    limits: limitsOf(config),
    share: config.budgetShare,
    probe: (context) => capabilitiesOf(streams, within(context)),
    read: (stream, cursor, context) => streamOf(stream).read(cursor, within(context)),
    replay: (name, items) => replayed(streamOf(name).replay, items),
    close: async () => {},
  } satisfies Connector;
};

/**
 * A server on this machine (practice, tests) is no account of the vendor: it has no documented limits, only those that
 * it states in its replies.
 */
function limitsOf(config: ZendeskConfig): Connector['limits'] {
  const { protocol } = new URL(config.baseUrl);
  return protocol === 'http:' ? {} : { incremental: EXPORT_LIMIT, 'talk-export': EXPORT_LIMIT };
}

function parseConfig(config: unknown): ZendeskConfig {
  const parsed = zendeskConfigSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  throw new AppError({
    code: 'invalid-input',
    message: `The Zendesk source is not in order: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`,
  });
}
