import type { WireError } from '../errors/index.ts';

/** Freshness of one source, in every frame. */
export interface SourceAsOf {
  source: string;
  name: string;
  at: number | null;
  stale: boolean;
}

/** Changes of one part of a view: rows to put (by `key`) and keys to drop. */
export interface PartPatch<Row extends { key: string } = { key: string }> {
  upsert: Row[];
  remove: string[];
}

/**
 * One message of a live view. A `snapshot` replaces everything; a `patch` changes what it names. `seq` rises by one per subscription:
 * a gap means that the receiver must subscribe again.
 */
export interface Frame<Parts = Record<string, PartPatch>> {
  kind: 'snapshot' | 'patch';
  seq: number;
  /** The engine's instant when the frame was made, epoch ms UTC (of the view's moment). */
  at: number;
  /** Instant of the oldest event in it by the engine's monotonic wall (epoch ms, real): for latency figures. */
  eventAt: number;
  asOf: SourceAsOf[];
  parts: Parts;
}

/** Renderer → engine. */
export type ToEngine =
  | { type: 'call'; id: number; name: string; input: unknown }
  | { type: 'subscribe'; id: number; view: string; input: unknown }
  | { type: 'unsubscribe'; id: number }
  /** The renderer has painted up to this frame: the engine sends no more than two unpainted ones. */
  | { type: 'painted'; id: number; seq: number }
  /**
   * Nobody looks at the rows of these parts (all others are looked at): of a large part the engine sends only who comes and goes, of a small
   * one what is different, and both once a second. A part that is no longer named is sent what changed meanwhile, in one patch.
   */
  | { type: 'rest'; id: number; parts: string[] };

/** Engine → renderer. */
export type FromEngine =
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'fault'; id: number; error: WireError }
  | { type: 'frame'; id: number; frame: Frame }
  | { type: 'progress'; topic: string; done: number; total: number | null; note: string | null }
  /** The engine is going away; every pending call is lost with this reason. */
  | { type: 'down'; error: WireError };
