import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../../shared/errors/index.ts';

/** What the command line asks of the console. */
export interface LaunchOptions {
  /** Data folder; null: the practice floor in the user's own folder. */
  data: string | null;
  /** Folder for board.png and smoke.json; null: no smoke run. */
  smoke: string | null;
  /** Local time `1999-02-03T10:00` or an instant with offset, as typed; null: the floor as it is now. */
  replay: string | null;
  /** Floor seconds per second: of the replay, or of the practice floor. */
  speed: number | null;
  /** Where to listen for a test driver's captures; only tests pass it. */
  userData: string | null;
  help: boolean;
}

export const HELP = `Watchfloor

  npm start                                       the practice floor
  npm start -- --data DIR                         open a data folder
  npm start -- --data DIR --replay 1999-02-03T10:00 --speed 60
                                                  play a stored day again, a minute a second
  npm start -- --smoke DIR                        wait for the first live board, write DIR/board.png and
                                                  DIR/smoke.json, and leave
  --speed N       floor seconds per second (replay or practice floor; 1 to 3600)
  --user-data DIR folder for window positions and caches
  --help          this text
`;

/**
 * Reads the arguments after the app's own.
 *
 * @param argv arguments without executable and app path; Chromium's own switches (`--no-sandbox`, …) are passed over
 * @param cwd folder that relative paths are meant from
 * @throws AppError `invalid-input` for an unknown flag, a missing value or a bad number
 */
export function parseLaunch(argv: readonly string[], cwd: string): LaunchOptions {
  const known = ['--data', '--smoke', '--replay', '--speed', '--user-data', '--help', '-h'];
  const own: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    const name = word.split('=')[0] ?? '';
    if (CHROMIUM_SWITCHES.test(word)) continue;
    own.push(word);
    if (known.includes(name) && !word.includes('=') && name !== '--help' && name !== '-h') {
      const value = argv[index + 1];
      if (value !== undefined && !value.startsWith('--')) {
        own.push(value);
        index++;
      }
    }
  }
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args: own,
      allowPositionals: false,
      options: {
        data: { type: 'string' },
        smoke: { type: 'string' },
        replay: { type: 'string' },
        speed: { type: 'string' },
        'user-data': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new AppError({
      code: 'invalid-input',
      message: `${error instanceof Error ? error.message : String(error)} (see --help)`,
    });
  }
  const path = (value: string | boolean | undefined): string | null =>
    typeof value !== 'string' ? null : isAbsolute(value) ? resolve(value) : join(cwd, value);
  const speed = typeof values['speed'] === 'string' ? Number(values['speed']) : null;
  if (speed !== null && !(speed > 0 && speed <= 3600)) {
    throw new AppError({ code: 'invalid-input', message: '--speed takes a number above 0 and up to 3600.' });
  }
  const replay = typeof values['replay'] === 'string' ? values['replay'] : null;
  if (replay !== null && values['data'] === undefined) {
    throw new AppError({ code: 'invalid-input', message: '--replay needs --data DIR: the folder that holds the day.' });
  }
  return {
    data: path(values['data']),
    smoke: path(values['smoke']),
    replay,
    speed,
    userData: path(values['user-data']),
    help: values['help'] === true,
  };
}

/** Switches that Chromium, Playwright or the launcher add for themselves. */
const CHROMIUM_SWITCHES =
  /^--(no-sandbox|disable-|enable-|remote-debugging-|inspect|force-|use-|lang=|user-data-dir|allow-|high-dpi|ozone-|js-flags|gtk-|password-store|headless|trace-|log-|v=|app=|in-process-gpu|window-size)/;
