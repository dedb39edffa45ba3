import { describe, expect, it } from 'vitest';
import { ARRIVAL_BIN_SECONDS, arrivalsOfDay, expectedArrivals, rateAt } from '../../../electron/practice/arrivals.ts';
import { FloorCalendar } from '../../../electron/practice/calendar.ts';
import { buildFloor } from '../../../electron/practice/floor.ts';
import type { FloorParameters } from '../../../electron/practice/floor.ts';
import { poissonArrivals, Random, streamKey } from '../../../electron/practice/random.ts';
import { playDay } from '../../../electron/practice/switchboard.ts';

const PARAMETERS: FloorParameters = {
  seed: 20,
  zone: 'Europe/Berlin',
  agents: 46,
  queues: 12,
  load: 1,
  shiftMinutes: 0,
  weekdayOffset: 0,
  openedAt: 0,
};

/** Whether a chi-square value with that many degrees lies where 99.8 % do (Wilson-Hilferty). */
function plausible(chiSquare: number, degrees: number): boolean {
  const z = (Math.cbrt(chiSquare / degrees) - (1 - 2 / (9 * degrees))) / Math.sqrt(2 / (9 * degrees));
  return Math.abs(z) < 3.09;
}

describe('random draws', () => {
  it('repeats a stream for the same key and differs for another', () => {
    const draw = (key: number) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.uniform()
        )(new Random(key)),
      );
    expect(draw(streamKey(1, 'a', 7))).toEqual(draw(streamKey(1, 'a', 7)));
    expect(draw(streamKey(1, 'a', 7))).not.toEqual(draw(streamKey(1, 'a', 8)));
    expect(draw(streamKey(1, 'a', 7))).not.toEqual(draw(streamKey(2, 'a', 7)));
  });

  it('draws lognormal service times with the mean asked for', () => {
    const random = new Random(streamKey(5, 'service'));
    const draws = Array.from({ length: 40_000 }, () => random.lognormal(190, 1.05));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const deviation = Math.sqrt(draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws.length - 1));
    expect(Math.abs(mean - 190)).toBeLessThan((3.3 * deviation) / Math.sqrt(draws.length));
    const logs = draws.map(Math.log);
    const logMean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    expect(logMean).toBeCloseTo(Math.log(190) - Math.log1p(1.05 ** 2) / 2, 1);
  });

  it('draws Weibull patience with the mean of its scale and shape', () => {
    const random = new Random(streamKey(6, 'patience'));
    const draws = Array.from({ length: 40_000 }, () => random.weibull(480 / 1.133, 0.8));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    expect(Math.abs(mean - 480)).toBeLessThan(3.3 * (610 / Math.sqrt(draws.length)));
  });

  it('scatters arrivals as a Poisson process: counts per bin, and their variance', () => {
    const expected = [4, 9, 1, 0, 6, 12, 3];
    const counts: number[][] = expected.map(() => []);
    for (let run = 0; run < 400; run += 1) {
      const bins = expected.map(() => 0);
      for (const time of poissonArrivals(new Random(streamKey(9, 'run', run)), expected, 300)) {
        const bin = Math.floor(time / 300);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
      bins.forEach((count, bin) => counts[bin]?.push(count));
    }
    let chiSquare = 0;
    let degrees = 0;
    expected.forEach((mean, bin) => {
      for (const count of counts[bin] ?? []) {
        if (mean === 0) expect(count).toBe(0);
        else {
          chiSquare += (count - mean) ** 2 / mean;
          degrees += 1;
        }
      }
    });
    expect(plausible(chiSquare, degrees)).toBe(true);
  });
});

describe('the shape of the day', () => {
  it('peaks in the late morning, again in the afternoon, and never falls silent', () => {
    const at = (hour: number): number => rateAt(hour * 60);
    expect(at(10.5)).toBeGreaterThan(at(12.75));
    expect(at(15)).toBeGreaterThan(at(12.75));
    expect(at(15)).toBeGreaterThan(at(20));
    expect(at(20)).toBeGreaterThan(at(3));
    expect(at(3)).toBeGreaterThan(0.05);
  });

  it('brings as many calls an hour as expected, over four weeks', () => {
    const floor = buildFloor(PARAMETERS);
    const calendar = new FloorCalendar(PARAMETERS);
    const perHour = 3600 / ARRIVAL_BIN_SECONDS;
    let chiSquare = 0;
    let degrees = 0;
    for (let day = 2400; day < 2428; day += 1) {
      for (const queue of floor.queues.filter(({ medium }) => medium === 'phone')) {
        const bounds = calendar.day(day);
        const expected = expectedArrivals(floor, queue, bounds);
        const times = arrivalsOfDay(floor, [queue], bounds, []).map(({ at }) => at);
        for (let hour = 0; hour < 24; hour += 1) {
          const mean = expected.slice(hour * perHour, (hour + 1) * perHour).reduce((sum, value) => sum + value, 0);
          const from = bounds.startAt + hour * 3600;
          const count = times.filter((time) => time >= from && time < from + 3600).length;
          chiSquare += (count - mean) ** 2 / mean;
          degrees += 1;
        }
      }
    }
    expect(plausible(chiSquare, degrees)).toBe(true);
  });
});

describe('service', () => {
  it('takes the mean of its queue once the pace of the agents is taken out', () => {
    const floor = buildFloor(PARAMETERS);
    const calendar = new FloorCalendar(PARAMETERS);
    const payments = floor.queues[0];
    const served: number[] = [];
    for (let day = 2400; day < 2420; day += 1) {
      for (const call of playDay(floor, calendar.day(day), []).contacts) {
        if (call.queue !== 0 || call.outcome !== 'answered') continue;
        served.push((call.endedAt - call.answeredAt) / (floor.agents[call.agent]?.pace ?? 1));
      }
    }
    const mean = served.reduce((sum, value) => sum + value, 0) / served.length;
    const deviation = Math.sqrt(served.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (served.length - 1));
    expect(served.length).toBeGreaterThan(3000);
    expect(Math.abs(mean - (payments?.serviceSeconds ?? 0))).toBeLessThan((3.3 * deviation) / Math.sqrt(served.length));
  });
});
