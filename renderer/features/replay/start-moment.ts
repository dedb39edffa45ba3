import { parseLocalDate } from '../../../shared/time/local.ts';
import { AppError } from '../../../shared/errors/index.ts';

export interface StartMoment {
  /** As it was written on the command line. */
  text: string;
  /** Floor seconds per second. */
  speed: number;
}

/** The moment that the program was started with: `#/floor?replay=1999-02-03T10:00&speed=60`. Null: none. */
export function startMoment(hash: string): StartMoment | null {
  const query = hash.split('?')[1];
  if (query === undefined) return null;
  const params = new URLSearchParams(query);
  const text = params.get('replay');
  if (text === null || text === '') return null;
  const speed = Number(params.get('speed') ?? '1');
  return { text, speed: Number.isFinite(speed) ? Math.min(3600, Math.max(0, speed)) : 1 };
}

/** The instant meant, in epoch ms UTC, or the sentence why it cannot be read. */
export function instantOf(text: string, zone: string): { at: number } | { reason: string } {
  try {
    return { at: parseLocalDate(text, zone) };
  } catch (error) {
    return { reason: error instanceof AppError ? error.message : String(error) };
  }
}
