/** Bytes of a delimited file to text, whatever the size of the pieces they come in. */
import { StringDecoder } from 'node:string_decoder';

/** Encodings a mapping may name. `auto` follows a byte-order mark and is UTF-8 without one. */
export const ENCODINGS = ['auto', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1255', 'latin1'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface Decoder {
  write(bytes: Uint8Array): string;
  end(): string;
}

/**
 * Upper halves of the two Windows code pages, as the WHATWG encoding standard gives them (an unassigned byte is U+FFFD). They are here because
 * the converters that come with the runtime differ between Node and Electron.
 */
const WINDOWS_1252 =
  '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ' +
  '\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ';
const WINDOWS_1255 =
  '€\x81‚ƒ„…†‡ˆ‰\x8a‹\x8c\x8d\x8e\x8f\x90‘’“”•–—˜™\x9a›\x9c\x9d\x9e\x9f' +
  '\u00a0¡¢£₪¥¦§¨©×«¬\u00ad®¯°±²³´µ¶·¸¹÷»¼½¾¿' +
  '\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05ba\u05bb\u05bc\u05bd\u05be\u05bf' +
  '\u05c0\u05c1\u05c2\u05c3\u05f0\u05f1\u05f2\u05f3\u05f4\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd' +
  '\u05d0\u05d1\u05d2\u05d3\u05d4\u05d5\u05d6\u05d7\u05d8\u05d9\u05da\u05db\u05dc\u05dd\u05de\u05df' +
  '\u05e0\u05e1\u05e2\u05e3\u05e4\u05e5\u05e6\u05e7\u05e8\u05e9\u05ea\ufffd\ufffd\u200e\u200f\ufffd';

/** The encoding that a byte-order mark announces, and the mark's length in bytes; null where there is none. */
export function byteOrderMark(
  head: Uint8Array,
): { encoding: 'utf-8' | 'utf-16le' | 'utf-16be'; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/**
 * A decoder that may be fed any pieces: a character split between two of them comes out whole. Bytes that mean nothing in the encoding become
 * U+FFFD, which the import counts as a repair. The caller has taken the byte-order mark off.
 */
export function decoderFor(encoding: Exclude<Encoding, 'auto'>): Decoder {
  switch (encoding) {
    case 'utf-8':
      return utf8();
    case 'utf-16le':
      return utf16();
    case 'utf-16be':
      return swapped();
    case 'latin1':
      return { write: (bytes) => latin1(bytes), end: () => '' };
    case 'windows-1252':
      return codePage(WINDOWS_1252);
    case 'windows-1255':
      return codePage(WINDOWS_1255);
  }
}

/** The standard's decoder: a broken sequence gives the same replacement characters wherever the pieces are cut. */
function utf8(): Decoder {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

function utf16(): Decoder {
  const decoder = new StringDecoder('utf16le');
  return {
    write: (bytes) => decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
    end: () => decoder.end(),
  };
}

function swapped(): Decoder {
  const inner = utf16();
  let odd: number | null = null;
  return {
    write(bytes) {
      const joined = odd === null ? Buffer.from(bytes) : Buffer.concat([Buffer.from([odd]), bytes]);
      odd = joined.length % 2 === 1 ? (joined[joined.length - 1] ?? null) : null;
      return inner.write(joined.subarray(0, joined.length - (joined.length % 2)).swap16());
    },
    end: () => inner.end() + (odd === null ? '' : '\ufffd'),
  };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

const HIGH = /[\x80-\xff]/g;

function codePage(upper: string): Decoder {
  return {
    write: (bytes) => latin1(bytes).replace(HIGH, (letter) => upper.charAt(letter.charCodeAt(0) - 0x80)),
    end: () => '',
  };
}
