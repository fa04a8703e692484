/**
 * Something that stops a command and that the person at the keyboard can put right. The message is
 * one sentence that says what to do; it is printed alone, without a stack, and the command ends
 * with 1.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/**
 * Whether an error is one that a person can put right: our own, or the settings' (which is a class
 * of the built platform).
 */
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
