import { isAppError } from '../../shared/errors/index.ts';
import { HttpFault } from '../connectors/connector.ts';
import type { StreamSpec } from '../connectors/connector.ts';
import type { SourceState, StreamState } from '../store/api.ts';

/** What a fault means for its stream and its source. */
export interface Verdict {
  state: StreamState;
  fault: string;
  /** `source`: no stream of it can be read until somebody acts; `stream`: the others go on. */
  scope: 'source' | 'stream';
  /** Whether trying again in a little while may help. */
  transient: boolean;
}

/** Turns anything that a read threw into what people are told and what the engine does next. */
export function judge(error: unknown, spec: StreamSpec): Verdict {
  if (error instanceof HttpFault) return judgeHttp(error, spec);
  if (isAppError(error, 'source-auth')) {
    return { state: 'failed', fault: error.message, scope: 'source', transient: false };
  }
  if (isAppError(error)) return { state: 'failed', fault: error.message, scope: 'stream', transient: true };
  const name = error instanceof Error ? error.name : 'unknown';
  const fault = `Reading ${spec.name} hit a fault inside Watchfloor (${name}). The log has the particulars.`;
  return { state: 'failed', fault, scope: 'stream', transient: true };
}

function judgeHttp(fault: HttpFault, spec: StreamSpec): Verdict {
  const stream = { fault: fault.message, scope: 'stream' } as const;
  switch (fault.kind) {
    case 'auth':
      return { state: 'failed', fault: fault.message, scope: 'source', transient: false };
    case 'forbidden':
      return { ...stream, state: 'unavailable', transient: false };
    case 'not-found':
      if (spec.planGated === true) return { ...stream, state: 'unavailable', transient: false };
      return { ...stream, state: 'failed', transient: false };
    case 'unreachable':
    case 'timeout':
    case 'rate-limited':
    case 'server':
    case 'bad-reply':
      return { ...stream, state: 'retrying', transient: true };
    case 'bad-cursor':
    case 'bad-request':
    case 'pagination-limit':
      return { ...stream, state: 'failed', transient: false };
  }
}

/** As much of a stream as its source's state depends on. */
export interface StreamView {
  state: StreamState;
  planGated: boolean;
  /** Polled every few seconds: the first to know that the source is gone. */
  live: boolean;
  fault: string | null;
}

/**
 * State of a source from those of its streams. A stream that the plan leaves out counts for nothing; one that every
 * account has but this one may not read degrades the source. Where nothing live comes any more the source is stale, whatever the streams that
 * are read once in a while last heard.
 */
export function sourceState(
  streams: readonly StreamView[],
  sourceFault: string | null,
): { state: SourceState; fault: string | null } {
  if (sourceFault !== null) return { state: 'failed', fault: sourceFault };
  const counted = streams.filter((stream) => stream.state !== 'unavailable' || !stream.planGated);
  const bad = counted.filter(({ state }) => state !== 'ok' && state !== 'backfill' && state !== 'pending');
  const fault = bad.find((stream) => stream.fault !== null)?.fault ?? null;
  if (counted.length === 0) {
    const first = streams.find((stream) => stream.fault !== null)?.fault ?? null;
    return { state: streams.length === 0 ? 'ok' : 'failed', fault: first };
  }
  if (bad.length === counted.length) return { state: 'failed', fault };
  const live = counted.filter((stream) => stream.live);
  if (live.length > 0 && live.every((stream) => bad.includes(stream))) return { state: 'stale', fault };
  if (bad.length > 0) return { state: 'degraded', fault };
  return { state: counted.every(({ state }) => state === 'pending') ? 'connecting' : 'ok', fault: null };
}
