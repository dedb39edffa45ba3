import { describe, expect, it } from 'vitest';
import { lacksOnlyOptional, matchesLock } from '../../../electron/bootstrap/install.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a-linux': { version: '1.0.0', optional: true },
    'node_modules/a-win32': { version: '1.0.0', optional: true },
  },
};

describe('installed packages', () => {
  it.each([
    [
      'all there, those of other platforms left out',
      { 'node_modules/a': '1.0.0', 'node_modules/a-linux': '1.0.0' },
      true,
    ],
    ['one missing', { 'node_modules/a-linux': '1.0.0' }, false],
    ['one in another version', { 'node_modules/a': '1.0.1' }, false],
    ['an optional one in another version', { 'node_modules/a': '1.0.0', 'node_modules/a-linux': '2.0.0' }, false],
    ['one too many', { 'node_modules/a': '1.0.0', 'node_modules/b': '1.0.0' }, false],
  ])('%s', (_what, there, matches) => {
    const packages = Object.fromEntries(Object.entries(there).map(([path, version]) => [path, { version }]));
    expect(matchesLock(lock, { packages })).toBe(matches);
  });
});

describe("npm's complaint about a lock file", () => {
  const head = 'npm error code EUSAGE\nnpm error `npm ci` can only install packages when … are in sync.\n';

  it('is put up with when only optional packages without a version are missing', () => {
    expect(lacksOnlyOptional(`${head}npm error Missing: @x/binding-android-arm64@ from lock file\n`)).toBe(true);
  });

  it.each([
    ['a package is missing', 'npm error Missing: zod@4.6.7 from lock file'],
    ['a version differs', "npm error Invalid: lock file's zod@4.0.0 does not satisfy zod@4.6.7"],
    ['something else is wrong', 'npm error network timeout'],
  ])('is not when %s', (_what, line) => {
    expect(
      lacksOnlyOptional(`${head}npm error Missing: @x/y@ from lock file\n`.replace(/npm error Missing.*/, line)),
    ).toBe(false);
  });
});
