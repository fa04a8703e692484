import { mkdirSync, statSync } from 'node:fs';
import { Refusal, errorCode } from './command-error.ts';

/**
 * Creates a directory inside an existing one, unless it exists. Not `recursive`, which reports a
 * read-only file system as ENOENT.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

/**
 * Converts a failed write into a sentence with the path and the remedy. Any other error is
 * rethrown.
 */
export function explainUnwritable(error: unknown, path: string, remedy: string): never {
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of this path is a file',
    EEXIST: 'a file of that name is in the way',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the quota of this user is used up',
  };
  const reason = reasons[errorCode(error) ?? ''];
  if (!reason) throw error;
  throw new Refusal(`Linli cannot write ${path} because ${reason}: ${remedy}.`, { cause: error });
}
