/** Whether two rows (plain data) are equal in every field but those named. */
export function sameRow(a: object, b: object, except?: string): boolean {
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key in left) {
    if (key !== except && !sameValue(left[key], right[key])) return false;
  }
  return true;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  return sameRow(a, b);
}

/** Puts the row of before in place of each that is equal in every field but one: what only differs there is no news. */
export function keepSame<Row extends object>(
  before: ReadonlyMap<string, Row>,
  rows: Map<string, Row>,
  except: string,
): void {
  for (const [key, row] of rows) {
    const old = before.get(key);
    if (old !== undefined && sameRow(old, row, except)) rows.set(key, old);
  }
}
