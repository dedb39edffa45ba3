import type { AlarmLevel } from '../../../shared/contract/index.ts';

/** How far below the target, in shares, adherence of the day may lie before its cell is tinted, and tinted more. */
const WARNING = 0.05;
const BREACH = 0.15;
/** Before the settings are read. */
export const DEFAULT_TARGET = 0.92;

/** The tint of a day's adherence against the target. */
export function adherenceLevel(value: number | null, target: number): AlarmLevel {
  if (value === null || value >= target - WARNING) return 'normal';
  return value >= target - BREACH ? 'warning' : 'breach';
}
