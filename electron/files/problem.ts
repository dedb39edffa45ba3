/** Why a row cannot be stored, in words for people. Thrown while a row is read; it becomes the reason in quarantine. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem';
}

/** A value of a file as it may stand in a message: short, and without what could disturb a terminal. */
export function shown(text: string): string {
  const clean = text.slice(0, 80).replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
  return `“${clean}${text.length > 80 ? '…' : ''}”`;
}

/** Repairs that every import may make, with their words; the others are named by the mapping. */
export const BUILT_IN_REPAIRS: Readonly<Record<string, string>> = {
  'surrounding-blanks': 'Blanks around a value were taken off.',
  'unusable-characters':
    'Control characters or bytes that are no text in the file’s encoding were taken out or replaced.',
  'past-midnight': 'A clock more than twelve hours before the row’s earlier one was placed on the next day.',
  'nonexistent-local-time':
    'A local time that the spring change of the clocks skips was moved forward by the length of the gap.',
  'ambiguous-local-time':
    'A local time that occurs twice in autumn was taken as the first, or as the one nearer to the row’s earlier time.',
};

const LONE_SURROGATE = /\p{Surrogate}/gu;
// oxlint-disable-next-line no-control-regex -- finding control characters is the point
const UNUSABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]|\p{Surrogate}/u;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** The text with half characters (lone surrogates, which no database keeps) replaced. */
export function wellFormed(text: string): string {
  return text.replaceAll(LONE_SURROGATE, '\ufffd');
}

/** Whether a text holds control characters, half characters or the mark of bytes that could not be decoded. */
export function isUnusable(text: string): boolean {
  return UNUSABLE.test(text);
}

/** The text without control characters (tabs and line ends stay), half characters replaced. */
export function cleaned(text: string): string {
  return wellFormed(text.replaceAll(CONTROL, ''));
}
