import { localTime, parseLocal } from '../../../shared/time/local.ts';
import type { TimelineRow } from '../../../shared/contract/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** So that a block at the edge is seen to begin or end there. */
const AIR_MS = 600_000;

/** The local day of an instant, `2026-03-29`. @param at epoch ms UTC */
export function dayOf(at: number, zone: string): string {
  const { year, month, day } = localTime(at, zone);
  return `${year}-${two(month)}-${two(day)}`;
}

/** The clock time of an instant as people type it, `14:30`. */
export function clockOf(at: number, zone: string): string {
  const { hour, minute } = localTime(at, zone);
  return `${two(hour)}:${two(minute)}`;
}

/** The instant of a clock time on a day; null where the text is no time. @param text `14:30`, `9:05`, `1430` */
export function instantOn(day: string, text: string, zone: string): number | null {
  const match = /^(\d{1,2})[:.]?(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  if (hour > 23 || minute > 59) return null;
  return parseLocal(`${day} ${two(hour)}:${two(minute)}`, zone).at;
}

/** From and to of clock times; an end that lies before its beginning is on the next day. Null where a text is no time. */
export function spanOn(day: string, from: string, to: string, zone: string): { from: number; to: number } | null {
  const start = instantOn(day, from, zone);
  const end = instantOn(day, to, zone);
  if (start === null || end === null) return null;
  if (end >= start) return { from: start, to: end };
  const next = instantOn(dayOf(parseLocal(`${day} 12:00`, zone).at + DAY_MS, zone), to, zone);
  return next === null ? null : { from: start, to: next };
}

/** The stretch that holds everything the rows tell of, in half hours with a little air; null where they tell nothing. */
export function hullOf(rows: Iterable<Pick<TimelineRow, 'planned' | 'actual'>>): { from: number; to: number } | null {
  let from = Infinity;
  let to = -Infinity;
  for (const { planned, actual } of rows) {
    for (const block of planned) {
      if (block.activity === 'off') continue;
      from = Math.min(from, block.from);
      to = Math.max(to, block.to);
    }
    if (planned.length > 0) continue;
    // Without a plan the day is what was done; being offline does not make it longer.
    for (const block of actual) {
      if (block.state === null || block.state === 'offline') continue;
      from = Math.min(from, block.from);
      to = Math.max(to, block.to ?? block.from + HOUR_MS);
    }
  }
  if (from > to) return null;
  const half = HOUR_MS / 2;
  return { from: Math.floor((from - AIR_MS) / half) * half, to: Math.ceil((to + AIR_MS) / half) * half };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
