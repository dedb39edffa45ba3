import { z } from 'zod';
import type { CanonicalRecord, QuarantineItem } from '../../../../shared/domain/records.ts';
import { withQuery } from '../client.ts';
import { lineId } from '../ids.ts';
import { asideOf } from '../../normalise/each.ts';
import { agentActivitySchema, queueSnapshot, stateIntervals } from '../normalise/activity.ts';
import { lineSchema } from '../normalise/people.ts';
import { readShape } from '../../common/reply.ts';
import { readList } from '../reply.ts';
import { pageOf } from '../../common/page.ts';
import type { StreamContext, ZendeskStream } from './stream.ts';

const BUCKET = 'talk-live';
const STATS = '/api/v2/channels/voice/stats';

const activityReply = z.looseObject({ current_queue_activity: z.looseObject({}) });

const seenQueuesSchema = z.object({
  /** Last kept snapshot by queue (`account` for the account as a whole): its instant and figures. */
  kept: z.record(z.string(), z.object({ at: z.number(), print: z.string() })),
});

/** A calm queue is written down once a minute; one that moves at every look. */
const CALM_MS = 60_000;

/** Waiting calls now: one figure for the account, or one for each line where the account answers to the filter. */
export const queueActivity: ZendeskStream = {
  spec: { name: 'queue-activity', mode: 'live', everySeconds: 10, bucket: BUCKET, planGated: true },
  replay: null,
  async read(value, context) {
    const parsed = seenQueuesSchema.safeParse(value);
    const kept = { ...(parsed.success ? parsed.data.kept : {}) };
    const records: CanonicalRecord[] = [];
    let asOf: number | null = null;
    const lines = context.config.queueActivity === 'per-line' ? await linesOf(context) : [];
    for (const line of [null, ...lines]) {
      const path = `${STATS}/current_queue_activity`;
      const target = line === null ? path : withQuery(path, [['phone_number_ids', line]]);
      const { value: reply } = await context.client.get(context.http, BUCKET, target);
      const queue = line === null ? null : lineId(line);
      const snapshot = queueSnapshot(
        readShape(activityReply, reply, 'queue activity').current_queue_activity,
        queue,
        context.serverNow(),
      );
      asOf = Math.min(asOf ?? snapshot.at, snapshot.at);
      const print = JSON.stringify([snapshot.waiting, snapshot.longestWaitSeconds, snapshot.agentsAvailable]);
      const before = kept[queue ?? 'account'];
      if (before !== undefined && before.print === print && snapshot.at - before.at < CALM_MS) continue;
      kept[queue ?? 'account'] = { at: snapshot.at, print };
      records.push(snapshot);
    }
    return pageOf(
      { rows: 1 + lines.length, records, tombstones: [], quarantine: [] },
      { cursor: { kept }, done: true, asOf },
    );
  },
};

async function linesOf(context: StreamContext): Promise<string[]> {
  const target = '/api/v2/channels/voice/phone_numbers';
  const { value } = await context.client.get(context.http, 'support', target);
  const ids: string[] = [];
  for (const row of readList(value, 'phone_numbers').rows) {
    const line = lineSchema.safeParse(row);
    if (line.success) ids.push(line.data.id);
  }
  return ids;
}

const seenStatesSchema = z.object({
  at: z.number(),
  agents: z.record(
    z.string(),
    // The 1: it was already so at the first look.
    z.union([z.tuple([z.string(), z.number()]), z.tuple([z.string(), z.number(), z.literal(1)])]),
  ),
});

const MAX_PAGES = 200;

/** Agents' states now, as intervals: see {@link stateIntervals}. What was seen last is the cursor, so a restart goes on. */
export const agentActivity: ZendeskStream = {
  spec: { name: 'agent-activity', mode: 'live', everySeconds: 10, bucket: BUCKET, planGated: true },
  replay: null,
  async read(value, context) {
    const parsed = seenStatesSchema.safeParse(value);
    const seen = new Map<string, { state: string | null; callStatus: string | null; raw: string }>();
    const quarantine: QuarantineItem[] = [];
    const at = context.serverNow();
    let target: string | null = `${STATS}/agents_activity`;
    for (let page = 0; target !== null && page < MAX_PAGES; page += 1) {
      const { value: reply }: { value: unknown } = await context.client.get(context.http, BUCKET, target);
      const { rows, envelope } = readList(reply, 'agents_activity');
      for (const row of rows) {
        const agent = agentActivitySchema.safeParse(row);
        if (agent.success) {
          const { agent_state: state, call_status: callStatus } = agent.data;
          seen.set(agent.data.agent_id, { state, callStatus, raw: JSON.stringify(row) });
        } else quarantine.push(asideOf(row, 'agent-state', agent.error, 'agent_id'));
      }
      const next = context.client.targetOf(envelope.next_page);
      target = next === target ? null : next;
    }
    const { records, now } = stateIntervals(parsed.success ? parsed.data : null, at, seen);
    const agents = Object.fromEntries(
      Object.entries(now.agents).map(([id, seenAs]) => [id, seenAs.filter((part) => part !== undefined)]),
    );
    return pageOf(
      { rows: seen.size + quarantine.length, records, tombstones: [], quarantine },
      { cursor: { at: now.at, agents }, done: true, asOf: at },
    );
  },
};

const overviewReply = z.looseObject({ account_overview: z.record(z.string(), z.unknown()) });

/**
 * The vendor's own figures of the day. They are no record of ours; the last ones are kept as the stream's cursor
 * (`{at, figures}`), to be held against what was counted here.
 */
export const accountOverview: ZendeskStream = {
  spec: { name: 'account-overview', mode: 'incremental', everySeconds: 60, bucket: BUCKET, planGated: true },
  replay: null,
  async read(_value, context) {
    const { value } = await context.client.get(context.http, BUCKET, `${STATS}/account_overview`);
    const overview = readShape(overviewReply, value, 'account overview').account_overview;
    const figures: Record<string, number> = {};
    for (const [name, figure] of Object.entries(overview)) if (typeof figure === 'number') figures[name] = figure;
    const stamp = figures['current_timestamp'];
    const at = stamp === undefined ? context.serverNow() : stamp * 1000;
    return pageOf(
      { rows: 1, records: [], tombstones: [], quarantine: [] },
      { cursor: { at, figures }, done: true, asOf: at },
    );
  },
};
