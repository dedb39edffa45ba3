import { ifOpen } from '../common/reply.ts';
import type { Capabilities } from '../connector.ts';
import type { GenesysStream, StreamContext } from './streams/stream.ts';

/**
 * Asks once whether the token is good. What the plan and the permissions leave out is not asked in advance: the first read of a stream finds out,
 * and a 403 or 404 marks it.
 */
export async function capabilitiesOf(streams: readonly GenesysStream[], context: StreamContext): Promise<Capabilities> {
  // Not every role may read the organisation; that it was understood who asks is enough.
  await ifOpen(context.client.get(context, 'platform', '/api/v2/organizations/me'));
  return Object.fromEntries(streams.map(({ spec }) => [spec.name, { available: true }]));
}
