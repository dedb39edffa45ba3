import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../../electron/bootstrap/fetch-package.mjs';
import { fallbackElectron, fallbackNodeHeaders, nodeBinaries } from '../../../electron/bootstrap/pins.mjs';
import { scratchFolder } from './scratch.ts';

const integrityOf = (text: string) => `sha512-${createHash('sha512').update(text).digest('base64')}`;

describe('a fetched package', () => {
  it('is accepted with the pinned content', async () => {
    const path = join(scratchFolder(), 'x.tgz');
    writeFileSync(path, 'content');
    await expect(checkIntegrity(path, integrityOf('content'), 'x@1')).resolves.toBeUndefined();
  });

  it('is refused with any other, saying what to do', async () => {
    const path = join(scratchFolder(), 'x.tgz');
    writeFileSync(path, 'content.');
    await expect(checkIntegrity(path, integrityOf('content'), 'x@1')).rejects.toMatchObject({
      message: expect.stringContaining('x@1 does not have the pinned content'),
      remedy: expect.stringContaining('npm cache clean'),
    });
  });
});

describe('the pins', () => {
  it('name the Node that the lock file names', () => {
    const lock = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    expect(nodeBinaries.version).toBe(lock.packages['node_modules/node']?.version);
  });

  it('all carry a SHA-512', () => {
    const all = [fallbackElectron.integrity, fallbackNodeHeaders.integrity, ...Object.values(nodeBinaries.integrity)];
    for (const integrity of all) expect(Buffer.from(integrity.replace(/^sha512-/, ''), 'base64')).toHaveLength(64);
  });
});
