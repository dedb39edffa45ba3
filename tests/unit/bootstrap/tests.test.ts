import { describe, expect, it } from 'vitest';
import { countLine } from '../../../electron/bootstrap/tests.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

describe('the count of a test run', () => {
  it('takes todo for skipped', () => {
    const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, testResults: [] };
    expect(countLine(report, 0)).toBe('5 passed, 0 failed, 3 skipped');
  });

  it('counts a file that did not load as a failure', () => {
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [file('passed', 'passed'), file('failed'), file('failed', 'failed')],
    };
    expect(countLine(report, 1)).toBe('1 passed, 2 failed, 0 skipped');
  });

  it('never reads as a success when the run failed otherwise', () => {
    const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
    expect(countLine(report, 1)).toBe('5 passed, 1 failed, 0 skipped');
    expect(countLine(null, 134)).toBe('0 passed, 1 failed, 0 skipped');
  });
});
