import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile, parseMapping } from '../../electron/files/index.ts';
import type { ImportOptions, ImportResult, Mapping, MappingInput } from '../../electron/files/index.ts';
import { openStore } from '../../electron/store/index.ts';
import type { Store } from '../../electron/store/api.ts';
import { systemClock } from '../../shared/time/clock.ts';

/** An invented mapping: calls with a local date-time, a queue, an agent and waits. */
export const CALLS: MappingInput = {
  mapping: 1,
  name: 'calls',
  title: 'Invented calls',
  source: { id: 'calls', name: 'Calls' },
  entity: 'contact',
  zone: 'Europe/Berlin',
  columns: [
    { name: 'id', required: true },
    { name: 'start', type: 'datetime', format: 'yyyy-MM-dd HH:mm:ss', required: true },
    { name: 'queue' },
    { name: 'agent' },
    { name: 'wait', type: 'integer' },
    { name: 'talk', type: 'integer' },
  ],
  identity: { columns: ['id'] },
  outcome: [
    { when: { of: { column: 'agent' }, empty: false }, is: 'answered' },
    { when: { of: { column: 'wait' }, atLeast: 0 }, is: 'abandoned' },
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
};

export const CALLS_HEADER = 'id,start,queue,agent,wait,talk';

/** A data folder, its store and the files beside it; `close` takes all away. */
export class Bench {
  readonly directory = mkdtempSync(join(tmpdir(), 'watchfloor-files-'));
  readonly data = join(this.directory, 'data');
  #store: Store | null = null;

  get store(): Store {
    this.#store ??= openStore({ directory: this.data, clock: systemClock });
    return this.#store;
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  import(
    path: string,
    mapping: MappingInput | Mapping = CALLS,
    options: Partial<ImportOptions> = {},
  ): Promise<ImportResult> {
    return importFile(this.store, path, { ...options, mapping: parseMapping(mapping, 'test') });
  }

  /** Every record and quarantine item of a source, in the order of their ids, as one value to compare. */
  content(source = 'calls'): unknown {
    const { reads } = this.store;
    const extent = reads.extent();
    const contacts: unknown[] = [];
    if (extent !== null) {
      let after: { createdAt: number; source: string; id: string } | undefined;
      for (;;) {
        const page = reads.contactPage({
          from: extent.from,
          to: extent.to + 1,
          limit: 1000,
          ...(after ? { after } : {}),
        });
        contacts.push(...page.rows);
        if (page.next === null) break;
        after = page.next;
      }
    }
    return { contacts, queues: reads.queues(), agents: reads.agents(), source };
  }

  quarantined(stream: string, source = 'calls') {
    return this.store.quarantined(source, stream, 1000);
  }

  close(): void {
    this.#store?.close();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 20 });
  }
}
