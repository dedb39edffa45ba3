import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSourcesFile } from '../../../electron/cli/sync-config.ts';
import { folder } from './helpers.ts';

const SERVE = fileURLToPath(new URL('../../../electron/practice/serve.ts', import.meta.url));

function serve(...args: string[]) {
  const child = spawn(process.execPath, [SERVE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return { child, ended, err: () => err };
}

describe('the practice floor by itself', () => {
  it('prints a file that the headless sync takes, and ends well when it is told to', async () => {
    const { child, ended } = serve('--port', '0', '--genesys-port', '0', '--history', '1');
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line.trim());
      if (line.trim().startsWith('{')) break;
    }
    const [secrets = '', file = ''] = lines.slice(-2);
    const path = join(folder(), 'sources.json');
    writeFileSync(path, file);
    const read = readSourcesFile(path);
    expect(read.map(({ config }) => config.kind)).toEqual(['zendesk', 'genesys']);
    for (const name of read.flatMap(({ secretEnvs }) => secretEnvs)) expect(secrets).toContain(`${name}=`);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('refuses a product that no plan has instead of serving it', async () => {
    const { ended, err } = serve('--port', '0', '--genesys-port', '0', '--without', 'talkk');
    expect(await ended).toBe(1);
    expect(err()).toContain('talkk');
  });
});
