import type { GraphQLResolveInfo } from 'graphql';
import type { Page } from '../../schema/connection.ts';
import type { Context, LoaderOf } from './context.ts';
import { type Statement, statement } from './database/reader.ts';
import { allColumns, type Columns, columnsOf, readWith } from './joins.ts';
import { limits } from './limits.ts';
import { idAfter, type PageArgs, pageOf } from './page.ts';

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
    ...(key === 'foundation_id' && {
      inside: {
        isList: false,
        from: (t, tenant, id) => `from ${table} ${t} where ${t}.foundation_id = ${tenant} and ${t}.id = ${id}`,
      },
    }),
  };
}

/** The rows of a tenant table that belong to a parent, in order; at most `max` of each. */
export function childrenOf<Row>(
  name: string,
  { table, parent, order, max }: { table: string; parent: string; order: string; max?: number },
): LoaderOf<string, Row[]> {
  const from = (t: string, tenant: string, key: string): string =>
    `from ${table} ${t} where ${t}.foundation_id = ${tenant} and ${t}.${parent} = ${key} order by ${t}.${order}${max ? ` limit ${max}` : ''}`;
  return {
    ...loaderByParent<Row>(
      name,
      (columns) => `select parent.id as parent_id, ${columns('t')} from unnest($2::uuid[]) as parent (id)
       cross join lateral (select c.* ${from('c', '$1', 'parent.id')}) as t`,
    ),
    inside: { isList: true, from },
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
 * Pages of several parents in one statement: all that one field of one operation asks for, with what is shown of them. `select`
 * takes tenant, parents, start and length of a page; `count` takes tenant and parents and gives `parent_id` and `count`.
 */
export function pagesByParent<Row extends { id: string }>(
  name: string,
  select: (columns: Columns) => string,
  count: string,
): (
  ctx: Context,
  parentId: string,
  page: PageArgs,
  path: GraphQLResolveInfo['path'],
  start: string,
) => Promise<Page<Row>> {
  const query = byColumns(select);
  const counts: LoaderOf<string, number> = {
    name: `${name}:count`,
    async batch(ctx, parentIds) {
      const rows = await ctx.rows<{ parentId: string; count: string }>(counting, [ctx.foundationId, parentIds]);
      return new Map(rows.map((row) => [row.parentId, Number(row.count)]));
    },
  };
  const counting = statement(count);
  return async (ctx, parentId, { first, after }, path, start) => {
    const shape = ctx.shape?.at(path)?.inPage() ?? null;
    const parameters = [idAfter(after, start), first + 1];
    const pages: LoaderOf<string, Row[]> = {
      // The same page of each parent, of the same place in the document, is loaded together.
      name: `${name}:${parameters.join(':')}:${shape?.number ?? 0}`,
      async batch(_, parentIds) {
        const asked = [ctx.foundationId, parentIds, ...parameters];
        const rows = await ctx.rows<Row & { parentId: string }>(query(columnsOf(shape)), asked);
        await readWith(ctx, shape, rows);
        const byParent = new Map<string, Row[]>(parentIds.map((id) => [id, []]));
        for (const row of rows) byParent.get(row.parentId)?.push(row);
        return byParent;
      },
    };
    const rows = (await ctx.load(pages, parentId)) ?? [];
    return pageOf(rows, first, async () => (await ctx.load(counts, parentId)) ?? 0);
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
