import { z } from 'zod';
import { id, optionalInstant, optionalText } from '../../normalise/fields.ts';
import { NO_ROWS, pageOf } from '../../common/page.ts';
import { readShape } from '../../common/reply.ts';
import type { GenesysStream } from './stream.ts';

const adherenceSchema = z.looseObject({
  user: z.looseObject({ id }),
  scheduledActivityCategory: optionalText,
  actualActivityCategory: optionalText,
  adherenceState: optionalText,
  impact: optionalText,
  timeOfAdherenceChange: optionalInstant,
});

const listing = z.looseObject({
  entities: z
    .array(z.unknown())
    .nullish()
    .transform((value) => value ?? []),
  downloadUrl: optionalText,
});

/** Of so many agents out of adherence the vendor's words are kept; their number is always whole. */
const NAMED = 500;

/**
 * The vendor's own judgement of who is in adherence now. It is no record of ours: the last one is kept as the stream's cursor
 * (`{at, states, out}`, instants epoch ms UTC), to be held against what the rules here say.
 */
export const adherence: GenesysStream = {
  spec: { name: 'adherence', mode: 'incremental', everySeconds: 60, bucket: 'wfm', planGated: true },
  replay: null,
  async read(_value, context) {
    const at = context.serverNow();
    const states: Record<string, number> = {};
    const out: {
      agent: string;
      scheduled: string | null;
      actual: string | null;
      impact: string | null;
      since: number | null;
    }[] = [];
    let rows = 0;
    for (const unit of await context.lookups.units(context)) {
      const target = `/api/v2/workforcemanagement/managementunits/${encodeURIComponent(unit.id)}/adherence`;
      let page = readShape(listing, await context.client.get(context, 'wfm', target), 'adherence');
      if (page.downloadUrl !== null)
        page = readShape(listing, await context.client.download(context, 'wfm', page.downloadUrl), 'adherence');
      for (const row of page.entities) {
        const parsed = adherenceSchema.safeParse(row);
        if (!parsed.success) continue;
        rows += 1;
        const {
          user,
          adherenceState,
          scheduledActivityCategory,
          actualActivityCategory,
          impact,
          timeOfAdherenceChange,
        } = parsed.data;
        const state = adherenceState ?? 'Unknown';
        states[state] = (states[state] ?? 0) + 1;
        if (state !== 'OutOfAdherence' || out.length >= NAMED) continue;
        const words = { scheduled: scheduledActivityCategory, actual: actualActivityCategory, impact };
        out.push({ agent: user.id, ...words, since: timeOfAdherenceChange });
      }
    }
    return pageOf({ ...NO_ROWS, rows }, { cursor: { at, states, out }, done: true, asOf: at });
  },
};
