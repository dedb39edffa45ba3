import { z } from 'zod';
import { ifOpen } from '../common/reply.ts';
import type { Capabilities } from '../connector.ts';
import type { StreamContext, ZendeskStream } from './streams/stream.ts';

const meReply = z.looseObject({ user: z.looseObject({ role: z.string().nullish() }) });

/** Streams that Zendesk gives to admins only. */
const ADMIN_ONLY: ReadonlySet<string> = new Set(['tickets', 'metric-events', 'ratings', 'survey-responses']);

/**
 * Asks once who we are. Whether the plan has Talk, Chat or CSAT is not asked in advance: exports allow ten requests a
 * minute, so the first read of a stream finds out, and a 403 or 404 marks it.
 */
export async function capabilitiesOf(streams: readonly ZendeskStream[], context: StreamContext): Promise<Capabilities> {
  const role = await roleOf(context);
  const capabilities: Capabilities = {};
  for (const { spec } of streams) {
    const barred = ADMIN_ONLY.has(spec.name) && role === 'end-user';
    capabilities[spec.name] = barred
      ? { available: false, reason: `${spec.name} can be read by admins only; this account is an end user.` }
      : { available: true };
  }
  return capabilities;
}

/** Role of the account whose token we use; null where the source does not say. */
async function roleOf(context: StreamContext): Promise<string | null> {
  const reply = await ifOpen(context.client.get(context.http, 'support', '/api/v2/users/me'));
  const me = meReply.safeParse(reply?.value);
  return me.success ? (me.data.user.role ?? null) : null;
}
