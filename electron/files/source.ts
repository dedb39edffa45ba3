/** Opening a delimited file: plain or gzip (told by its content, never by its name), as pieces of text in constant memory. */
import { createReadStream } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { AppError, isAppError } from '../../shared/errors/index.ts';
import { byteOrderMark, decoderFor } from './decode.ts';
import type { Encoding } from './decode.ts';

/** A compressed piece may unfold a thousandfold, so gzip is fed in small pieces. */
const PIECE_BYTES = 16 * 1024;
const HEAD_BYTES = 64 * 1024;

export interface TextSource {
  /** Name without folders and without `.gz`. */
  readonly name: string;
  readonly encoding: Exclude<Encoding, 'auto'>;
  readonly compressed: boolean;
  /** Decoded text at the start of the file, for a look at it before reading. */
  readonly head: string;
  /** Whether the head is the whole file. */
  readonly headIsWhole: boolean;
  /** What ends a line: `\r` only where the head has no `\n` at all. */
  readonly newline: '\n' | '\r';
  /** The whole text from its first character, once. */
  readonly text: AsyncIterable<string>;
  /** Why the text ends before its time (a gzip that was cut off or damaged), in words; null when it is whole. Known once the text has been read. */
  damage(): string | null;
  /** Share of the file's bytes read so far, 0..1. */
  progress(): number;
  close(): void;
}

export interface OpenOptions {
  readonly encoding?: Encoding | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a file for reading as text.
 *
 * @throws AppError `not-found` where there is no such file, `invalid-input` where it is a folder, is empty or is not text, `cancelled` on abort
 */
export async function openText(path: string, options: OpenOptions = {}): Promise<TextSource> {
  const name = basename(path).replace(/\.gz$/i, '') || basename(path);
  const size = await fileSize(path);
  if (size === 0)
    throw new AppError({ code: 'invalid-input', message: `“${basename(path)}” is empty: there is nothing to import.` });
  const stream = createReadStream(path, {
    highWaterMark: PIECE_BYTES,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const state: ReadState = { read: 0, compressed: false, damage: null };
  const pieces = bytesOf(stream, state);
  try {
    const { head, whole } = await readHead(pieces);
    refuseWhatIsNotText(basename(path), head);
    const mark = byteOrderMark(head);
    const encoding =
      mark?.encoding ?? (options.encoding === undefined || options.encoding === 'auto' ? 'utf-8' : options.encoding);
    const headText = headOf(head.subarray(mark?.length ?? 0), encoding);
    return {
      name,
      encoding,
      compressed: state.compressed,
      head: headText,
      headIsWhole: whole,
      newline: headText.includes('\r') && !headText.includes('\n') ? '\r' : '\n',
      text: decoded(head.subarray(mark?.length ?? 0), pieces, encoding),
      damage: () => state.damage,
      progress: () => Math.min(1, state.read / size),
      close: () => stream.destroy(),
    };
  } catch (error) {
    stream.destroy();
    throw readable(error, path);
  }
}

interface ReadState {
  read: number;
  compressed: boolean;
  damage: string | null;
}

async function fileSize(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      throw new AppError({ code: 'invalid-input', message: `“${path}” is a folder. Name the file in it.` });
    }
    return found.size;
  } catch (error) {
    throw readable(error, path);
  }
}

/** What the system says about a file, in words for people. */
function readable(error: unknown, path: string): unknown {
  if (isAppError(error) || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError({ code: 'not-found', message: `There is no file “${path}”.`, cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError({
      code: 'refused',
      message: `“${path}” may not be read: its permissions forbid it.`,
      cause: error,
    });
  }
  if (error.name === 'AbortError')
    return new AppError({ code: 'cancelled', message: 'The import was stopped.', cause: error });
  return error;
}

async function* bytesOf(stream: ReadStream, state: ReadState): AsyncGenerator<Buffer> {
  const pieces = stream as AsyncIterable<Buffer>;
  let first: Buffer = Buffer.alloc(0);
  let gunzip: Gunzip | null = null;
  let started = false;
  for await (const piece of pieces) {
    state.read += piece.length;
    if (!started) {
      first = first.length === 0 ? piece : Buffer.concat([first, piece]);
      if (first.length < 3) continue;
      started = true;
      if (isGzip(first)) {
        gunzip = new Gunzip();
        state.compressed = true;
      }
      if (gunzip === null) yield first;
      else yield* gunzip.write(first);
    } else if (gunzip === null) yield piece;
    else yield* gunzip.write(piece);
    if (gunzip?.failed === true) break;
  }
  if (!started && first.length > 0) yield first;
  if (gunzip !== null) {
    yield* gunzip.end();
    state.damage = gunzip.damage;
  }
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/**
 * Gunzip that gives out everything that could be unfolded before a file's damage, and only then says that it is damaged. (A plain pipe may throw away
 * what lies in its buffers when the error comes.)
 */
class Gunzip {
  readonly #zip = createGunzip();
  #ready: Buffer[] = [];
  #error: Error | null = null;
  readonly #ended: Promise<void>;

  constructor() {
    this.#zip.on('data', (piece: Buffer) => this.#ready.push(piece));
    this.#ended = new Promise((resolve) => {
      this.#zip.on('end', () => resolve());
      this.#zip.on('error', (error) => {
        this.#error = error;
        resolve();
      });
    });
  }

