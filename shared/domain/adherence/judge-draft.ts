/** A span of time while it is being judged. */
import type { Segment, Span } from './types.ts';

/** The working copy: segments, and beside each when the stay behind it began. */
export interface Draft {
  readonly segments: Segment[];
  readonly sinceAt: number[];
}

/** Cuts a segment of the draft in two; nothing happens where the instant does not lie inside it. */
export function splitAt(draft: Draft, index: number, at: number): void {
  const segment = draft.segments[index];
  if (segment === undefined || at <= segment.startAt || at >= segment.endAt) return;
  draft.segments.splice(index, 1, { ...segment, endAt: at }, { ...segment, startAt: at });
  draft.sinceAt.splice(index, 0, draft.sinceAt[index] ?? segment.startAt);
}

/** Index of the first span that ends after an instant. */
export function firstAfter(spans: readonly Span[], at: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).endAt <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
