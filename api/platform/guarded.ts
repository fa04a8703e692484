import type { Loader } from './context/operation-context.ts';
import type { Resource } from './policy.ts';

/**
 * Who may read rows of a type: the action that stands for it in the policy table, and what the
 * rules are told of a row.
 */
export interface ReadGuard<Row> {
  readonly action: string;
  readonly subjectOf: (row: Row) => Resource;
}

/**
 * A loader whose rows are read by those alone whom the policy table lets, whatever leads there:
 * `node`, a nested field or an answer to a mutation. Where the database lets more roles see a table
 * than its lists do, this is what makes them agree; `api/reads.test.ts` compares them for all types
 * and roles. Such rows are never read inside the statement of others.
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

/** The same for a loader that gives the rows of each parent. */
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
