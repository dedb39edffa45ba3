/** A lock between processes: two starts at once must not fill the same folder. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './log.mjs';

/**
 * The mark of a running process. The start time tells a process from a later one with the same id (Linux only; elsewhere
 * the id alone has to do).
 *
 * @param {number} pid
 * @returns {string | null} null where no such process runs
 */
function markOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return null;
  }
  try {
    // The command name may hold spaces and brackets; the start time is the 20th field after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid}`;
  }
}

/** @param {string} path @returns {string | null} */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * One attempt at the lock.
 *
 * @param {string} path the lock file
 * @returns {boolean} whether we hold it now
 */
export function tryLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  // Written aside and linked into place, so that nobody ever sees a lock without its owner in it.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, markOf(process.pid) ?? `${process.pid}`);
  try {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        linkSync(own, path);
        return true;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      if (!removeIfStale(path)) return false;
    }
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Removes a lock whose owner is gone.
 *
 * @param {string} path
 * @returns {boolean} whether the way is free
 */
function removeIfStale(path) {
  const seen = read(path);
  if (seen === null) return true;
  if (markOf(Number(seen.split(' ')[0])) === seen) return false;
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  // Somebody may have taken the lock between our look and our move: give that one back.
  const taken = read(aside);
  if (taken !== seen) {
    try {
      linkSync(aside, path);
    } catch {
      // A third one has it by now: nothing to give back.
    }
  }
  rmSync(aside, { force: true });
  return taken === seen;
}

/**
 * Does something while holding a lock; waits for another holder and says so. A lock left by a killed process is taken over.
 *
 * @template T
 * @param {string} path the lock file
 * @param {string} what what the lock is for, for the message ("the set-up of this folder")
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, what, work) {
  let waited = false;
  while (!tryLock(path)) {
    if (!waited) say(`waiting: another start is busy with ${what} (process ${read(path)?.split(' ')[0] ?? 'unknown'})`);
    waited = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
