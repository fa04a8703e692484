import type { ChangeInput } from '../../schema/change-input.ts';
import type { MutationOptions } from './context/mutation.ts';
import { Refusal } from './errors.ts';

/**
 * What a mutation with a ChangeInput tells `ctx.mutate`: its name, its key, and an action that it
 * does, whose scope is asked for before anything is looked up.
 */
export function changeOf(operation: string, input: ChangeInput, action: string): MutationOptions {
  return { operation, input, idempotencyKey: input.idempotencyKey, action };
}

/** Text that may be left out (stays), or be empty (is removed). */
export function correction(text: string | null | undefined): string | null | undefined {
  return text === undefined || text === null ? undefined : text.trim() || null;
}

/** How far from today something may begin to count, in days. */
export interface ValidityBounds {
  daysBackMax: number;
  daysAheadMax: number;
}

/** Nobody plans further than this, and an end beyond it is a mistake of the keyboard. */
const yearsUntilEndMax = 100;
const dayMs = 86_400_000;

/**
 * From when until when something counts; `now` is the time by which is decided, as `Context.now`
 * gives it. Refuses with VALIDITY_TOO_FAR, VALIDITY_INVALID.
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

/** Whether an error is the violation of that unique key. */
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
