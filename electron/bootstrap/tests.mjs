/** Running the tests and counting them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foreground } from './child.mjs';
import { say } from './log.mjs';
import { modules, root } from './paths.mjs';

/**
 * @typedef {object} Report the part of vitest's JSON report that we read
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * Counts a run: `12 passed, 0 failed, 1 skipped`. A file that failed without a failed test in it (it did not load), and
 * a run that failed otherwise, count as one failure each: nothing that went wrong may read as a success.
 *
 * @param {Report | null} report null when the run left none
 * @param {number} exitCode of vitest
 * @returns {string}
 */
export function countLine(report, exitCode) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const broken = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + broken.length;
  return `${passed} passed, ${failed === 0 && exitCode !== 0 ? 1 : failed} failed, ${skipped} skipped`;
}

/**
 * Runs vitest once and ends with the count, alone on the last line of stdout.
 *
 * @param {readonly string[]} args further arguments for vitest
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit code
 */
export async function runTests(args, env) {
  const scratch = mkdtempSync(join(tmpdir(), 'watchfloor-tests-'));
  const file = join(scratch, 'report.json');
  try {
    const vitest = join(modules, 'vitest', 'vitest.mjs');
    const reporters = args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=default'];
    // The caller's folder is the launcher's own word: commands that tests start count paths from where those stand.
    const { WATCHFLOOR_CWD: _, ...own } = env;
    const code = await foreground(
      process.execPath,
      [vitest, 'run', ...reporters, '--reporter=json', `--outputFile.json=${file}`, ...args],
      { env: own, cwd: root, name: 'vitest' },
    );
    const report = readReport(file);
    const line = countLine(report, code);
    if (!report) say('vitest left no report: it did not get to the end');
    process.stdout.write(`\n${line}\n`);
    return code === 0 && !/, 0 failed,/.test(line) ? 1 : code;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {string} file @returns {Report | null} */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
