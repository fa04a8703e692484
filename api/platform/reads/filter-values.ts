import type { IdPrefix } from '../../../schema/ids.ts';
import type { TimeSpan } from '../../../schema/time-span.ts';
import { Refusal } from '../common/errors.ts';
import { idFrom } from '../common/ids.ts';
import { limits } from '../common/limits.ts';

/**
 * Uuids of the ids in a field of a filter, sorted and each once; null when it is left out. Refuses
 * with INVALID_ID, TOO_MANY.
 */
export function idsIn(
  prefix: IdPrefix,
  ids: readonly string[] | null | undefined,
  field: string,
): string[] | null {
  const bounded = valuesIn(ids, field);
  return bounded && sortedOnce(bounded.map((id) => idFrom(prefix, id, 'filter', field)));
}

/** Values in a field of a filter, sorted and each once. Refuses with TOO_MANY. */
export function valuesIn<T extends string>(
  values: readonly T[] | null | undefined,
  field: string,
): T[] | null {
  if (!values) return null;
  const max = limits.filterValuesMax;
  if (values.length > max) throw new Refusal('TOO_MANY', { field, max }, ['filter', field]);
  return sortedOnce(values);
}

/** Bounds of a time span as ISO 8601 text. Null for an open bound. */
export function spanOf(span: TimeSpan | null | undefined): {
  from: string | null;
  to: string | null;
} {
  return { from: span?.from ?? null, to: span?.to ?? null };
}

function sortedOnce<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}
