import { Refusal } from '../common/errors.ts';

/** Optional text of a change: undefined or null keeps the value, an empty text removes it. */
export function correction(text: string | null | undefined): string | null | undefined {
  return text === undefined || text === null ? undefined : text.trim() || null;
}

/** Largest distance from today at which a validity may begin, in days. */
export interface ValidityBounds {
  daysBackMax: number;
  daysAheadMax: number;
}

/** Plans do not reach further. An end beyond this is a typing error. */
const yearsUntilEndMax = 100;
const dayMs = 86_400_000;

/**
 * Validity from a first to a last day. `now` is the decision time, as `Context.now` gives it.
 * Refuses with VALIDITY_TOO_FAR, VALIDITY_INVALID.
 */
export function validityOf(
  now: string,
  { validFrom, validTo }: { validFrom?: string | null; validTo?: string | null },
  { daysBackMax, daysAheadMax }: ValidityBounds,
): {
  validFrom: string;
  validTo: string | null;
} {
  const from = validFrom ?? now;
  const nowMs = Date.parse(now);
  const daysAhead = (Date.parse(from) - nowMs) / dayMs;
  if (daysAhead < -daysBackMax || daysAhead > daysAheadMax)
    throw new Refusal('VALIDITY_TOO_FAR', { daysBackMax, daysAheadMax }, ['input', 'validFrom']);
  if (validTo && Date.parse(validTo) > nowMs + yearsUntilEndMax * 366 * dayMs)
    throw new Refusal('VALIDITY_INVALID', {}, ['input', 'validTo']);
  if (validTo && Date.parse(validTo) <= Math.max(Date.parse(from), nowMs)) {
    throw new Refusal('VALIDITY_INVALID', {}, ['input', 'validTo']);
  }
  return { validFrom: from, validTo: validTo ?? null };
}

/** Whether an error is a violation of the given unique key. */
export function violates(error: unknown, key: string): boolean {
  const { code, constraint } = ((error as { cause?: object }).cause ?? error) as {
    code?: string;
    constraint?: string;
  };
  return (
    (code ?? (error as { code?: string }).code) === '23505' &&
    (constraint ?? String(error)).includes(key)
  );
}
