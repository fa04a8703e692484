/**
 * Something that stops a command and that the person at the keyboard can put right.
 * The message is one sentence that says what to do; it is printed alone, without a stack, and the command ends with 1.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Whether an error is one that a person can put right: our own, or the settings' (which is a class of the built platform). */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'Refusal' || error.name === 'SettingsError');
}

/** The `code` of a system or driver error ('EACCES', '28P01'), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return errorCode(error.errors[0]);
  return 'cause' in error ? errorCode(error.cause) : undefined;
}

/** Turns a failed write into a sentence that names the place and the remedy; any other error is passed on. */
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
