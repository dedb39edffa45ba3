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
   * Writes the log into the file. The bulk of it goes beside a writer that is at work; what was committed meanwhile needs the writer to
   * hold still for a moment, and only then does the log begin at its start again.
   *
   * @returns whether nothing was left in the log
   */
  move(): boolean {
    const db = this.#open();
    if (db === null) return false;
    db.pragma('wal_checkpoint(PASSIVE)');
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (db.pragma('wal_checkpoint(FULL)') === 0) return true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
    return false;
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
