import { z } from 'zod';
import { normaliseEach } from '../../normalise/each.ts';
import { paged } from '../lookups.ts';
import { normaliseEvaluation } from '../normalise/evaluations.ts';
import { readListing } from '../reply.ts';
import { pageOf } from '../../common/page.ts';
import { DAY_MS } from './stream.ts';
import type { GenesysStream } from './stream.ts';

const cursorSchema = z.object({
  /** Up to here (epoch ms UTC) a whole round has read. */
  readTo: z.number().nullable(),
  /** The round in hand: its span, the agent who was read last, and where that agent's next page is. */
  round: z.object({ from: z.number(), to: z.number(), agent: z.string(), next: z.string().nullable() }).nullable(),
});

type Cursor = z.infer<typeof cursorSchema>;

/** Evaluations are filled in, disputed and released for weeks. */
const REREAD_MS = 45 * DAY_MS;

/** Requests of one page: most agents have a handful of evaluations. */
const AT_ONCE = 10;

/**
 * Quality evaluations, agent by agent: the vendor gives them only for one agent, evaluator or conversation at a time (and by agent leaves out those
 * that are never to be released). Its totals and counts of pages may be wrong, so its link to the next page is followed until there is none.
 */
export const evaluations: GenesysStream = {
  spec: {
    name: 'evaluations',
    mode: 'incremental',
    everySeconds: 21_600,
    bucket: 'quality',
    after: 'agents',
    planGated: true,
  },
  replay: { entity: 'evaluation', normalise: normaliseEvaluation, idField: 'id' },
  async read(value, context) {
    const parsed = cursorSchema.safeParse(value);
    const before: Cursor = parsed.success ? parsed.data : { readTo: null, round: null };
    const now = context.serverNow();
    const from = before.readTo === null ? context.startTime : Math.max(context.startTime, before.readTo - REREAD_MS);
    const round = before.round ?? { from, to: now, agent: '', next: null };
    const agents = context.stored
      .agents()
      .map(({ id }) => id)
      .sort(byCode);
    const page = { rows: 0, records: [], tombstones: [], quarantine: [] } as ReturnType<typeof normaliseEach>;
    let place = round;
    for (let asked = 0; asked < AT_ONCE; asked += 1) {
      const { agent: last } = place;
      const agent = place.next === null ? agents.find((id) => byCode(id, last) > 0) : last;
      if (agent === undefined) {
        return pageOf(page, { cursor: { readTo: round.to, round: null }, done: true, asOf: round.to });
      }
      const target = place.next ?? firstPage(agent, round);
      const reply = await context.client.get(context, 'quality', target);
      const { rows, next } = readListing(context.client, target, reply, false);
      const read = normaliseEach(rows, 'evaluation', normaliseEvaluation);
      page.rows += read.rows;
      page.records.push(...read.records);
      page.quarantine.push(...read.quarantine);
      place = { ...place, agent, next };
    }
    const progress = agents.filter((id) => byCode(id, place.agent) <= 0).length / agents.length;
    return pageOf(page, { cursor: { readTo: before.readTo, round: place }, done: false, progress });
  },
};

function firstPage(agent: string, { from, to }: { from: number; to: number }): string {
  return paged(
    '/api/v2/quality/evaluations/query',
    ['agentUserId', agent],
    ['startTime', new Date(from).toISOString()],
    ['endTime', new Date(to).toISOString()],
    ['expandAnswerTotalScores', 'true'],
  );
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
