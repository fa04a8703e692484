import type { Context, LoaderOf } from './context.ts';
import { type Statement, statement } from './database/reader.ts';
import { allColumns, type Columns } from './joins.ts';
import { limits } from './limits.ts';

/** Loads rows of a tenant table by id, as many as are asked for in one statement. */
export function loaderById<Row extends { id: string }>(
  table: string,
  key: 'foundation_id' | 'none' = 'foundation_id',
): LoaderOf<string, Row> {
  const wanted = key === 'none' ? 't.id = any ($1)' : 't.foundation_id = $1 and t.id = any ($2)';
  const query = byColumns((columns) => `select ${columns('t')} from ${table} t where ${wanted}`);
  return {
    name: table,
    async batch(ctx: Context, ids, columns) {
      const rows = await ctx.rows<Row>(query(columns), key === 'none' ? [ids] : [ctx.foundationId, ids]);
      return new Map(rows.map((row) => [row.id, row]));
    },
  };
}

/**
 * Loads the rows that belong to parents: `text` selects them with a column parent_id for `$1` tenant and `$2` parents. As a
 * function it is told which columns are asked for.
 */
export function loaderByParent<Row>(
  name: string,
  text: string | ((columns: Columns) => string),
): LoaderOf<string, Row[]> {
  const query = byColumns(typeof text === 'string' ? () => text : text);
  return {
    name,
    async batch(ctx: Context, parentIds, columns) {
      const rows = await ctx.rows<Row & { parentId: string }>(query(columns), [ctx.foundationId, parentIds]);
      const byParent = new Map<string, Row[]>(parentIds.map((id) => [id, []]));
      for (const row of rows) byParent.get(row.parentId)?.push(row);
      return byParent;
    },
  };
}

/**
 * One statement for each set of columns that documents ask for. Each is kept prepared by each connection, so there are only so
 * many; documents that come later get all columns.
 */
export function byColumns(text: (columns: Columns) => string): (columns?: Columns) => Statement {
  const whole = statement(text(allColumns));
  const byText = new Map<string, Statement>();
  const known = new WeakMap<Columns, Statement>([[allColumns, whole]]);
  return (columns = allColumns) => {
    let query = known.get(columns);
    if (!query) known.set(columns, (query = narrow(text(columns))));
    return query;
  };

  function narrow(wanted: string): Statement {
    const query = byText.get(wanted) ?? (byText.size < limits.columnSetsMax ? statement(wanted) : whole);
    if (query !== whole) byText.set(wanted, query);
    return query;
  }
}
