/** `npm run check [-- --fast]`: types, lint, format, tests; stops at the first part that fails. */
import { join } from 'node:path';
import { foreground } from './child.mjs';
import { entry } from './entry.mjs';
import { say } from './log.mjs';
import { modules, root } from './paths.mjs';
import { prepareApp } from './prepare.mjs';
import { runTests } from './tests.mjs';

const parts = [
  { name: 'types', tool: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'types of shared', tool: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'tsconfig.shared.json'] },
  { name: 'lint', tool: 'oxlint/bin/oxlint', args: ['--max-warnings=0'] },
  { name: 'format', tool: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level=warn', '.'] },
];

const remedies = /** @type {Record<string, string>} */ ({
  format: 'run `node_modules/.bin/prettier --write` on the files named above.',
});

await entry(import.meta.url, async (args) => {
  if (args.includes('--help') || args.includes('-h')) {
    say(`usage: npm run check [-- --fast] [arguments for vitest]: ${parts.map(({ name }) => name).join(', ')}, tests`);
    say('  --fast  without the tests that need a window');
    return 0;
  }
  const fast = args.includes('--fast');
  const rest = args.filter((arg) => arg !== '--fast');
  for (const { name, tool, args: toolArgs } of parts) {
    const startedAt = Date.now();
    const code = await foreground(process.execPath, [join(modules, tool), ...toolArgs], {
      env: process.env,
      cwd: root,
      name,
    });
    if (code !== 0) {
      say(`check failed at: ${name}`);
      say(`What to do: ${remedies[name] ?? 'put right what is named above and run the check again.'}`);
      return code;
    }
    say(`${name}: all well (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
  const code = fast
    ? await runTests(['--project=!e2e', ...rest], process.env)
    : await runTests(rest, (await prepareApp({ display: 'for many' })).env);
  say(code === 0 ? 'check: all well' : 'check failed at: tests');
  return code;
});
