import { badRequest, json, wholeNumber } from './http.ts';
import type { Reply, Request } from './http.ts';

const PAGE_SIZE = 25;
const LARGEST_PAGE = 500;

/**
 * A list by page number, as the vendor pages most of its lists: `pageCount`, and `nextUri` while there is more.
 *
 * @param counted without it the list does not say how many there are, as some of the vendor's do not
 */
export function listPage<T>(request: Request, rows: readonly T[], render: (row: T) => unknown, counted = true): Reply {
  const { query } = request;
  const size = wholeNumber(query, 'pageSize') ?? PAGE_SIZE;
  const number = wholeNumber(query, 'pageNumber') ?? 1;
  if (!(size >= 1) || !(number >= 1) || size > LARGEST_PAGE) {
    return badRequest(`pageSize is a number from 1 to ${LARGEST_PAGE}, pageNumber one from 1 on`);
  }
  const pageCount = Math.max(1, Math.ceil(rows.length / size));
  const at = (page: number): string => {
    const next = new URLSearchParams(query);
    next.set('pageNumber', String(page));
    return `${request.path}?${next.toString()}`;
  };
  return json({
    entities: rows.slice((number - 1) * size, number * size).map(render),
    pageSize: size,
    pageNumber: number,
    ...(counted ? { total: rows.length, pageCount, lastUri: at(pageCount) } : {}),
    firstUri: at(1),
    ...(number > 1 ? { previousUri: at(number - 1) } : {}),
    ...(number < pageCount ? { nextUri: at(number + 1) } : {}),
    selfUri: at(number),
  });
}

/** A list by cursor (`after`), as the vendor's newer lists are; `nextUri` while there is more. */
export function cursorPage<T>(request: Request, rows: readonly T[], render: (row: T) => unknown): Reply {
  const { query } = request;
  const size = wholeNumber(query, 'pageSize') ?? PAGE_SIZE;
  const after = wholeNumber(query, 'after') ?? 0;
  if (!(size >= 1) || !(after >= 0) || size > LARGEST_PAGE) return badRequest('pageSize or after is not valid');
  const next = new URLSearchParams(query);
  next.set('after', String(after + size));
  return json({
    entities: rows.slice(after, after + size).map(render),
    ...(after + size < rows.length ? { nextUri: `${request.path}?${next.toString()}` } : {}),
    selfUri: `${request.path}?${query.toString()}`,
  });
}
