import type { Page } from '../../../schema/connection.ts';
import type { Loader, ReadContext } from './read-context.ts';
import {
  statement,
  type Statement,
  type StatementBuilder,
  statementsNamed,
  tenantWide,
} from '../database/statement.ts';
import { allColumns, type Columns } from './columns.ts';
import type { Lookahead } from './lookahead.ts';
import { columnsOf, type ParentPages, readWith } from './relations.ts';
import { limits } from '../common/limits.ts';
import { countOf, highestId, idAfter, lowestId, type PageArgs, pageOf } from './pagination.ts';

/** Loads rows of a tenant table by id, with one statement for all ids. `name` is the statement's. */
export function loaderById<Row extends { id: string }>(
  name: string,
  table: string,
  key: 'foundation_id' | 'none' = 'foundation_id',
): Loader<string, Row> {
  const wanted =
    key === 'none' ? 't.id = any (:ids)' : 't.foundation_id = :foundationId and t.id = any (:ids)';
  const query = statementPerColumns(
    statementsNamed(name),
    (columns) => `select ${columns('t')} from ${table} t where ${wanted}`,
  );
  // A row whose only tenant is itself belongs to no community, unless relations are embedded with
  // it.
  const alone = key === 'none' ? tenantWide(query()) : query();
  return {
    name,
    async batch(ctx: ReadContext, ids, columns) {
      // Read even when it is no parameter: without a foundation the caller reads no rows, and the
      // policy could not be evaluated.
      void ctx.foundationId;
      const rows = await ctx.rows<Row>(columns ? query(columns) : alone, { ids });
      return new Map(rows.map((row) => [row.id, row]));
    },
    ...(key === 'foundation_id' && {
      inside: {
        isList: false,
        from: (t, tenant, id) =>
          `from ${table} ${t} where ${t}.foundation_id = ${tenant} and ${t}.id = ${id}`,
      },
    }),
  };
}

/**
 * Children of a parent, a handful each. `from` is FROM and all that follows, for a row alias, a
 * tenant and a parent's id.
 */
export function childrenLoader<Row>(
  name: string,
  from: (alias: string, tenant: string, parent: string) => string,
): Loader<string, Row[]> {
  return {
    ...loaderByParent<Row>(
      name,
      (
        columns,
      ) => `select parent.id as parent_id, ${columns('t')} from unnest(:parentIds::uuid[]) as parent (id)
       cross join lateral (select c.* ${from('c', ':foundationId', 'parent.id')}) as t`,
    ),
    inside: { isList: true, from },
  };
}

/**
 * Loads the rows that belong to parents. `text` selects them with a column parent_id for
 * `:foundationId` and `:parentIds`. As a function it receives the requested columns.
 */
export function loaderByParent<Row>(
  name: string,
  text: string | ((columns: Columns) => string),
): Loader<string, Row[]> {
  const query = statementPerColumns(
    statementsNamed(name),
    typeof text === 'string' ? () => text : text,
  );
  return {
    name,
    async batch(ctx: ReadContext, parentIds, columns) {
      const rows = await ctx.rows<Row & { parentId: string }>(query(columns), { parentIds });
      const byParent = new Map<string, Row[]>(parentIds.map((id) => [id, []]));
      for (const row of rows) byParent.get(row.parentId)?.push(row);
      return byParent;
    },
  };
}

/** Pages for several parents; as a function, the page of one parent. */
export interface PagesByParent<Row> extends ParentPages {
  of(
    ctx: ReadContext,
    parentId: string,
    page: PageArgs,
    selection: Lookahead | null,
  ): Promise<Page<Row>>;
}

/**
 * Pages for many parents in one statement: all pages of one field in one operation, with their
 * relations. `from` is FROM and all that follows but LIMIT. It takes the row alias, the tenant, a
 * parent's id and the id after which the page begins. `start` is that id for a first page. `count`
 * takes `:foundationId` and `:parentIds`, and returns `parent_id` and `count`.
 */
