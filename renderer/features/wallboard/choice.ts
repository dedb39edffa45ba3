import { STRIP_KEYS } from '../../app/strip-keys.ts';
import type { StripRow } from '../../../shared/contract/index.ts';
import { recall, remember } from '../../api/index.ts';

export type TileKey = StripRow['key'];

/** What this wallboard shows. It is this window's own: the console beside it may look at something else. */
export interface Choice {
  tiles: readonly TileKey[];
  /** `source/id`; empty: all queues. */
  queues: readonly string[];
}

export const FEWEST = 4;
export const MOST = 6;
const NAME = 'wallboard';

export function recallChoice(): Choice {
  return recall(NAME, readChoice, { tiles: STRIP_KEYS, queues: [] });
}

export function rememberChoice(choice: Choice): void {
  remember(NAME, choice);
}

/** A tile put in or taken out, in the order of the strip; unchanged where that would leave too few. */
export function toggleTile(tiles: readonly TileKey[], key: TileKey): readonly TileKey[] {
  const next = STRIP_KEYS.filter((known) => (known === key ? !tiles.includes(key) : tiles.includes(known)));
  return next.length < FEWEST || next.length > MOST ? tiles : next;
}

function readChoice(value: unknown): Choice | null {
  if (typeof value !== 'object' || value === null || !('tiles' in value) || !('queues' in value)) return null;
  const { tiles, queues } = value;
  if (!Array.isArray(tiles) || !Array.isArray(queues)) return null;
  const known = STRIP_KEYS.filter((key) => tiles.includes(key));
  if (known.length < FEWEST || !queues.every((queue) => typeof queue === 'string')) return null;
  return { tiles: known, queues };
}