  get failed(): boolean {
    return this.#error !== null;
  }

  get damage(): string | null {
    if (this.#error === null) return null;
    const cut = (this.#error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    return cut ? 'The compressed file is cut off: its end is missing.' : 'The compressed file is damaged from here on.';
  }

  async *write(piece: Buffer): AsyncGenerator<Buffer> {
    if (this.#error !== null) return;
    const written = new Promise<void>((resolve) => {
      this.#zip.write(piece, () => resolve());
    });
    await Promise.race([written, this.#ended]);
    yield* this.#take();
  }

  async *end(): AsyncGenerator<Buffer> {
    if (this.#error === null) this.#zip.end();
    await this.#ended;
    yield* this.#take();
    this.#zip.destroy();
  }

  *#take(): Generator<Buffer> {
    const ready = this.#ready;
    this.#ready = [];
    yield* ready;
  }
}

async function readHead(pieces: AsyncGenerator<Buffer>): Promise<{ head: Buffer; whole: boolean }> {
  const head: Buffer[] = [];
  let length = 0;
  let whole = false;
  while (length < HEAD_BYTES && !whole) {
    const next = await pieces.next();
    whole = next.done === true;
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(head), whole };
}

async function* decoded(
  head: Buffer,
  rest: AsyncIterable<Buffer>,
  encoding: Exclude<Encoding, 'auto'>,
): AsyncGenerator<string> {
  const decoder = decoderFor(encoding);
  yield decoder.write(head);
  for await (const piece of rest) yield decoder.write(piece);
  yield decoder.end();
}

/** The head as text, without a character that the cut may have split. */
function headOf(head: Buffer, encoding: Exclude<Encoding, 'auto'>): string {
  return decoderFor(encoding).write(head);
}

const MAGIC: readonly { readonly bytes: readonly number[]; readonly advice: string }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    advice: 'It looks like a workbook or a zip archive: save it as CSV, or unpack it first.',
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], advice: 'It looks like an old workbook: save it as CSV.' },
  { bytes: [0x1f, 0x8b], advice: 'It was compressed twice: unpack it once.' },
  { bytes: [0x25, 0x50, 0x44, 0x46], advice: 'It looks like a PDF.' },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], advice: 'It looks like a database.' },
];

function refuseWhatIsNotText(name: string, head: Uint8Array): void {
  if (head.length === 0) {
    throw new AppError({ code: 'invalid-input', message: `“${name}” holds no text: there is nothing to import.` });
  }
  const known = MAGIC.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (known !== undefined) notText(name, known.advice);
  if (byteOrderMark(head) !== null) return;
  let control = 0;
  for (const byte of head) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) control += 1;
  // A stray control character is dirt; one in ten is another kind of file.
  if (control * 10 > head.length)
    notText(name, 'Export the data as CSV or TSV (UTF-8, or UTF-16 with its byte-order mark).');
}

function notText(name: string, advice: string): never {
  throw new AppError({ code: 'invalid-input', message: `“${name}” is not a text file. ${advice}` });
}
