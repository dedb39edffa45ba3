import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashFile, hashTree, readStamp, writeStamp } from '../../../electron/bootstrap/stamp.mjs';
import { scratchFolder } from './scratch.ts';

function project(): string {
  const base = scratchFolder();
  mkdirSync(join(base, 'src/deep'), { recursive: true });
  for (const [name, text] of [
    ['src/a.ts', 'a'],
    ['src/deep/b.ts', 'b'],
    ['lock.json', '{}'],
  ] as const) {
    writeFileSync(join(base, name), text);
    utimesSync(join(base, name), 1_000, 1_000);
  }
  return base;
}

const names = ['src', 'lock.json', 'absent'];

describe('the hash over sources', () => {
  it('stays while nothing changes', () => {
    const base = project();
    expect(hashTree(base, names)).toBe(hashTree(base, names));
  });

  it.each<[string, (base: string) => void]>([
    ['a file deep inside is saved again', (base) => utimesSync(join(base, 'src/deep/b.ts'), 2_000, 2_000)],
    [
      'a file changes its size within the same instant',
      (base) => {
        writeFileSync(join(base, 'src/a.ts'), 'aa');
        utimesSync(join(base, 'src/a.ts'), 1_000, 1_000);
      },
    ],
    ['a file is added', (base) => writeFileSync(join(base, 'src/new.ts'), '')],
    ['a file is removed', (base) => rmSync(join(base, 'src/a.ts'))],
    ['a file that was absent appears', (base) => writeFileSync(join(base, 'absent'), '')],
  ])('changes when %s', (_what, change) => {
    const base = project();
    const before = hashTree(base, names);
    change(base);
    expect(hashTree(base, names)).not.toBe(before);
  });

  it('changes with the other facts it is given', () => {
    const base = project();
    expect(hashTree(base, names, ['electron 33'])).not.toBe(hashTree(base, names, ['electron 45']));
  });
});

describe('stamps', () => {
  it('are read as written, and null where there is none', () => {
    const path = join(scratchFolder(), 'a/b/stamp');
    expect(readStamp(path)).toBeNull();
    writeStamp(path, 'one');
    writeStamp(path, 'two');
    expect(readStamp(path)).toBe('two');
    expect(readdirSync(join(path, '..'))).toEqual(['stamp']);
  });

  it('of a file depend on its content alone', () => {
    const base = project();
    const before = hashFile(join(base, 'lock.json'));
    utimesSync(join(base, 'lock.json'), 9_000, 9_000);
    expect(hashFile(join(base, 'lock.json'))).toBe(before);
    writeFileSync(join(base, 'lock.json'), '{ }');
    expect(hashFile(join(base, 'lock.json'))).not.toBe(before);
  });
});
