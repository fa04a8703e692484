import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';

export interface Lock {
  release(): void;
}

/**
 * Takes an exclusive lock on a file, or answers undefined when another process keeps it for longer than `waitMs`.
 *
 * The lock is the kernel's, held through an empty SQLite file, because Node has no call of its own for it. A file that
 * holds a process number would outlive a `kill -9` and lie after the number is used again; this lock ends with its process.
 */
export async function acquireLock(path: string, waitMs = 0): Promise<Lock | undefined> {
  const deadline = Date.now() + waitMs;
  const database = new DatabaseSync(path);
  for (;;) {
    try {
      database.exec('BEGIN EXCLUSIVE');
      return { release: () => database.close() };
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) {
        database.close();
        if (isBusy(error)) return undefined;
        throw error;
      }
    }
    await sleep(50);
  }
}

/** SQLITE_BUSY, the code for "somebody else holds it". */
function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === 5;
}
