import { lstatSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unzip } from '../../../electron/bootstrap/zip.mjs';
import { scratchFolder } from './scratch.ts';

interface Entry {
  name: string;
  text: string;
  mode?: number;
  deflate?: boolean;
  crc?: number;
}

/** An archive as zip programs on Unix write it. */
function archive(entries: Entry[]): string {
  const path = join(scratchFolder(), 'x.zip');
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, mode = 0o100644, deflate = false, crc = crc32(text) } of entries) {
    const packed = deflate ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(deflate ? 8 : 0, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(Buffer.byteLength(text), 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(mode * 65_536, 38);
    central.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(path, Buffer.concat([...bodies, ...directory, end]));
  return path;
}

const all = () => true;

describe('unpacking an archive', () => {
  it('restores content, modes, links and folders, and leaves out what is not wanted', async () => {
    const long = 'watchfloor '.repeat(10_000);
    const path = archive([
      { name: 'app/', text: '', mode: 0o040755 },
      { name: 'app/run', text: '#!/bin/sh\n', mode: 0o100755 },
      { name: 'app/deep/long.txt', text: long, deflate: true },
      { name: 'app/link', text: 'run', mode: 0o120777 },
      { name: 'app/huge', text: 'not wanted' },
    ]);
    const folder = scratchFolder();
    await unzip(path, folder, (name) => name !== 'app/huge');
    expect(lstatSync(join(folder, 'app/run')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(folder, 'app/deep/long.txt'), 'utf8')).toBe(long);
    expect(readlinkSync(join(folder, 'app/link'))).toBe('run');
    expect(() => lstatSync(join(folder, 'app/huge'))).toThrow('ENOENT');
  });

  it.each([
    ['a damaged entry', archive, [{ name: 'a', text: 'abc', crc: 1 }], 'a is damaged'],
    ['an entry that points outside', archive, [{ name: '../a', text: 'abc' }], '../a points outside the folder'],
  ])('refuses %s', async (_what, make, entries, message) => {
    await expect(unzip(make(entries), scratchFolder(), all)).rejects.toThrow(message);
  });

  it('refuses what is not an archive', async () => {
    const path = join(scratchFolder(), 'x.zip');
    writeFileSync(path, 'x'.repeat(100));
    await expect(unzip(path, scratchFolder(), all)).rejects.toThrow('not a zip archive');
  });
});
