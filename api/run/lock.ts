import { lstatSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from './command-error.ts';

export interface Lock {
  release(): void;
}

/**
 * Takes an exclusive lock on a file, or answers undefined when another process keeps it for longer
 * than `waitMs`.
 *
 * The lock is the kernel's, held through an empty SQLite file, because Node has no call of its own
 * for it. A file that holds a process number would outlive a `kill -9` and lie after the number is
 * used again; this lock ends with its process.
 */
export async function acquireLock(path: string, waitMs = 0): Promise<Lock | undefined> {
  const deadline = Date.now() + waitMs;
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new Refusal(
      `A folder is in the way at ${path}, where a file for a lock belongs: remove it.`,
    );
  for (let isMended = false; ;) {
    const database = new DatabaseSync(path);
    try {
      database.exec('BEGIN EXCLUSIVE');
      return { release: () => database.close() };
    } catch (error) {
      database.close();
      if (codeOf(error) === notADatabase && !isMended) {
        // What is in the file means nothing. It is emptied and not replaced, since the locks of
        // others are on this very file.
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

/** SQLITE_BUSY: somebody else holds it. SQLITE_NOTADB: the file holds something else. */
const busy = 5;
const notADatabase = 26;

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'errcode' in error
    ? error.errcode
    : undefined;
}
