/**
 * An error that stops a command and that its user can correct. The message is one sentence that
 * states the remedy. It is printed without a stack, and the exit code is 1.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/**
 * Whether a user can correct the error: a Refusal, or a SettingsError (a class of the built
 * platform).
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
