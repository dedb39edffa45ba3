import { z } from 'zod';
import { HttpFault } from '../connector.ts';
import type { GenesysClient, Target } from './client.ts';

const listing = z.looseObject({
  entities: z.array(z.unknown()),
  nextUri: z.string().nullish().catch(null),
  pageNumber: z.number().nullish().catch(null),
  pageCount: z.number().nullish().catch(null),
});

export interface Listing {
  rows: unknown[];
  /** Where the next page is, null at the end. */
  next: Target | null;
}

/**
 * One page of a listing.
 *
 * @param asked the target that was asked for
 * @param counted whether the listing's `pageCount` is to be believed where it gives no link (it is not for evaluations)
 * @throws HttpFault bad-reply where it is no listing; bad-cursor where it sends us in a circle
 */
export function readListing(client: GenesysClient, asked: Target, value: unknown, counted: boolean): Listing {
  const parsed = listing.safeParse(value);
  if (!parsed.success) throw new HttpFault('bad-reply', 'The answer holds no list of entities.');
  const { entities: rows, nextUri, pageNumber, pageCount } = parsed.data;
  const link = client.targetOf(nextUri);
  const more = counted && typeof pageNumber === 'number' && typeof pageCount === 'number' && pageNumber < pageCount;
  const next = link ?? (more ? withPage(asked, pageNumber + 1) : null);
  if (next !== null && next === asked) throw new HttpFault('bad-cursor', 'The list does not move on.');
  return { rows, next };
}

function withPage(target: Target, page: number): Target {
  const [path = target, query = ''] = target.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('pageNumber', String(page));
  return `${path}?${parameters.toString()}`;
}
