import { Buffer } from 'node:buffer';
import { fault, json, wholeNumber } from './http.ts';
import type { Account, Reply, Request } from './http.ts';

const PAGE_SIZE = 100;
const OFFSET_LIMIT = 10_000;

/**
 * A list in the vendor's two ways of paging: by cursor (`page[size]`, `page[after]`; `meta.has_more`, `links.next`) where the reader asks so,
 * else by offset (`page`, `per_page`; `next_page`), which ends with a 429 past 10,000 rows as the vendor's does.
 *
 * @param rows all rows, in the list's order
 * @param keyOf what a cursor holds of a row; ascending through the list
 */
export function listPage<T>(
  request: Request,
  account: Account,
  name: string,
  rows: readonly T[],
  keyOf: (row: T) => readonly [number, number],
  render: (row: T) => unknown,
): Reply {
  const { query } = request;
  if ([...query.keys()].some((key) => key.startsWith('page['))) {
    const size = wholeNumber(query, 'page[size]') ?? PAGE_SIZE;
    const after = query.get('page[after]');
    const from = after === null ? null : readCursor(after);
    if (!(size >= 1) || (after !== null && from === null)) {
      return {
        status: 400,
        body: { errors: [{ code: 'InvalidPaginationParameter', title: 'The page parameter is not valid.' }] },
      };
    }
    const start = from === null ? 0 : rows.findIndex((row) => isAfter(keyOf(row), from));
    const page = start < 0 ? [] : rows.slice(start, start + Math.min(PAGE_SIZE, size));
    const more = start >= 0 && start + page.length < rows.length;
    const first = page[0];
    const last = page.at(-1);
    const next = new URLSearchParams(query);
    if (last !== undefined) next.set('page[after]', writeCursor(keyOf(last)));
    return json({
      [name]: page.map(render),
      meta: {
        has_more: more,
        after_cursor: last === undefined ? null : writeCursor(keyOf(last)),
        before_cursor: first === undefined ? null : writeCursor(keyOf(first)),
      },
      links: { next: more ? link(account, request, next) : null, prev: null },
    });
  }
  const size = Math.min(PAGE_SIZE, wholeNumber(query, 'per_page') ?? PAGE_SIZE);
  const number = wholeNumber(query, 'page') ?? 1;
  if (!(size >= 1) || !(number >= 1)) return fault(400, 'InvalidValue', 'page and per_page are positive numbers');
  if (number * size > OFFSET_LIMIT) {
    return { status: 429, text: 'Pagination limit reached for offset model', headers: { 'retry-after': '60' } };
  }
  const page = rows.slice((number - 1) * size, number * size);
  const at = (to: number): string => {
    const next = new URLSearchParams(query);
    next.set('page', String(to));
    return link(account, request, next);
  };
  return json({
    [name]: page.map(render),
    count: rows.length,
    next_page: number * size < rows.length ? at(number + 1) : null,
    previous_page: number > 1 ? at(number - 1) : null,
  });
}

/** Own address of the same path with another query. */
export function link(account: Account, request: Request, query: URLSearchParams): string {
  return `${account.baseUrl()}${request.path}.json?${query.toString()}`;
}

/** A place in an export, written as the vendor writes its cursors: base64 of `seconds.0||id|`. */
export function writeCursor([at, id]: readonly [number, number]): string {
  return Buffer.from(`${at}.0||${id}|`, 'utf8').toString('base64');
}

/** @returns null where the text is no cursor of ours */
export function readCursor(text: string): readonly [number, number] | null {
  const match = /^(\d{1,12})\.0\|\|(-?\d{1,15})\|$/u.exec(Buffer.from(text, 'base64').toString('utf8'));
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

function isAfter(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
}
