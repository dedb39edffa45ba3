import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../electron/bootstrap/child.mjs';
import { hasDisplay } from '../../../electron/bootstrap/display.mjs';
import { wishedKind } from '../../../electron/bootstrap/electron.mjs';
import { cacheFolder, callerFolder, root } from '../../../electron/bootstrap/paths.mjs';
import { electronFlags, launchEnvironment } from '../../../electron/bootstrap/prepare.mjs';
import { plainEnvironment } from '../../../electron/bootstrap/run.mjs';

describe('what the app is launched with', () => {
  it('has the sandbox off for root only', () => {
    expect(electronFlags(1000)).toEqual([]);
    expect(electronFlags(undefined)).toEqual([]);
    expect(electronFlags(0)).toEqual(process.platform === 'linux' ? ['--no-sandbox'] : []);
  });

  it('names the runtime, and a SQLite of its own only where there is one', () => {
    const runtime = { kind: 'official' as const, version: '45.4.1', executable: '/e/electron', folder: '/e' };
    expect(launchEnvironment(runtime, null, [])).toEqual({
      WATCHFLOOR_ELECTRON_BIN: '/e/electron',
      WATCHFLOOR_ELECTRON_FLAGS: '',
      WATCHFLOOR_RUNTIME: 'official 45.4.1',
      ELECTRON_OVERRIDE_DIST_PATH: '/e',
    });
    expect(launchEnvironment({ ...runtime, kind: 'fallback' }, '/c/x.node', ['--no-sandbox'])).toMatchObject({
      WATCHFLOOR_SQLITE_BINDING: '/c/x.node',
      WATCHFLOOR_ELECTRON_FLAGS: '--no-sandbox',
    });
  });
});

describe('the environment that set-up reads', () => {
  it('counts relative folders from where the user stood', () => {
    expect(callerFolder({ INIT_CWD: '/home/u/here' })).toBe('/home/u/here');
    expect(callerFolder({ INIT_CWD: '/home/u/here', WATCHFLOOR_CWD: '/home/u/there' })).toBe('/home/u/there');
    expect(cacheFolder({ INIT_CWD: '/home/u/here', WATCHFLOOR_CACHE: '../c' })).toBe('/home/u/c');
    expect(cacheFolder({})).toBe(`${root}/node_modules/.cache/watchfloor`);
  });

  it('takes a wish for a runtime, and refuses an unknown one', () => {
    expect(wishedKind(undefined)).toBeNull();
    expect(wishedKind('')).toBeNull();
    expect(wishedKind('fallback')).toBe('fallback');
    expect(() => wishedKind('Official')).toThrow('WATCHFLOOR_ELECTRON is "Official"');
  });

  it('sees a display of either kind', () => {
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay({})).toBe(process.platform !== 'linux');
  });

  it('does not hand the calling npm’s own settings to another npm, but the user’s', () => {
    expect(
      plainEnvironment({
        npm_lifecycle_event: 'start',
        npm_package_json: '/p/package.json',
        npm_command: 'run-script',
        npm_config_registry: 'https://registry.example',
        HTTPS_PROXY: 'http://proxy.example',
      }),
    ).toEqual({ npm_config_registry: 'https://registry.example', HTTPS_PROXY: 'http://proxy.example' });
  });
});

describe('how a program ended', () => {
  it('is its exit code, or what shells say for a signal', () => {
    expect(exitCodeOf(7, null)).toBe(7);
    expect(exitCodeOf(null, 'SIGINT')).toBe(130);
    expect(exitCodeOf(null, 'SIGKILL')).toBe(137);
  });
});
