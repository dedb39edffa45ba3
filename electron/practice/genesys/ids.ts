import { streamKey } from '../random.ts';

/** What has an id in the organisation, with the mark that its ids bear. */
const MARKS = {
  organization: 0x0100,
  division: 0x0101,
  user: 0x0a10,
  queue: 0x0b10,
  skill: 0x0b20,
  language: 0x0b21,
  'wrapup-code': 0x0b30,
  presence: 0x0c10,
  team: 0x0d10,
  group: 0x0d20,
  conversation: 0x1c10,
  participant: 0x1c20,
  session: 0x1c30,
  survey: 0x1c40,
  evaluation: 0x1e10,
  form: 0x1e20,
  'business-unit': 0x2a10,
  'management-unit': 0x2a20,
  'activity-code': 0x2a30,
  shift: 0x2a40,
  schedule: 0x2a50,
  'time-off': 0x2a60,
  job: 0x3a10,
  channel: 0x3a20,
  download: 0x3a30,
  correlation: 0x3a40,
  token: 0x3a50,
} as const;

export type Kind = keyof typeof MARKS;

const LARGEST = 2 ** 48;

/** Ids of one organisation: UUIDs that say, to us alone, what they stand for. */
export class Ids {
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** The UUID of the thing with this number. @throws RangeError for a number that is none of 48 bits */
  of(kind: Kind, number: number): string {
    if (!Number.isSafeInteger(number) || number < 0 || number >= LARGEST) throw new RangeError(`No id for ${number}.`);
    const hash = streamKey(this.seed, kind, number);
    const more = streamKey(this.seed, 'more', hash);
    const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
    return [
      hex(hash, 8),
      hex(MARKS[kind], 4),
      `4${hex(more & 0xfff, 3)}`,
      `8${hex((more >>> 12) & 0xfff, 3)}`,
      hex(number, 12),
    ].join('-');
  }

  /** The number behind an id of this kind; null where it is none of ours. */
  numberOf(kind: Kind, id: string): number | null {
    const digits = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-([0-9a-f]{12})$/u.exec(id)?.[1];
    if (digits === undefined) return null;
    const number = Number.parseInt(digits, 16);
    return this.of(kind, number) === id ? number : null;
  }
}

/** Epoch seconds as the vendor writes instants. */
export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
