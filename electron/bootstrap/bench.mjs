/** `npm run bench -- NAME …`: one of the measurements in `tests/bench`; prints JSON lines on stdout. */
import { entry } from './entry.mjs';
import { say } from './log.mjs';
import { runScript, scriptsIn } from './script.mjs';

await entry(import.meta.url, async ([name, ...rest]) => {
  const names = scriptsIn('tests/bench');
  if (name !== undefined && names.includes(name)) return runScript(`tests/bench/${name}.ts`, rest);
  const asked = name === '--help' || name === '-h';
  if (name !== undefined && !asked) say(`there is no bench "${name}"`);
  say(`usage: npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  return asked ? 0 : 2;
});
