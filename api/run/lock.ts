import { lstatSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from './command-error.ts';

export interface Lock {
  release(): void;
}

/**
 * Takes an exclusive lock on a file. Returns undefined when another process holds it for longer
 * than `waitMs`.
 *
 * The lock is the kernel's, through an empty SQLite file, because Node.js has no call for it. A
 * file with a process id would survive a `kill -9` and mislead once the id is reused. This lock
 * ends with its process.
 */
export async function acquireLock(path: string, waitMs = 0): Promise<Lock | undefined> {
  const deadline = Date.now() + waitMs;
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new Refusal(`The path ${path} of the lock file is a folder: remove it.`);
  for (let isMended = false; ;) {
    const database = new DatabaseSync(path);
    try {
      database.exec('BEGIN EXCLUSIVE');
      return { release: () => database.close() };
    } catch (error) {
      database.close();
      if (codeOf(error) === notADatabase && !isMended) {
        // The content has no meaning. The file is truncated and not replaced, since other processes
        // hold locks on this very file.
        truncateSync(path);
        isMended = true;
        continue;
      }
      if (codeOf(error) !== busy) throw error;
      if (Date.now() >= deadline) return undefined;
    }
    await sleep(50);
  }
}

/** SQLITE_BUSY: another process holds it. SQLITE_NOTADB: the file has other content. */
const busy = 5;
const notADatabase = 26;

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'errcode' in error
    ? error.errcode
    : undefined;
}
