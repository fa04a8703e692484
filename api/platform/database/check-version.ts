import { Refusal } from '../common/errors.ts';

/**
 * Refuses with VERSION_CONFLICT when a row has changed since the caller read it. The row is locked.
 * `more` adds parameters to the refusal.
 */
export function checkVersion(
  { version }: { version: number },
  expectedVersion: number,
  more: { id?: string } = {},
): void {
  if (version === expectedVersion) return;
  throw new Refusal('VERSION_CONFLICT', { ...more, currentVersion: version }, [
    'input',
    'expectedVersion',
  ]);
}
