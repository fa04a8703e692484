import type { Context, LoaderOf } from './context.ts';
import { statement } from './database/reader.ts';

/** Loads rows of a tenant table by id, as many as are asked for in one statement. */
export function loaderById<Row extends { id: string }>(
  table: string,
  key: 'foundation_id' | 'none' = 'foundation_id',
): LoaderOf<string, Row> {
  const byTenant = statement(`select * from ${table} where foundation_id = $1 and id = any ($2)`);
  const byId = statement(`select * from ${table} where id = any ($1)`);
  return {
    name: table,
    async batch(ctx: Context, ids) {
      const rows =
        key === 'none' ? await ctx.rows<Row>(byId, [ids]) : await ctx.rows<Row>(byTenant, [ctx.foundationId, ids]);
      return new Map(rows.map((row) => [row.id, row]));
    },
  };
}

/** Loads the rows that belong to parents: `text` selects them with a column parent_id for `$1` tenant and `$2` parents. */
export function loaderByParent<Row>(name: string, text: string): LoaderOf<string, Row[]> {
  const query = statement(text);
  return {
    name,
    async batch(ctx: Context, parentIds) {
      const rows = await ctx.rows<Row & { parentId: string }>(query, [ctx.foundationId, parentIds]);
      const byParent = new Map<string, Row[]>(parentIds.map((id) => [id, []]));
      for (const row of rows) byParent.get(row.parentId)?.push(row);
      return byParent;
    },
  };
}
