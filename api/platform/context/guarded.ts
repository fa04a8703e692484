import type { Loader } from '../reads/read-context.ts';
import type { Resource } from '../authorization/policy.ts';

/**
 * Read permission for rows of a type: its action in the policy table, and the facts that the rules
 * receive about a row.
 */
export interface ReadGuard<Row> {
  readonly action: string;
  readonly subjectOf: (row: Row) => Resource;
}

/**
 * Wraps a loader so that it returns only rows that the policy table permits, on every path: `node`,
 * a nested field or the answer to a mutation. For some tables the database admits more roles than
 * the lists do, and this guard makes them agree. `api/reads.test.ts` compares them for all types
 * and roles. Guarded rows are never embedded in the statement of other rows.
 */
export function guarded<Row>(
  loader: Loader<string, Row>,
  { action, subjectOf }: ReadGuard<Row>,
): Loader<string, Row> {
  return {
    name: loader.name,
    async batch(ctx, keys) {
      const found = await loader.batch(ctx, keys);
      return new Map([...found].filter(([, row]) => ctx.allows(action, subjectOf(row))));
    },
  };
}

/** The same for a loader that returns the rows of each parent. */
export function guardedLists<Row>(
  loader: Loader<string, Row[]>,
  { action, subjectOf }: ReadGuard<Row>,
): Loader<string, Row[]> {
  return {
    name: loader.name,
    async batch(ctx, keys) {
      const found = await loader.batch(ctx, keys);
      return new Map(
        [...found].map(([key, rows]) => [
          key,
          rows.filter((row) => ctx.allows(action, subjectOf(row))),
        ]),
      );
    },
  };
}
