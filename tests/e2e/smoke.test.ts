import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, '../..');

function launch(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const flags = (process.env['WATCHFLOOR_ELECTRON_FLAGS'] ?? '').split(' ').filter(Boolean);
  return run(process.env['WATCHFLOOR_ELECTRON_BIN'] ?? 'electron', [...flags, project, ...args], { timeout: 120_000 });
}

describe('the smoke run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watchfloor-smoke-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

  it('waits for the first live board, writes the picture and the report, and leaves with 0', async () => {
    const out = join(folder, 'out');
    await launch('--smoke', out, '--user-data', join(folder, 'user'));
    const report = JSON.parse(readFileSync(join(out, 'smoke.json'), 'utf8')) as Record<string, unknown>;
    expect(report).toMatchObject({
      electron: expect.stringMatching(/^\d+\./),
      chrome: expect.stringMatching(/^\d+\./),
      node: expect.stringMatching(/^\d+\./),
      sqlite: expect.stringMatching(/^3\./),
      engine: { process: 'utility-process' },
    });
    expect(report['queues']).toBeGreaterThan(0);
    expect(report['agents']).toBeGreaterThan(0);
    expect(report['firstBoardMs']).toBeGreaterThan(0);
    // Live is not what was stored an hour ago; an export may keep its last minutes to itself.
    expect(report['asOfAgeMs']).toBeLessThan(300_000);
    expect(statSync(join(out, 'board.png')).size).toBeGreaterThan(10_000);
  });

  it('says what was wrong with the call, and opens no window for it', async () => {
    await expect(launch('--dta', 'x')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--dta') });
  });
});
