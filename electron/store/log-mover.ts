/** Moves the mirror's write-ahead log into the file itself. Runs on a reader thread, beside the engine's writing connection. */
import { existsSync } from 'node:fs';
import { filePath, MIRROR } from './files.ts';
import { openWritable } from './sqlite.ts';
import type { WritableDb } from './sqlite.ts';

const TRIES = 20;
const PAUSE_MS = 3;

export class LogMover {
  readonly #directory: string;
  #db: WritableDb | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Writes the log into the file, beside a writer that is at work and never in its way: a checkpoint that held the writer's lock would hold
   * it through a wait for the disk, and with it the engine. The second pass has only what was committed during the first, and so on; once a
   * pass has caught up, the next commit begins the log at its start again.
   *
   * @returns whether nothing was left in the log
   */
  move(): boolean {
    const db = this.#open();
    if (db === null) return false;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const [, inLog, moved] = db.raw('PRAGMA wal_checkpoint(PASSIVE)').get() ?? [];
      if (inLog === moved) return true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
    return false;
  }

  close(): void {
    this.#db?.close();
    this.#db = null;
  }

  /** Never waits for a lock: whoever writes comes first. */
  #open(): WritableDb | null {
    if (this.#db !== null) return this.#db;
    const path = filePath(this.#directory, MIRROR);
    // Opening makes a file where there is none, and this thread must never make one.
    if (!existsSync(path)) return null;
    this.#db = openWritable(path, 0);
    this.#db.pragma(`synchronous = ${MIRROR.synchronous}`);
    return this.#db;
  }
}
