/**
 * Reading a zip archive with Node's own zlib: a bare machine has no `unzip`, and the archive we need is 200 MB of which
 * a good part must not be written at all. Stored and deflated entries, Unix modes and symbolic links; no ZIP64, no
 * encryption (refused, not guessed at).
 */
import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const inflateRaw = promisify(zlib.inflateRaw);

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} mode Unix mode, 0 where the archive has none
 * @property {number} method 0 stored, 8 deflated
 * @property {number} packed bytes in the archive
 * @property {number} size bytes unpacked
 * @property {number} crc
 * @property {number} offset of the local header
 */

/** @param {number} handle @param {number} position @param {number} length */
function readAt(handle, position, length) {
  const buffer = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const n = readSync(handle, buffer, got, length - got, position + got);
    if (n === 0) throw new Error('the archive ends too early');
    got += n;
  }
  return buffer;
}

/** @param {number} handle @returns {ZipEntry[]} */
function readDirectory(handle) {
  const total = fstatSync(handle).size;
  const tailLength = Math.min(total, 65_557);
  const tail = readAt(handle, total - tailLength, tailLength);
  const end = tail.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0) throw new Error('this is not a zip archive');
  const count = tail.readUInt16LE(end + 10);
  const start = tail.readUInt32LE(end + 16);
  if (count === 0xffff || start === 0xffffffff) throw new Error('ZIP64 archives are not supported');
  const directory = readAt(handle, start, tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0, index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error('the archive has a damaged directory');
    if (directory.readUInt16LE(at + 8) & 1) throw new Error('encrypted archives are not supported');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** @param {number} handle @param {ZipEntry} entry @returns {Promise<Buffer>} */
async function contentOf(handle, entry) {
  const header = readAt(handle, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = readAt(handle, start, entry.packed);
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`${entry.name} is packed by unknown method ${entry.method}`);
  const content = entry.method === 0 ? packed : await inflateRaw(packed);
  if (content.length !== entry.size || zlib.crc32(content) !== entry.crc) throw new Error(`${entry.name} is damaged`);
  return content;
}

/**
 * Unpacks an archive.
 *
 * @param {string} archive
 * @param {string} folder where to; made if absent
 * @param {(name: string) => boolean} wanted which entries to write
 * @param {(done: number, total: number) => void} [progress] in entries
 * @throws {Error} for a damaged archive, or for an entry that points outside the folder
 */
export async function unzip(archive, folder, wanted, progress = () => {}) {
  const handle = openSync(archive, 'r');
  try {
    const entries = readDirectory(handle).filter((entry) => wanted(entry.name));
    let done = 0;
    for (const entry of entries) {
      const target = resolve(folder, entry.name);
      if (!target.startsWith(resolve(folder) + sep)) throw new Error(`${entry.name} points outside the folder`);
      if (entry.name.endsWith('/')) mkdirSync(target, { recursive: true });
      else {
        mkdirSync(dirname(target), { recursive: true });
        const content = await contentOf(handle, entry);
        if ((entry.mode & 0o170000) === 0o120000) symlinkSync(content.toString(), target);
        else {
          writeFileSync(target, content);
          if (entry.mode & 0o777) chmodSync(target, entry.mode & 0o777);
        }
      }
      progress((done += 1), entries.length);
    }
  } finally {
    closeSync(handle);
  }
}
