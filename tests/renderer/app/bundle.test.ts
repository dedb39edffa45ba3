import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '../../../renderer');

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Modules of shared/contract that hold no schema. */
const LIGHT = ['bridge.ts', 'names.ts'];

describe('the window’s bundle', () => {
  it('leaves the schemas to the engine, which checks what crosses the wall', () => {
    const heavy = files(renderer).flatMap((path) => {
      const imports = readFileSync(path, 'utf8').matchAll(
        /^(import|export) (?!type )[^;]*?from '[^']*shared\/contract\/([^']+)';/gms,
      );
      return [...imports]
        .filter(([, , module]) => !LIGHT.includes(module ?? ''))
        .map(() => path.slice(renderer.length + 1));
    });
    expect(heavy).toEqual([]);
  });
});
