/** What a reply says about a rate limit; null where it does not say. */
export interface RateReading {
  limit: number | null;
  remaining: number | null;
  /** Seconds until the window starts anew. */
  resetSeconds: number | null;
}

const LIMIT = ['x-rate-limit', 'x-ratelimit-limit', 'ratelimit-limit', 'x-ratelimit-total'];
const REMAINING = ['x-rate-limit-remaining', 'x-ratelimit-remaining', 'ratelimit-remaining'];
const RESET = ['ratelimit-reset', 'x-rate-limit-reset', 'x-ratelimit-reset'];

/** Larger than any window in seconds: such a reset is an instant in epoch seconds. */
const EPOCH_SECONDS = 100_000_000;

function number(headers: Headers, names: readonly string[]): number | null {
  for (const name of names) {
    const match = /^\s*(\d+(?:\.\d+)?)/.exec(headers.get(name) ?? '');
    if (match?.[1] !== undefined) return Number(match[1]);
  }
  return null;
}

/** `total=100; remaining=99; resets=23`, as Zendesk writes the limit of one endpoint. */
function endpointLimit(headers: Headers): RateReading | null {
  for (const [name, value] of headers) {
    if (!name.startsWith('zendesk-ratelimit-')) continue;
    const part = (key: string) => {
      const match = new RegExp(`${key}\\s*=\\s*(\\d+)`).exec(value);
      return match?.[1] === undefined ? null : Number(match[1]);
    };
    return { limit: part('total'), remaining: part('remaining'), resetSeconds: part('resets') };
  }
  return null;
}

/**
 * Reads the rate-limit headers of a reply. An endpoint's own limit goes before the account's.
 *
 * @param serverNow epoch ms UTC of the server's clock, for resets given as an instant
 */
export function readRateHeaders(headers: Headers, serverNow: number): RateReading {
  const endpoint = endpointLimit(headers);
  if (endpoint !== null && endpoint.limit !== null) return endpoint;
  const reset = number(headers, RESET);
  return {
    limit: number(headers, LIMIT),
    remaining: number(headers, REMAINING),
    resetSeconds: reset === null || reset < EPOCH_SECONDS ? reset : Math.max(0, reset - serverNow / 1000),
  };
}
