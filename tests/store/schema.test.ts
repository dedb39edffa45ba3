import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReadonly } from '../../electron/store/sqlite.ts';
import { tempStore } from '../helpers/store.ts';

test.each(['mirror.db', 'notebook.db'])('every table of %s is described, and none that is not there', (name) => {
  const description = readFileSync(new URL('../../electron/store/schema.md', import.meta.url), 'utf8');
  const [section = ''] = description.split(`\n## ${name}\n`)[1]?.split('\n## ') ?? [];
  // The short form stands for the same three grains as the row's first names.
  const described = [...section.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`(\w+)(?:_…(\w+))?`/g)].flatMap(([, word = '', rest]) =>
      rest === undefined ? [word] : ['quarter', 'day', 'month'].map((grain) => `${word}_${grain}${rest}`),
    ),
  );
  const db = openReadonly(join(tempStore().directory, name));
  const tables = db.raw(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all();
  db.close();
  expect(described.sort()).toEqual(tables.map(([table]) => table).sort());
});
