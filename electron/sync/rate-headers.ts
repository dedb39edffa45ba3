/** One limit that a reply speaks of. */
export interface RateReading {
  /** `account`: the general limit; `endpoint`: one that stands over this endpoint and its like. */
  scope: 'account' | 'endpoint';
  /** Which of the endpoints' limits; empty for the account's. */
  name: string;
  /** Requests in a window. */
  limit: number;
  /** Null where the reply does not say. */
  remaining: number | null;
  /** Seconds until the window starts anew, null where the reply does not say. */
  resetSeconds: number | null;
}

const LIMIT = ['x-rate-limit', 'x-ratelimit-limit', 'ratelimit-limit', 'x-ratelimit-total'];
const REMAINING = ['x-rate-limit-remaining', 'x-ratelimit-remaining', 'ratelimit-remaining'];
const RESET = ['ratelimit-reset', 'x-rate-limit-reset', 'x-ratelimit-reset'];

const ENDPOINT = 'zendesk-ratelimit-';

/** Larger than any window in seconds: such a reset is an instant in epoch seconds. */
const EPOCH_SECONDS = 100_000_000;

function numberOf(headers: Headers, names: readonly string[]): number | null {
  for (const name of names) {
    const match = /^\s*(\d+(?:\.\d+)?)/.exec(headers.get(name) ?? '');
    if (match?.[1] !== undefined) return Number(match[1]);
  }
  return null;
}

/** Seconds until the general window starts anew; null where the reply does not say. @param serverNow epoch ms UTC */
export function resetSecondsOf(headers: Headers, serverNow: number): number | null {
  const reset = numberOf(headers, RESET);
  return reset === null || reset < EPOCH_SECONDS ? reset : Math.max(0, reset - serverNow / 1000);
}

/** `total=100; remaining=99; resets=23`, as Zendesk writes the limits of its endpoints. */
function endpointLimits(headers: Headers): RateReading[] {
  const readings: RateReading[] = [];
  for (const [name, value] of headers) {
    if (!name.startsWith(ENDPOINT)) continue;
    const part = (key: string) => {
      const match = new RegExp(`${key}\\s*=\\s*(\\d+)`).exec(value);
      return match?.[1] === undefined ? null : Number(match[1]);
    };
    const limit = part('total');
    if (limit === null || limit <= 0) continue;
    readings.push({
      scope: 'endpoint',
      name: name.slice(ENDPOINT.length),
      limit,
      remaining: part('remaining'),
      resetSeconds: part('resets'),
    });
  }
  return readings;
}

/**
 * The limits that a reply speaks of: the account's and the endpoint's own.
 *
 * @param serverNow epoch ms UTC of the server's clock, for resets given as an instant
 */
export function readRateHeaders(headers: Headers, serverNow: number): RateReading[] {
  const readings = endpointLimits(headers);
  const limit = numberOf(headers, LIMIT);
  if (limit !== null && limit > 0) {
    const remaining = numberOf(headers, REMAINING);
    readings.push({ scope: 'account', name: '', limit, remaining, resetSeconds: resetSecondsOf(headers, serverNow) });
  }
  return readings;
}