export function pagesByParent<Row extends { id: string }>(
  name: string,
  rows: {
    start: string;
    from(alias: string, tenant: string, parent: string, after: string): string;
  },
  count: string,
): PagesByParent<Row> {
  const query = statementPerColumns(
    statementsNamed(name),
    (
      columns,
    ) => `select parent.id as parent_id, ${columns('t')} from unnest(:parentIds::uuid[]) as parent (id)
     cross join lateral (select c.* ${rows.from('c', ':foundationId', 'parent.id', ':after::uuid')} limit :limit) as t`,
  );
  const counting = statement(`${name}.count`, count);
  const counts: Loader<string, number> = {
    name: `${name}:count`,
    async batch(ctx, parentIds) {
      const found = await ctx.rows<{ parentId: string; count: string }>(counting, { parentIds });
      return new Map(found.map((row) => [row.parentId, Number(row.count)]));
    },
  };
  const page = (
    ctx: ReadContext,
    parentId: string,
    found: readonly Row[],
    first: number,
    after: string | null = null,
  ): Page<Row> =>
    pageOf(found, { first, after }, async () => (await ctx.load(counts, parentId)) ?? 0);
  return {
    page: page as unknown as ParentPages['page'],
    firstPage: (first) => ({
      isList: true,
      from: (alias, tenant, parent) =>
        `${rows.from(alias, tenant, parent, `'${rows.start}'::uuid`)} limit ${first + 1}`,
    }),
    async of(ctx, parentId, { first, after }, selection) {
      const shape = selection?.inPage() ?? null;
      const asked = { after: idAfter(after, rows.start), limit: first + 1 };
      const pages: Loader<string, Row[]> = {
        // The same page of each parent, at the same position in the document, is loaded together.
        name: `${name}:${asked.after}:${asked.limit}:${shape?.number ?? 0}`,
        async batch(_, parentIds) {
          const found = await ctx.rows<Row & { parentId: string }>(query(columnsOf(ctx, shape)), {
            parentIds,
            ...asked,
          });
          await readWith(ctx, shape, found);
          const byParent = new Map<string, Row[]>(parentIds.map((id) => [id, []]));
          for (const row of found) byParent.get(row.parentId)?.push(row);
          return byParent;
        },
      };
      return page(ctx, parentId, (await ctx.load(pages, parentId)) ?? [], first, after);
    },
  };
}

/**
 * Pages of the rows of a table that belong to a parent, by id. An index on the column of the parent
 * and the id serves them.
 */
export function pagesOfTable<Row extends { id: string }>(
  name: string,
  table: string,
  parentColumn: string,
  order: 'newest first' | 'oldest first',
): PagesByParent<Row> {
  const [start, beyond, direction] =
    order === 'newest first' ? [highestId, '<', 'desc'] : [lowestId, '>', 'asc'];
  return pagesByParent<Row>(
    name,
    {
      start,
      from: (t, tenant, parent, after) =>
        `from ${table} ${t} where ${t}.foundation_id = ${tenant} and ${t}.${parentColumn} = ${parent} and ${t}.id ${beyond} ${after} order by ${t}.id ${direction}`,
    },
    `select ${parentColumn} as parent_id, count(*) from ${table}
     where foundation_id = :foundationId and ${parentColumn} = any (:parentIds) group by ${parentColumn}`,
  );
}

/** Pages of a tenant's table, oldest entry first, with the relations that a document selects. */
export function listById<Row extends { id: string }>(
  name: string,
  table: string,
): (ctx: ReadContext, page: PageArgs, selection: Lookahead | null) => Promise<Page<Row>> {
  const query = statementPerColumns(
    statementsNamed(name),
    (columns) => `select ${columns('t')} from (
       select * from ${table} where foundation_id = :foundationId and id > :after order by id limit :limit) as t order by t.id`,
  );
  const counting = statement(
    `${name}.count`,
    `select count(*) from ${table} where foundation_id = :foundationId`,
  );
  return async (ctx, { first, after }, selection) => {
    const shape = selection?.inPage() ?? null;
    const rows = await ctx.rows<Row>(query(columnsOf(ctx, shape)), {
      after: idAfter(after, lowestId),
      limit: first + 1,
    });
    await readWith(ctx, shape, rows);
    return pageOf(rows, { first, after }, () => countOf(ctx, counting));
  };
}

/**
 * One statement for each set of columns that documents select, all under one name. Each connection
 * keeps them prepared, so their number is limited, and later documents get all columns. Several
 * statements may share `byText`, up to `max` entries.
 */
export function statementPerColumns(
  build: StatementBuilder,
  text: (columns: Columns) => string,
  byText: Map<string, Statement> = new Map(),
  max: number = limits.columnSetsMax,
): (columns?: Columns) => Statement {
  const whole = build(text(allColumns));
  const known = new WeakMap<Columns, Statement>([[allColumns, whole]]);
  return (columns = allColumns) => {
    let query = known.get(columns);
    if (!query) known.set(columns, (query = narrow(text(columns))));
    return query;
  };

  function narrow(wanted: string): Statement {
    const query = byText.get(wanted) ?? (byText.size < max ? build(wanted) : whole);
    if (query !== whole) byText.set(wanted, query);
    return query;
  }
}
