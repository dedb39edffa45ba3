import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteOrderMark, decoderFor, ENCODINGS } from '../../../electron/files/decode.ts';
import type { Encoding } from '../../../electron/files/decode.ts';

type Named = Exclude<Encoding, 'auto'>;
const NAMED = ENCODINGS.filter((name): name is Named => name !== 'auto');

function decode(bytes: Uint8Array, encoding: Named, cuts: readonly number[] = []): string {
  const decoder = decoderFor(encoding);
  const places = [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((a, b) => a - b);
  let text = '';
  let from = 0;
  for (const place of [...places, bytes.length]) {
    text += decoder.write(bytes.subarray(from, place));
    from = place;
  }
  return text + decoder.end();
}

describe('encodings of files', () => {
  it.each(['windows-1252', 'windows-1255'] as const)('reads every byte of %s as the standard does', (encoding) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(decode(bytes, encoding)).toBe(new TextDecoder(encoding).decode(bytes));
  });

  it('reads Hebrew in its three forms', () => {
    expect(decode(Uint8Array.of(0xf9, 0xec, 0xe5, 0xed), 'windows-1255')).toBe('שלום');
    expect(decode(Buffer.from('שלום', 'utf8'), 'utf-8')).toBe('שלום');
    expect(decode(Buffer.from('שלום', 'utf16le').swap16(), 'utf-16be')).toBe('שלום');
  });

  it('knows the byte-order marks', () => {
    expect(byteOrderMark(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toEqual({ encoding: 'utf-8', length: 3 });
    expect(byteOrderMark(Uint8Array.of(0xff, 0xfe))).toEqual({ encoding: 'utf-16le', length: 2 });
    expect(byteOrderMark(Uint8Array.of(0xfe, 0xff))).toEqual({ encoding: 'utf-16be', length: 2 });
    expect(byteOrderMark(Uint8Array.of(0x61))).toBeNull();
  });

  it('gives the same text wherever the bytes are cut', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => new Uint8Array(Buffer.from(text, 'utf8'))),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(), { maxLength: 8 }), fc.constantFrom(...NAMED), (all, cuts, encoding) => {
        expect(decode(all, encoding, cuts)).toBe(decode(all, encoding));
      }),
      { numRuns: 2000 },
    );
  });
});
