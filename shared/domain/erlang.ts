/**
 * Queueing formulas. Loads are in erlangs (arrivals per second × mean service seconds), times in seconds, shares 0..1.
 * Erlang B by its recursion in the inverse (no factorials, so thousands of servers neither overflow nor lose digits); Erlang C from B;
 * Erlang A (M/M/n+M) by the stationary chain, summed outwards from its mode, and its waits by uniform recursion over the queue places.
 */

/** Arrivals and service of one queue. */
export interface Load {
  /** Arrivals per second, 0 or more. */
  arrivalRate: number;
  /** Mean service time in seconds, over 0. */
  serviceSeconds: number;
}

/** A load from counts. @param calls arrivals in the interval @param intervalSeconds its length @param serviceSeconds mean handling time */
export function loadOf(calls: number, intervalSeconds: number, serviceSeconds: number): Load {
  return { arrivalRate: calls / intervalSeconds, serviceSeconds };
}

/** Offered load in erlangs. */
export function erlangs(load: Load): number {
  return load.arrivalRate * load.serviceSeconds;
}

/** Share of arrivals lost with no room to wait (Erlang 1917). @param offered erlangs @param servers 0 or more, whole */
export function erlangB(offered: number, servers: number): number {
  if (offered <= 0) return servers === 0 ? 1 : 0;
  let inverse = 1;
  for (let n = 1; n <= servers; n += 1) {
    inverse = 1 + (inverse * n) / offered;
    // Beyond this the share is under 1e-300: the rest of the recursion only multiplies it down.
    if (inverse > 1e300) return 0;
  }
  return 1 / inverse;
}

/** Fewest servers that keep the blocking at or under `maxBlocking` (0 < maxBlocking < 1). */
export function serversForBlocking(offered: number, maxBlocking: number): number {
  let inverse = 1;
  for (let n = 0; ; n += 1) {
    if (n > 0) inverse = 1 + (inverse * n) / offered;
    if (1 / inverse <= maxBlocking) return n;
  }
}

/** What Erlang C says of a queue. */
export interface WaitFigures {
  /** Share of arrivals that wait at all. */
  waitShare: number;
  /** Mean wait of all arrivals, seconds; Infinity where the queue grows without end. */
  meanWaitSeconds: number;
  /** Share served within the threshold. */
  serviceLevel: number;
  /** Share of the servers' time that is busy, at most 1. */
  occupancy: number;
  /** Mean number waiting; Infinity likewise. */
  meanQueue: number;
}

/**
 * M/M/n without abandonment. Where the load is not under the number of servers the queue never settles: everybody waits and nobody is
 * served in time.
 *
 * @param servers whole, 0 or more
 * @param thresholdSeconds 0 or more
 */
export function erlangC(load: Load, servers: number, thresholdSeconds: number): WaitFigures {
  const offered = erlangs(load);
  if (offered <= 0) return { waitShare: 0, meanWaitSeconds: 0, serviceLevel: 1, occupancy: 0, meanQueue: 0 };
  if (offered >= servers) {
    return {
      waitShare: 1,
      meanWaitSeconds: Number.POSITIVE_INFINITY,
      serviceLevel: 0,
      occupancy: 1,
      meanQueue: Number.POSITIVE_INFINITY,
    };
  }
  const blocking = erlangB(offered, servers);
  const occupancy = offered / servers;
  const waitShare = blocking / (1 - occupancy * (1 - blocking));
  const spare = servers - offered;
  const meanWaitSeconds = (waitShare * load.serviceSeconds) / spare;
  return {
    waitShare,
    meanWaitSeconds,
    serviceLevel: 1 - waitShare * Math.exp((-spare * thresholdSeconds) / load.serviceSeconds),
    occupancy,
    meanQueue: meanWaitSeconds * load.arrivalRate,
  };
}

export interface StaffTarget {
  /** Share to be served within the threshold, 0..1. */
  serviceLevel: number;
  thresholdSeconds: number;
  /** Occupancy that must not be passed, 0..1; 1 = no limit. */
  maxOccupancy: number;
}

/** Fewest servers that reach the target by Erlang C. */
export function serversForTarget(load: Load, target: StaffTarget): number {
  const offered = erlangs(load);
  if (offered <= 0) return 0;
  for (let servers = Math.floor(offered) + 1; ; servers += 1) {
    const figures = erlangC(load, servers, target.thresholdSeconds);
    if (figures.serviceLevel >= target.serviceLevel && figures.occupancy <= target.maxOccupancy) return servers;
  }
}

/** Servers to be scheduled for `net` present ones: net/(1−s), rounded up; never net×(1+s). @param shrinkage 0..1, under 1 */
export function scheduledFor(net: number, shrinkage: number): number {
  // 14/(1-0.3) is exactly 20: the grain keeps a binary fraction's tail from asking for one more person.
  return Math.ceil(net / (1 - shrinkage) - 1e-9);
}

