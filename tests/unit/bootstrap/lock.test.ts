import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryLock, withLock } from '../../../electron/bootstrap/lock.mjs';
import { scratchFolder } from './scratch.ts';

const lockModule = new URL('../../../electron/bootstrap/lock.mjs', import.meta.url).href;

/** Another process that takes the lock, says so and then does what it is told. */
function holder(path: string, then: string) {
  const code = `import { tryLock } from ${JSON.stringify(lockModule)};
    process.stdout.write(String(tryLock(${JSON.stringify(path)})) + '\\n'); ${then}`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
}

describe('the lock between starts', () => {
  it('is refused while another process holds it, and had once that process is killed', async () => {
    const path = join(scratchFolder(), 'a', 'x.lock');
    const other = holder(path, 'process.stdin.resume();');
    const [said] = (await once(other.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('true\n');
    expect(tryLock(path)).toBe(false);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(existsSync(path)).toBe(true);
    expect(tryLock(path)).toBe(true);
  });

  it('does not take a later process with the same id for the holder', () => {
    const path = join(scratchFolder(), 'x.lock');
    // Our own id with another start time, as if the id had been given out again.
    writeFileSync(path, `${process.pid} 1`);
    expect(tryLock(path)).toBe(process.platform === 'linux');
  });

  it('lets one process at a time work on the same thing', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'x.lock');
    const log = join(folder, 'log');
    const work = (name: string) => `
      import { withLock } from ${JSON.stringify(lockModule)};
      import { appendFileSync } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      await withLock(${JSON.stringify(path)}, 'a test', async () => {
        appendFileSync(${JSON.stringify(log)}, '${name}<');
        await sleep(50);
        appendFileSync(${JSON.stringify(log)}, '${name}>');
      });`;
    await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', work(name)], { stdio: 'ignore' });
        expect(await once(child, 'exit')).toEqual([0, null]);
      }),
    );
    expect(readFileSync(log, 'utf8')).toMatch(/^(?:(\w)<\1>){4}$/);
    expect(existsSync(path)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    const path = join(scratchFolder(), 'x.lock');
    await expect(withLock(path, 'a test', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });
});
