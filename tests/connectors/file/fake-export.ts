import { closeSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MappingInput } from '../../../electron/files/index.ts';

/** One call as an export writes it. */
export interface Call {
  id: string;
  /** ISO 8601 with offset, or whatever the test puts there. */
  start: string;
  queue: string;
  agent: string;
  result: string;
  wait: number;
  talk: number;
  /** State of the row: a higher one replaces a lower one. */
  revision: number;
  /** More cells, under columns that nobody has heard of. */
  more?: string[];
}

/** What the exports look like. @param formats of the begin */
export const mappingOf = (formats: string[] = ['iso'], revision = 1): MappingInput => ({
  mapping: 1,
  name: 'calls',
  title: 'Invented calls',
  revision,
  source: { id: 'calls', name: 'Calls' },
  entity: 'contact',
  zone: 'Europe/Berlin',
  columns: [
    { name: 'id', required: true },
    { name: 'start', type: 'datetime', format: formats, required: true },
    { name: 'queue' },
    { name: 'agent' },
    { name: 'result' },
    { name: 'wait', type: 'integer' },
    { name: 'talk', type: 'integer' },
    { name: 'revision', type: 'integer' },
  ],
  identity: { columns: ['id'] },
  version: { column: 'revision' },
  outcome: [
    { when: { of: { column: 'result' }, is: 'answered' }, is: 'answered' },
    { when: { of: { column: 'result' }, is: 'abandoned' }, is: 'abandoned' },
    // A word that nobody has heard of: the contact ended without an answer.
    { when: { of: { column: 'id' }, empty: false }, is: 'missed' },
  ],
  fields: {
    createdAt: { column: 'start' },
    queuedAt: { column: 'start' },
    queue: { column: 'queue' },
    agent: { column: 'agent' },
    queueSeconds: { column: 'wait' },
    talkSeconds: { column: 'talk' },
    endedAt: { plus: { instant: { column: 'start' }, seconds: { firstOf: [{ column: 'talk' }, { column: 'wait' }] } } },
  },
});

const COLUMNS = ['id', 'start', 'queue', 'agent', 'result', 'wait', 'talk', 'revision'];
const PAGE = 1000;

/** A program that exports its calls into a file: each time the whole, put in place in one step, as good exporters do. */
export class FakeExport {
  readonly directory = mkdtempSync(join(tmpdir(), 'watchfloor-export-'));
  readonly path = join(this.directory, 'calls.csv');
  calls: Call[] = [];
  /** Rows that come again at the edge of each of the reader's pages. */
  repeatRows = 0;
  #columns: string[] = [];
  #generated: number | null = null;
  readonly #now: () => number;

  /** @param count calls of the day before `now` */
  constructor(now: () => number, count: number) {
    this.#now = now;
    this.calls = Array.from({ length: count }, (_, i) => this.call(`c${i + 1}`, i));
  }

  call(id: string, n: number, more: Partial<Call> = {}): Call {
    const answered = n % 4 !== 0;
    return {
      id,
      start: new Date(this.#now() - 86_400_000 + (n % 2880) * 30_000).toISOString(),
      queue: `Queue ${n % 3}`,
      agent: answered ? `Agent ${n % 25}` : '',
      result: answered ? 'answered' : 'abandoned',
      wait: n % 90,
      talk: answered ? 60 + (n % 200) : 0,
      revision: 1,
      ...more,
    };
  }

  addColumns(names: string[]): void {
    this.#columns = names;
  }

  /** The account is one of so many calls, written without holding them. */
  generate(count: number): void {
    this.calls = [];
    this.#generated = count;
  }

  /** Puts the export in place. */
  write(): void {
    const next = `${this.path}.next`;
    const file = openSync(next, 'w');
    try {
      writeSync(file, `${[...COLUMNS, ...this.#columns].join(',')}\n`);
      const rows = this.#generated === null ? this.calls.length : this.#generated;
      let lines: string[] = [];
      let written = 0;
      for (let i = 0; i < rows; i += 1) {
        lines.push(line(this.calls[i] ?? this.call(`g${i}`, i)));
        written += 1;
        if (this.repeatRows > 0 && written % PAGE === 0) {
          lines.push(...lines.slice(-this.repeatRows));
          written += this.repeatRows;
        }
        if (lines.length < PAGE * 5) continue;
        writeSync(file, `${lines.join('\n')}\n`);
        lines = [];
      }
      if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.path);
  }

  /** Puts something else in its place. */
  writeRaw(content: string | Uint8Array, name = 'calls.csv'): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  text(): string {
    return `${[COLUMNS.join(','), ...this.calls.map(line)].join('\n')}\n`;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 20 });
  }
}

function line({ id, start, queue, agent, result, wait, talk, revision, more = [] }: Call): string {
  const texts = [id, start, queue, agent, result].map((text) => `"${text.replaceAll('"', '""')}"`);
  return [...texts, wait, talk, revision, ...more].join(',');
}
