/** Dates, clocks and date-times as files write them, by a format of letters: compiled once, then read without regular expressions. */

/** Parts of a reading; `offset` in minutes where the text names one. */
interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  afternoon: boolean | null;
  offset: number | null;
}

/** A date-time as written: the wall reading in milliseconds (as if UTC) and the offset it names, in minutes. */
export interface WallReading {
  readonly wall: number;
  readonly offset: number | null;
}

type Step = (text: string, at: number, parts: Parts) => number;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FAILED = -1;

/**
 * A reader for a format, null where the format is not understood. Letters: `yyyy` `yy` (70–99 are 19xx) `MM` `M` `MMM` (English) `dd` `d`
 * `HH` `H` `hh` `h` with `a` (AM/PM), `mm` `m` `ss` `s` `SSS` (one to nine digits of a fraction), `Z` (`Z`, `+0300`, `+03:00`). A doubled letter reads
 * exactly two digits, a single one reads one or two. Everything else stands for itself; letters in single quotes too.
 *
 * @returns a function that gives the reading, or null where the text does not fit (also for 30 February and 25:00)
 */
export function compileFormat(format: string): ((text: string) => WallReading | null) | null {
  const steps = compileSteps(format);
  if (steps === null) return null;
  return (text) => {
    const parts: Parts = {
      year: 1970,
      month: 1,
      day: 1,
      hour: 0,
      minute: 0,
      second: 0,
      ms: 0,
      afternoon: null,
      offset: null,
    };
    let at = 0;
    for (const step of steps) {
      at = step(text, at, parts);
      if (at === FAILED) return null;
    }
    return at === text.length ? reading(parts) : null;
  };
}

function compileSteps(format: string): Step[] | null {
  const steps: Step[] = [];
  let at = 0;
  while (at < format.length) {
    const letter = format.charAt(at);
    if (letter === "'") {
      const end = format.indexOf("'", at + 1);
      if (end === -1) return null;
      steps.push(literal(format.slice(at + 1, end)));
      at = end + 1;
      continue;
    }
    let run = 1;
    while (format[at + run] === letter) run += 1;
    const step = stepFor(letter, run);
    if (step !== null) steps.push(step);
    else if (/[a-zA-Z]/.test(letter) && letter !== 'T') return null;
    else steps.push(literal(letter.repeat(run)));
    at += run;
  }
  return steps.length === 0 ? null : steps;
}

function stepFor(letter: string, run: number): Step | null {
  switch (`${letter}${run}`) {
    case 'y4':
      return digits(4, 4, (parts, value) => (parts.year = value));
    case 'y2':
      return digits(2, 2, (parts, value) => (parts.year = value >= 70 ? 1900 + value : 2000 + value));
    case 'M3':
      return monthName;
    case 'S3':
      return fraction;
    case 'a1':
      return halfOfDay;
    case 'Z1':
      return zoneOffset;
  }
  if (run > 2) return null;
  const least = run;
  switch (letter) {
    case 'M':
      return digits(least, 2, (parts, value) => (parts.month = value));
    case 'd':
      return digits(least, 2, (parts, value) => (parts.day = value));
    case 'H':
    case 'h':
      return digits(least, 2, (parts, value) => (parts.hour = value));
    case 'm':
      return digits(least, 2, (parts, value) => (parts.minute = value));
    case 's':
      return digits(least, 2, (parts, value) => (parts.second = value));
    default:
      return null;
  }
}

function literal(expected: string): Step {
  return (text, at) => (text.startsWith(expected, at) ? at + expected.length : FAILED);
}

function digits(least: number, most: number, set: (parts: Parts, value: number) => void): Step {
  return (text, at, parts) => {
    let value = 0;
    let end = at;
    while (end < at + most) {
      const digit = text.charCodeAt(end) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      end += 1;
    }
    if (end - at < least) return FAILED;
    set(parts, value);
    return end;
  };
}

const monthName: Step = (text, at, parts) => {
  const index = MONTHS.indexOf(text.slice(at, at + 3).toLowerCase());
  if (index === -1) return FAILED;
  parts.month = index + 1;
  return at + 3;
};

const fraction: Step = (text, at, parts) => {
  let end = at;
  while (end < at + 9 && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end += 1;
  if (end === at) return FAILED;
  parts.ms = Math.floor(Number(`0.${text.slice(at, end)}`) * 1000);
  return end;
};

const halfOfDay: Step = (text, at, parts) => {
  const word = text.slice(at, at + 2).toUpperCase();
  if (word !== 'AM' && word !== 'PM') return FAILED;
  parts.afternoon = word === 'PM';
  return at + 2;
};

const OFFSET = /^([+-])(\d{2}):?(\d{2})?/;

const zoneOffset: Step = (text, at, parts) => {
  if (text[at] === 'Z') {
    parts.offset = 0;
    return at + 1;
  }
  const match = OFFSET.exec(text.slice(at, at + 6));
  if (match === null) return FAILED;
  parts.offset = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
  return at + match[0].length;
};

function reading(parts: Parts): WallReading | null {
  const hour = parts.afternoon === null ? parts.hour : clockHour(parts.hour, parts.afternoon);
  if (hour > 23 || parts.minute > 59 || parts.second > 59 || parts.month < 1 || parts.month > 12 || parts.day < 1)
    return null;
  // `Date.UTC` takes the years 0–99 for 1900–1999.
  if (parts.year < 1000) return null;
  const midnight = Date.UTC(parts.year, parts.month - 1, parts.day);
  // `Date.UTC` rolls 30 February over into March; a file that says so is wrong and must hear it.
  if (parts.day > 28 && new Date(midnight).getUTCDate() !== parts.day) return null;
  const wall = midnight + ((hour * 60 + parts.minute) * 60 + parts.second) * 1000 + parts.ms;
  return { wall, offset: parts.offset };
}

function clockHour(hour: number, afternoon: boolean): number {
  if (hour < 1 || hour > 12) return 99;
  return (hour % 12) + (afternoon ? 12 : 0);
}

const DURATION = /^(-?)(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:[.,](\d{1,6}))?$/;

/** Seconds of `h:mm:ss`, `mm:ss` (both may have a sign and a fraction); null where the text is neither. */
export function readDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  const [, sign, hours, minutes, seconds, part] = match;
  if (Number(seconds) > 59 || (hours !== undefined && Number(minutes) > 59)) return null;
  const total = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${part ?? '0'}`);
  return sign === '-' ? -total : total;
}
