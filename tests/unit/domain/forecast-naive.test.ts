import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { naiveForecast } from '../../../shared/domain/forecast-naive.ts';
import { referencePath } from '../../helpers/reference.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const target = Date.parse('1999-06-02T09:00:00Z');
const history = (volumes: readonly (number | null)[]) => (at: number) => volumes[(target - at) / WEEK - 1] ?? null;
const utc = (volumes: readonly (number | null)[]) =>
  naiveForecast({ targetAt: target, zone: 'UTC', volumeAt: history(volumes) });

describe('naive forecast', () => {
  test('is the mean of the same weekday and time, with the number of weeks', () => {
    expect(utc([10, 20])).toEqual({ value: 15, n: 2 });
    expect(utc([1, 2, 3, 4, 5, 6, 7, 8, 1000])).toEqual({ value: 4.5, n: 8 });
  });

  test('takes a zero for a zero and a gap for a gap', () => {
    expect(utc([0, 10])).toEqual({ value: 5, n: 2 });
    expect(utc([null, 10, null, 20])).toEqual({ value: 15, n: 2 });
  });

  test('is silent with fewer than two weeks, and with weeks too long ago', () => {
    expect(utc([])).toBeNull();
    expect(utc([10])).toBeNull();
    expect(utc([...Array<null>(16).fill(null), 5, 5, 5])).toBeNull();
  });

  test('follows the clock on the wall over a change of the clocks', () => {
    // 29 March 1999 is the first Monday of summer time: 09:00 is 07:00 UTC, and was 08:00 UTC in the weeks before.
    const asked: string[] = [];
    naiveForecast({
      targetAt: Date.parse('1999-03-29T07:00:00Z'),
      zone: 'Europe/Berlin',
      searchWeeks: 2,
      volumeAt: (at) => {
        asked.push(new Date(at).toISOString());
        return 1;
      },
    });
    expect(asked).toEqual(['1999-03-22T08:00:00.000Z', '1999-03-15T08:00:00.000Z']);
  });

  test('steps over a week whose clocks skipped that time', () => {
    const forecast = naiveForecast({
      targetAt: Date.parse('1999-04-04T00:30:00Z'),
      zone: 'Europe/Berlin',
      searchWeeks: 3,
      volumeAt: (at) => (at === Date.parse('1999-03-28T01:30:00Z') ? 1e6 : 10),
    });
    expect(forecast).toEqual({ value: 10, n: 2 });
  });
});

const bank = referencePath('data/bank-calls-2003/bank_calls_5min.csv.gz');
const published = referencePath('reference/bank_calls_forecast.csv');

const readRows = () =>
  gunzipSync(readFileSync(bank ?? ''))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [at = '', calls = ''] = line.replaceAll('"', '').split(',');
      return { at: Date.parse(`${at.replace(' ', 'T')}Z`), calls: Number(calls) };
    });

describe.skipIf(bank === null || published === null)('naive forecast of a real bank (reference material)', () => {
  test.each([169, 845, 1690])('of %d intervals errs as the reference says, for 1, 4 and 8 weeks', (horizon) => {
    const rows = readRows();
    const known = new Map(rows.slice(0, 26_026).map(({ at, calls }) => [at, calls]));
    for (const weeks of [1, 4, 8]) {
      const line = readFileSync(published ?? '', 'utf8')
        .split('\n')
        .find((text) => text.startsWith(`"mean of last ${weeks} same weekday",${horizon},`));
      const errors = rows.slice(26_026, 26_026 + horizon).map(({ at, calls }) => {
        const forecast = naiveForecast({
          targetAt: at,
          zone: 'UTC',
          maxWeeks: weeks,
          minWeeks: 1,
          volumeAt: (start) => known.get(start) ?? null,
        });
        expect(forecast?.n).toBe(weeks);
        return calls - (forecast?.value ?? Number.NaN);
      });
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
      const rmse = Math.sqrt(mean(errors.map((error) => error * error)));
      const mae = mean(errors.map(Math.abs));
      expect([rmse.toFixed(4), mae.toFixed(4), mean(errors).toFixed(4)]).toEqual([
        line?.split(',')[2],
        line?.split(',')[3],
        line?.split(',')[6],
      ]);
    }
  });
});
