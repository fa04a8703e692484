import { Refusal } from '../platform/errors.ts';

/** A clock that is a little ahead is no lie; more than this is refused. */
const clockToleranceMs = 120_000;

/** When something happened, as the caller says, or now. Refuses with TIME_IN_FUTURE. */
export function timeOf(at: string | null | undefined): string {
  const now = Date.now();
  if (!at) return new Date(now).toISOString();
  if (Date.parse(at) > now + clockToleranceMs) throw new Refusal('TIME_IN_FUTURE', {}, ['input', 'at']);
  return at;
}
