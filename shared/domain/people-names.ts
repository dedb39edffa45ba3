/** Names and addresses of people made comparable. */

/** Letters that are not a base letter with a mark, and so survive decomposition. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const SPECIAL = /[ßæœøłđðþı]/g;
/** Accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic. Vowel signs of other scripts are letters to their readers. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;
/** Longer texts are no names. */
const LONGEST = 200;

/** The address without surrounding blanks, in lower case; null where there is none, or it cannot be one. */
export function foldEmail(email: string | null): string | null {
  if (email === null) return null;
  const folded = email.trim().toLowerCase();
  const at = folded.indexOf('@');
  return at > 0 && at < folded.length - 1 && !/\s/u.test(folded) ? folded : null;
}

/**
 * The name in lower case without accents, punctuation, invisible characters and needless blanks, `Last, First` turned round; null where nothing is
 * left of it.
 */
export function foldName(name: string): string | null {
  const plain = name
    .slice(0, LONGEST)
    .normalize('NFKD')
    .replaceAll(ACCENTS, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => (/\s/.test(character) ? ' ' : ''))
    .toLowerCase()
    .replaceAll(SPECIAL, (letter) => LETTERS[letter] ?? letter);
  const parts = plain.split(',');
  const turned =
    parts.length === 2 && parts.every((part) => /[\p{L}\p{N}]/u.test(part)) ? `${parts[1]} ${parts[0]}` : plain;
  const folded = turned
    .replaceAll(/['’`´]/g, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return folded === '' ? null : folded;
}
