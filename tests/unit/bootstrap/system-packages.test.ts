import { describe, expect, it } from 'vitest';
import { missingLibraries, packagesFor } from '../../../electron/bootstrap/system-packages.mjs';
import { helperIsReady } from '../../../electron/bootstrap/sandbox.mjs';

const ldd = `
	linux-vdso.so.1 (0x00007ffd5b1f2000)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f0c7a000000)
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	libnew.so.9 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0c79a00000)
`;

describe('system libraries', () => {
  it('are missing where ldd does not find them', () => {
    expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0', 'libnew.so.9']);
  });

  it('are none in the output of a complete system', () => {
    expect(missingLibraries('\tlibc.so.6 => /lib/libc.so.6 (0x1)\n')).toEqual([]);
  });

  it('become packages, each once; unknown ones are told apart', () => {
    expect(packagesFor(missingLibraries(ldd))).toEqual({
      packages: ['libgtk-3-0', 'libnss3'],
      unknown: ['libnew.so.9'],
    });
  });
});

describe('the sandbox helper', () => {
  it.each([
    [undefined, false],
    [{ uid: 1000, mode: 0o104755 }, false],
    [{ uid: 0, mode: 0o100755 }, false],
    [{ uid: 0, mode: 0o104755 }, true],
  ])('%j is ready: %s', (helper, ready) => expect(helperIsReady(helper)).toBe(ready));
});
