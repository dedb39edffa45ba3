/** The kinds of stop that have words of their own. */
export const CASES = ['mirror', 'notebook', 'unsaved', 'newer', 'busy', 'migration', 'full', 'start', 'down'] as const;
export type StopCase = (typeof CASES)[number];

/** Which words fit: by what is offered first, then by the code of the failure. */
export function caseOf(code: string | null, offers: readonly string[]): StopCase {
  if (offers.includes('rebuild-mirror') && code !== 'migration-failed') return 'mirror';
  if (offers.includes('restore-notebook') && code !== 'migration-failed') return 'notebook';
  if (offers.includes('new-notebook')) return 'unsaved';
  switch (code) {
    case 'store-newer':
      return 'newer';
    case 'store-busy':
      return 'busy';
    case 'store-full':
      return 'full';
    case 'migration-failed':
      return 'migration';
    // After the crash budget was spent.
    case 'engine-down':
      return 'down';
    default:
      return 'start';
  }
}

const NAME = /notebook-(daily|migration)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/;

/** When a backup was made, from its name; epoch ms UTC, null where the name does not say. */
export function madeAt(path: string): number | null {
  const [, , ...parts] = NAME.exec(path) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  return Date.UTC(year, month - 1, day, hour ?? 0, minute ?? 0, second ?? 0);
}
