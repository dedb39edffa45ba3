import { parseLocalDate } from '../../../../shared/time/local.ts';
import { shiftDay } from '../routes.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * From the beginning of one day to the end of another, in the zone; null where a text is no day or the days are not in order.
 *
 * @param to the last day, itself included
 * @returns epoch ms UTC, half open
 */
export function spanOfDays(from: string, to: string, zone: string): { from: number; to: number } | null {
  if (!DAY.test(from) || !DAY.test(to) || to < from) return null;
  try {
    return { from: parseLocalDate(from, zone), to: parseLocalDate(shiftDay(to, 1), zone) };
  } catch {
    return null;
  }
}
