import type { StripRow } from '../../shared/contract/index.ts';

const KEYS = {
  serviceLevel: true,
  waiting: true,
  longest: true,
  available: true,
  abandon: true,
  volume: true,
} satisfies Record<StripRow['key'], true>;

/** The tiles of the strip in their order. Here, so that the contract's schemas stay out of the window's bundle. */
export const STRIP_KEYS = Object.keys(KEYS) as readonly StripRow['key'][];
