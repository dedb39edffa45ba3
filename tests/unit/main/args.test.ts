import { describe, expect, it } from 'vitest';
import { parseLaunch } from '../../../electron/main/args.ts';
import { isAppError } from '../../../shared/errors/index.ts';

const cwd = '/home/someone';

function refusal(argv: string[]): string {
  try {
    parseLaunch(argv, cwd);
  } catch (error) {
    if (isAppError(error, 'invalid-input')) return error.message;
    throw error;
  }
  return '';
}

describe('launch arguments', () => {
  it('opens the practice floor without any', () => {
    expect(parseLaunch([], cwd)).toEqual({
      data: null,
      smoke: null,
      replay: null,
      speed: null,
      userData: null,
      help: false,
    });
  });

  it('takes relative folders from where the person stood', () => {
    expect(parseLaunch(['--data', 'bank', '--smoke=out'], cwd)).toMatchObject({
      data: '/home/someone/bank',
      smoke: '/home/someone/out',
    });
    expect(parseLaunch(['--data', '/var/floor'], cwd).data).toBe('/var/floor');
  });

  it('plays a stored day again', () => {
    expect(parseLaunch(['--data', 'd', '--replay', '1999-02-03T10:00', '--speed', '60'], cwd)).toMatchObject({
      replay: '1999-02-03T10:00',
      speed: 60,
    });
  });

  it('passes over the switches of Chromium and of test drivers', () => {
    const argv = ['--no-sandbox', '--remote-debugging-port=0', '--inspect=0', '--disable-gpu', '--data', 'd'];
    expect(parseLaunch(argv, cwd).data).toBe('/home/someone/d');
  });

  it('refuses what it does not know, a missing value, a bad speed and a replay of nothing', () => {
    expect(refusal(['--dta', 'x'])).toMatch(/--dta/);
    expect(refusal(['--data'])).not.toBe('');
    expect(refusal(['--data', 'd', '--speed', '0'])).toMatch(/--speed/);
    expect(refusal(['--data', 'd', '--speed', 'fast'])).toMatch(/--speed/);
    expect(refusal(['--replay', '1999-02-03T10:00'])).toMatch(/--data/);
  });
});
