import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../harness.ts';
import type { CaseId } from '../harness.ts';

type Verdict = 'passes' | 'fails' | 'not run' | { notApplicable: string };

interface Column {
  kind: string;
  at: string;
  verdicts: Partial<Record<CaseId, Verdict>>;
  /** Figures worth keeping, in words. */
  notes: string[];
}

const FOLDER = join(import.meta.dirname, '../../../node_modules/.cache/watchfloor/contract');

/** What became of each case for one connector; written as a column of the table case × connector. */
export class CaseTable {
  readonly #kind: string;
  readonly #tests = new Map<CaseId, Map<string, boolean | null>>();
  readonly #reasons = new Map<CaseId, string>();
  readonly #notes: string[] = [];

  constructor(kind: string) {
    this.#kind = kind;
  }

  planned(id: CaseId, test: string): void {
    const tests = this.#tests.get(id) ?? new Map<string, boolean | null>();
    this.#tests.set(id, tests.set(test, null));
  }

  notApplicable(id: CaseId, reason: string): void {
    this.#reasons.set(id, reason);
  }

  /** @param test name as planned */
  done(test: string, passed: boolean): void {
    for (const tests of this.#tests.values()) if (tests.has(test)) tests.set(test, passed);
  }

  note(words: string): void {
    this.#notes.push(words);
  }

  /** Writes this connector's column, and the table of all columns there are. @returns the table in Markdown, and where it lies */
  write(): { markdown: string; path: string } {
    mkdirSync(FOLDER, { recursive: true });
    const column: Column = {
      kind: this.#kind,
      at: new Date().toISOString(),
      verdicts: Object.fromEntries(Object.keys(CASES).map((id) => [id, this.#verdict(id as CaseId)])),
      notes: this.#notes,
    };
    writeFileSync(join(FOLDER, `${this.#kind}.json`), JSON.stringify(column, null, 2));
    const columns = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Column)
      .sort((a, b) => a.kind.localeCompare(b.kind));
    const path = join(FOLDER, 'contract-suite.md');
    writeFileSync(path, markdownOf(columns));
    return { markdown: markdownOf([column]), path };
  }

  #verdict(id: CaseId): Verdict {
    const reason = this.#reasons.get(id);
    if (reason !== undefined) return { notApplicable: reason };
    const results = [...(this.#tests.get(id)?.values() ?? [])];
    if (results.includes(false)) return 'fails';
    return results.length > 0 && results.every((passed) => passed === true) ? 'passes' : 'not run';
  }
}

function markdownOf(columns: readonly Column[]): string {
  const reasons: string[] = [];
  const cell = (verdict: Verdict | undefined): string => {
    if (verdict === undefined) return 'not run';
    if (typeof verdict === 'string') return verdict;
    let index = reasons.indexOf(verdict.notApplicable);
    if (index < 0) index = reasons.push(verdict.notApplicable) - 1;
    return `does not apply (${index + 1})`;
  };
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = Object.entries(CASES).map(([id, words]) =>
    line([words, ...columns.map(({ verdicts }) => cell(verdicts[id as CaseId]))]),
  );
  const notes = columns.flatMap(({ kind, notes: of }) => of.map((note) => `- ${kind}: ${note}`));
  return [
    line(['case', ...columns.map(({ kind }) => kind)]),
    line(['---', ...columns.map(() => '---')]),
    ...rows,
    line(['run at', ...columns.map(({ at }) => at.slice(0, 19))]),
    '',
    ...reasons.map((reason, index) => `(${index + 1}) ${reason}`),
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
  ].join('\n');
}
