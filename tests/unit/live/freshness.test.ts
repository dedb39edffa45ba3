import { describe, expect, it } from 'vitest';
import { Freshness } from '../../../electron/live/freshness.ts';
import type { FloorReads } from '../../../electron/live/reads.ts';
import type { SourceStatus } from '../../../electron/store/index.ts';

const NOW = Date.UTC(2026, 2, 2, 10);

function readsOf(ageSeconds: number, freshForSeconds: number | null, isUnconfirmed: boolean): FloorReads {
  const status: SourceStatus = {
    source: 'zd',
    kind: 'zendesk',
    name: 'Zendesk',
    state: 'ok',
    asOf: NOW - ageSeconds * 1000,
    freshForSeconds,
    isUnconfirmed,
    skewMs: 0,
    fault: null,
    streams: [],
  };
  return {
    sources: () => [{ id: 'zd', kind: 'zendesk', name: 'Zendesk', zone: null, config: {}, status }],
  } as unknown as FloorReads;
}

function isStale(ageSeconds: number, freshForSeconds: number | null, isUnconfirmed = false): boolean {
  const freshness = new Freshness(false);
  freshness.read(readsOf(ageSeconds, freshForSeconds, isUnconfirmed), NOW);
  return freshness.isStale('zd');
}

describe('freshness of a source', () => {
  it('is over after two minutes where the source is live', () => {
    expect(isStale(119, null)).toBe(false);
    expect(isStale(121, null)).toBe(true);
  });

  it('is over at once where a lost connection kept the figures young, until a read confirms them', () => {
    expect(isStale(1, null, true)).toBe(true);
    expect(isStale(1, null, false)).toBe(false);
  });

  it('lasts as long as is ordinary for a source that only has exports', () => {
    expect(isStale(290, 300)).toBe(false);
    expect(isStale(310, 300)).toBe(true);
  });
});
