import { z } from 'zod';
import { HttpFault } from '../connector.ts';

/** The parts of Zendesk's list replies around the rows. All are optional: old and new routes page differently. */
const envelopeSchema = z.looseObject({
  meta: z.looseObject({ has_more: z.boolean().nullish(), after_cursor: z.string().nullish() }).nullish().catch(null),
  links: z.looseObject({ next: z.string().nullish() }).nullish().catch(null),
  next_page: z.string().nullish().catch(null),
  after_cursor: z.string().nullish().catch(null),
  end_of_stream: z.boolean().nullish().catch(null),
  end_time: z.number().nullish().catch(null),
  count: z.number().nullish().catch(null),
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** The rows of a reply under their key (or the reply itself where it is a bare list), and what surrounds them. */
export function readList(value: unknown, key: string): { rows: unknown[]; envelope: Envelope } {
  if (Array.isArray(value)) return { rows: value, envelope: {} };
  const envelope = envelopeSchema.safeParse(value);
  const rows = envelope.success ? envelope.data[key] : undefined;
  if (!envelope.success || !Array.isArray(rows)) {
    throw new HttpFault('bad-reply', `The answer holds no list of ${key}.`);
  }
  return { rows, envelope: envelope.data };
}