/** What Erlang A says of a queue whose customers give up. Shares are of all arrivals unless said. */
export interface PatienceFigures {
  waitShare: number;
  abandonShare: number;
  /** Mean wait of all arrivals, those who gave up too. */
  meanWaitSeconds: number;
  meanQueue: number;
  occupancy: number;
  /** Served within the threshold, of all arrivals. */
  servedInTime: number;
  /** The same, of the served alone (`answered-only`). */
  servedInTimeOfServed: number;
  /** The same, with those who gave up within the threshold left out (`early-abandons-ignored`). */
  servedInTimeEarlyIgnored: number;
  /** Served or given up within the threshold (`abandons-met`). */
  overInTime: number;
  /** Gave up within the threshold. */
  abandonedInTime: number;
}

/**
 * M/M/n+M (Palm; Garnett, Mandelbaum and Reiman 2002): exponential patience with the given mean.
 *
 * An arrival that finds k in the queue is served after k+1 departures from the queue, each either an end of service (n·μ in all) or a
 * waiting customer giving up (θ each); conditional on its own patience. The shares within t come from the transient of that pure death
 * chain, solved by uniformisation.
 *
 * @param servers whole, 1 or more
 * @param patienceSeconds mean patience, over 0
 */
export function erlangA(
  load: Load,
  servers: number,
  patienceSeconds: number,
  thresholdSeconds: number,
): PatienceFigures {
  const shares = queueShares(load, servers, patienceSeconds);
  const leaveRate = 1 / patienceSeconds;
  const meanQueue = shares.reduce((sum, share, place) => sum + share * place, 0);
  const waitShare = shares.reduce((sum, share) => sum + share, 0);
  const abandonShare = load.arrivalRate > 0 ? (leaveRate * meanQueue) / load.arrivalRate : 0;
  const { served, left } = overWithin(shares, servers / load.serviceSeconds, leaveRate, thresholdSeconds);
  const servedInTime = 1 - waitShare + served;
  return {
    waitShare,
    abandonShare,
    meanWaitSeconds: load.arrivalRate > 0 ? meanQueue / load.arrivalRate : 0,
    meanQueue,
    occupancy: (erlangs(load) * (1 - abandonShare)) / servers,
    servedInTime,
    servedInTimeOfServed: servedInTime / (1 - abandonShare),
    servedInTimeEarlyIgnored: servedInTime / (1 - left),
    overInTime: servedInTime + left,
    abandonedInTime: left,
  };
}

/** Weights below this share of the largest no longer change a double's sum. */
const NEGLIGIBLE = 1e-18;

/** Stationary shares of "all servers busy and k waiting", k = 0, 1, … */
function queueShares(load: Load, servers: number, patienceSeconds: number): number[] {
  const offered = erlangs(load);
  if (offered <= 0) return [0];
  // Relative to the state "all busy, none waiting" = 1.
  let below = 0;
  let weight = 1;
  for (let n = servers; n >= 1; n -= 1) {
    weight *= n / offered;
    below += weight;
    if (weight < NEGLIGIBLE * (1 + below) && n < offered) break;
  }
  const weights = [1];
  let peak = 1;
  weight = 1;
  for (let place = 1; ; place += 1) {
    weight *= load.arrivalRate / (servers / load.serviceSeconds + place / patienceSeconds);
    weights.push(weight);
    peak = Math.max(peak, weight);
    if (weight < NEGLIGIBLE * peak && weights.length > 2) break;
  }
  const total = below + weights.reduce((sum, item) => sum + item, 0);
  return weights.map((item) => item / total);
}

/** Shares of all arrivals that wait and are served, or give up, within the threshold. */
function overWithin(
  shares: readonly number[],
  serviceRate: number,
  leaveRate: number,
  thresholdSeconds: number,
): { served: number; left: number } {
  if (thresholdSeconds <= 0) return { served: 0, left: 0 };
  // State k: k customers ahead of ours in the queue. From it: one ahead goes (serviceRate + k·leaveRate), or ours gives up (leaveRate).
  // With k = 0 the next end of service takes ours.
  const places = shares.length;
  const fastest = serviceRate + places * leaveRate;
  let state = [...shares];
  let served = 0;
  let left = 0;
  let servedShare = 0;
  let leftShare = 0;
  const mean = fastest * thresholdSeconds;
  const steps = Math.ceil(mean + 10 * Math.sqrt(mean) + 40);
  let logPoisson = -mean;
  for (let step = 0; step <= steps; step += 1) {
    const probability = Math.exp(logPoisson);
    served += probability * servedShare;
    left += probability * leftShare;
    logPoisson += Math.log(mean / (step + 1));
    const next = Array.from({ length: places }, () => 0);
    for (let place = 0; place < places; place += 1) {
      const share = state[place] ?? 0;
      if (share === 0) continue;
      const ahead = (share * (serviceRate + place * leaveRate)) / fastest;
      const own = (share * leaveRate) / fastest;
      leftShare += own;
      if (place === 0) servedShare += ahead;
      else next[place - 1] = (next[place - 1] ?? 0) + ahead;
      next[place] = (next[place] ?? 0) + share - ahead - own;
    }
    state = next;
  }
  return { served, left };
}
