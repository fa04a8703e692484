import type { Statement, StatementBuilder } from '../platform/database/statement.ts';

/** Statements that export the rows of a table about `:personId`, all under one name. */
export function rowsAbout(
  build: StatementBuilder,
): Record<'elder' | 'person' | 'volunteer' | 'both', (table: string) => Statement> {
  const rowsWhere = (condition: string) => (table: string) =>
    build(
      `select * from ${table} where foundation_id = :foundationId and ${condition} order by id`,
      table,
    );
  return {
    elder: rowsWhere('elder_person_id = :personId'),
    person: rowsWhere('person_id = :personId'),
    volunteer: rowsWhere('volunteer_person_id = :personId'),
    /** Rows about an elder or a volunteer. */
    both: rowsWhere('(elder_person_id = :personId or volunteer_person_id = :personId)'),
  };
}
