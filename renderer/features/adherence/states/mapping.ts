import type { CallOutput } from '../../../api/index.ts';

export type MappingRow = CallOutput<'stateMappings'>['rows'][number];

/** The states of one platform of one source. */
export interface MappingGroup {
  /** `source/platform`. */
  platform: string;
  sourceName: string;
  name: string;
  rows: MappingRow[];
}

/** States by platform, those seen most often first. @param only those that somebody changed */
export function groupsOf(rows: readonly MappingRow[], words: string, only: boolean): MappingGroup[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, MappingGroup>();
  for (const row of rows) {
    if (only && row.chosen === null) continue;
    const text = `${row.rawState} ${row.platform} ${row.sourceName}`.toLowerCase();
    if (!wanted.every((word) => text.includes(word))) continue;
    const platform = `${row.source}/${row.platform}`;
    const group = groups.get(platform) ?? { platform, sourceName: row.sourceName, name: row.platform, rows: [] };
    groups.set(platform, group);
    group.rows.push(row);
  }
  for (const group of groups.values()) {
    group.rows.sort((a, b) => b.stays - a.stays || a.rawState.localeCompare(b.rawState));
  }
  return [...groups.values()].sort(
    (a, b) =>
      a.sourceName.localeCompare(b.sourceName) || a.name.localeCompare(b.name) || (a.platform < b.platform ? -1 : 1),
  );
}

/** The list with one entry at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [entry] = next.splice(from, 1);
  if (entry !== undefined) next.splice(Math.min(next.length, Math.max(0, to)), 0, entry);
  return next;
}

/** Known platforms in the order people set; those not named come after, by name. */
export function inSetOrder<T extends { platform: string }>(platforms: readonly T[], order: readonly string[]): T[] {
  const place = (platform: string) => {
    const index = order.indexOf(platform);
    return index < 0 ? order.length : index;
  };
  return [...platforms].sort((a, b) => place(a.platform) - place(b.platform) || a.platform.localeCompare(b.platform));
}
