import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sqliteDefines } from '../../../electron/bootstrap/sqlite-binding.mjs';

describe('the options SQLite is compiled with', () => {
  it('are those of the installed better-sqlite3', () => {
    const file = new URL('../../../node_modules/better-sqlite3/deps/defines.gypi', import.meta.url);
    const defines = sqliteDefines(readFileSync(file, 'utf8'));
    expect(defines).toContain('SQLITE_DQS=0');
    expect(defines).toContain('SQLITE_DEFAULT_CACHE_SIZE=-16000');
    expect(defines).toContain('SQLITE_ENABLE_FTS5');
  });

  it('are not guessed at when the file has another form', () => {
    expect(() => sqliteDefines("{ 'defines+': ['A'] }")).toThrow('unknown form');
  });
});
