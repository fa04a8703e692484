import type { Page } from '../../../schema/connection.ts';
import type { Actor } from '../authorization/actor.ts';
import { limits } from '../common/limits.ts';
import {
  type Statement,
  type StatementBuilder,
  type StatementParameters,
  statementsNamed,
  withoutPreparation,
} from '../database/statement.ts';
import { allColumns, type Columns } from './columns.ts';
import { statementPerColumns } from './loaders.ts';
import type { Lookahead } from './lookahead.ts';
import { countOf, highestId, KeysetPage, lowestId, type PageArgs } from './pagination.ts';
import type { ReadContext } from './read-context.ts';
import { columnsOf, readWith } from './relations.ts';

/**
 * How callers who do not see the whole foundation reach rows: by ids of the actor. `column` holds
 * such an id. `rows` is for rows that another table leads to: it selects them, as `t`, for an id.
 */
export type Way = { readonly of: IdsOfActor } & (
  | { readonly column: string }
  | { readonly rows: (id: string, parts: WayParts) => string }
  /** No index leads to the rows of such a caller, who sees many: the newest are read and judged. */
  | { readonly isScan: true }
);

/** Parts of the statement for rows that another table leads to. */
export interface WayParts {
  readonly wanted: string;
  /** Condition that an id lies beyond the cursor, for a column that holds the same id. */
  readonly beyond: (column: string) => string;
  readonly order: string;
  readonly limit: string;
}

/** Properties of an actor with ids, `ledTeamIds`, and `accountIds` for the account itself. */
type IdsOfActor =
  | 'managedCommunityIds'
  | 'visibleCommunityIds'
  | 'contactCommunityIds'
  | 'personIds'
  | 'ledTeamIds'
  | 'accountIds';

/**
 * SQL condition of a field of a filter, on `t`. The value is the parameter with the name of the
 * field. With `each`, the value is a list of ids in that column, and an index leads to the rows of
 * each in the order of the list.
 */
type Condition = string | { readonly each: string };

/** Order of a list by a column and the id, or by the id alone. An index must serve it. */
export interface ListOrder {
  readonly direction: 'asc' | 'desc';
  /** Column of type timestamptz that is never null. */
  readonly column?: string;
}

export interface ListDefinition<Filter extends object> {
  /** Name of its statements. */
  readonly name: string;
  readonly table: string;
  readonly order: ListOrder;
  /** Ways that together reach all rows that the policy of the table permits. */
  readonly ways: readonly Way[];
  /** A condition for each field of the filter. Fields that are null or left out restrict nothing. */
  readonly conditions: { readonly [Field in keyof Filter & string]-?: Condition };
}

/**
 * Rows of a tenant's table in pages, for callers who see much or little of it. A page costs what it
 * shows: the statement reads the rows by the filter, or by the ways of the caller, each in order,
 * and merges them. Row-level security decides in any case.
 *
 * There is one statement for each set of fields that a filter gives. A condition that must also hold
 * for a missing value could use no index, since the plans do not depend on the values.
 */
export class VisibleList<Row extends { id: string }, Filter extends object> {
  private readonly build: StatementBuilder;
  private readonly buildCount: StatementBuilder;
  private readonly statements = new Map<string, (columns?: Columns) => Statement>();
  private readonly counts = new Map<string, Statement>();
  /** Statements for the column sets of single documents, across all shapes. */
  private readonly narrowed = new Map<string, Statement>();

  constructor(private readonly definition: ListDefinition<Filter>) {
    this.build = statementsNamed(definition.name);
    this.buildCount = statementsNamed(`${definition.name}.count`);
  }

  /** A page in an order, by default that of the list. `shape` is what the document selects. */
  async page(
    ctx: ReadContext & { readonly actor: Actor },
    { first, after }: PageArgs,
    filter: Filter,
    shape: Lookahead | null = null,
    order: ListOrder = this.definition.order,
  ): Promise<Page<Row>> {
    const asked = this.askedBy(ctx.actor, filter);
    const [afterId, afterValue] = placeOf(order, after);
    const rows = await ctx.rows<Row & { orderText?: string }>(
      this.statementFor(asked, order)(columnsOf(ctx, shape)),
      {
        ...asked.values,
        afterId,
        ...(order.column && { afterValue }),
        limit: first + 1,
      },
    );
    await readWith(ctx, shape, rows);
    return new KeysetPage<Row>(
      rows,
      { first, after: after ?? null },
      (row) => (order.column ? `${(row as { orderText?: string }).orderText}|${row.id}` : row.id),
      () => countOf(ctx, this.countFor(asked), asked.values),
    );
  }

  /** The shape of the statement for a caller and a filter, and its parameters. */
  private askedBy(actor: Actor, filter: Filter): Asked {
    const { conditions, ways } = this.definition;
    const values: Record<string, unknown> = {};
    const wanted: string[] = [];
    let leading: string | null = null;
    for (const [field, condition] of Object.entries<Condition>(conditions)) {
      const value = (filter as Record<string, unknown>)[field] ?? null;
      if (value === null) continue;
      wanted.push(field);
      const text = typeof condition === 'string' ? condition : `:${field}`;
      if (text.includes(`:${field}`)) values[field] = value;
      if (typeof condition !== 'string' && leading === null) leading = field;
    }
    if (leading !== null) return { wanted, leading, reach: null, values };
    const isNarrow = actor.session.variables['app.scope'] === 'community';
    const ids = new Map(ways.map(({ of }) => [of, idsOf(actor, of)]));
    const reach = new Map<IdsOfActor, number>();
    for (const [of, { length }] of ids) if (length > 0) reach.set(of, length);
    const isShort = [...reach.values()].every((length) => length <= limits.listWaysMax);
    const isScan = ways.some((way) => 'isScan' in way && reach.has(way.of));
    if (!isNarrow || !isShort || isScan) return { wanted, leading: null, reach: null, values };
    for (const [of, list] of ids) if (list.length > 0) values[of] = list;
    return { wanted, leading: null, reach, values };
  }

  private statementFor(asked: Asked, order: ListOrder): (columns?: Columns) => Statement {
    const key = `${shapeOf(asked)} ${order.column ?? ''} ${order.direction}`;
    const known = this.statements.get(key);
    if (known) return known;
    const text = (columns: Columns): string => this.textOf(asked, order, columns);
    if (this.statements.size >= limits.listShapesMax)
      return (columns = allColumns) => withoutPreparation(this.build(text(columns)));
    const query = statementPerColumns(this.build, text, this.narrowed, limits.listColumnSetsMax);
    this.statements.set(key, query);
    return query;
  }

  private countFor(asked: Asked): Statement {
    const key = shapeOf(asked);
    const known = this.counts.get(key);
    if (known) return known;
    const wanted = this.wantedOf(asked);
    const parts = this.partsOf(asked, wanted, 't.id', {
      beyond: () => 'true',
      order: '',
      limit: '',
    });
    const text =
      parts.length === 1 && asked.reach === null && asked.leading === null
        ? `select count(*) from ${this.definition.table} t where ${wanted}`
        : `select count(*) from (${parts.join(' union ')}) as t`;
    const query = this.buildCount(text);
    if (this.counts.size >= limits.listShapesMax) return withoutPreparation(query);
    this.counts.set(key, query);
    return query;
  }

  private textOf(asked: Asked, order: ListOrder, columns: Columns): string {
    const { column, direction } = order;
    const beyond = direction === 'asc' ? '>' : '<';
    const from = column
      ? `(t.${column}, t.id) ${beyond} (:afterValue::timestamptz, :afterId::uuid)`
      : `t.id ${beyond} :afterId`;
    const by = column ? `t.${column} ${direction}, t.id ${direction}` : `t.id ${direction}`;
    const newest = {
      beyond: (id: string) => (column ? 'true' : `${id} ${beyond} :afterId`),
      order: `order by ${by}`,
      limit: 'limit :limit',
    };
    const wanted = `${this.wantedOf(asked)} and ${from}`;
    // The text keeps the microseconds, which JavaScript would cut off.
    const shown = column ? `, t.${column}::text as order_text` : '';
    if (asked.reach === null && asked.leading === null)
      return `select ${columns('t')}${shown} from (select t.* from ${this.definition.table} t where ${wanted} ${newest.order} ${newest.limit}) as t ${newest.order}`;
    const inner = `${columns.plain('t')}${column ? `, t.${column} as order_value` : ''}`;
    const parts = this.partsOf(asked, wanted, inner, newest);
    const sorted = column ? `t.order_value ${direction}, t.id ${direction}` : by;
    const key = column ? 't.order_value, t.id' : 't.id';
    return `select ${columns('t')}${column ? ', t.order_value::text as order_text' : ''} from (
      select distinct on (${key}) t.* from (${parts.join('\n        union all ')}) as t order by ${sorted} limit :limit) as t order by ${sorted}`;
  }

  private wantedOf({ wanted, leading }: Asked): string {
    const others = wanted.filter((field) => field !== leading);
    const conditions = others.map((field) => {
      const condition = (this.definition.conditions as Record<string, Condition>)[field]!;
      return typeof condition === 'string'
        ? condition
        : `t.${condition.each} = any (:${field}::uuid[])`;
    });
    return ['t.foundation_id = :foundationId', ...conditions].join(' and ');
  }

  /** The rows by each way, as parts of a union. */
  private partsOf(
    { leading, reach }: Asked,
    wanted: string,
    columns: string,
    ending: Omit<WayParts, 'wanted'>,
  ): string[] {
    const { order, limit } = ending;
    const { table, ways, conditions } = this.definition;
    const of = (condition: string): string =>
      `(select ${columns} from ${table} t where ${wanted} and ${condition} ${order} ${limit})`;
    const ofEach = (ids: string, rows: string): string =>
      `(select ${columns} from (select distinct id from unnest(${ids}::uuid[]) as each (id)) as way cross join lateral (${rows}) as t)`;
    const ofColumn = (ids: string, column: string): string =>
      ofEach(
        ids,
        `select t.* from ${table} t where ${wanted} and t.${column} = way.id ${order} ${limit}`,
      );
    if (leading !== null) {
      const { each } = (conditions as Record<string, Condition>)[leading] as { each: string };
      return [ofColumn(`:${leading}`, each)];
    }
    if (reach === null) return [of('true')];
    const parts: string[] = [];
    for (const way of ways) {
      const length = reach.get(way.of);
      if (length === undefined || 'isScan' in way) continue;
      const ids = `:${way.of}`;
      if ('rows' in way) {
        parts.push(ofEach(ids, way.rows('way.id', { wanted, ...ending })));
        continue;
      }
      // A few ids get one part each: merged in order, hardly more rows are read than shown.
      const arms = armsFor(length);
      if (arms === 'many') parts.push(ofColumn(ids, way.column));
      else
        for (let arm = 1; arm <= arms; arm += 1)
          parts.push(of(`t.${way.column} = (${ids}::uuid[])[${arm}]`));
    }
    return parts.length > 0 ? parts : [of('false')];
  }
}

/** What a statement must hold: fields of the filter, and the ways of the caller. */
interface Asked {
  /** Fields of the filter that are given. */
  readonly wanted: readonly string[];
  /** Field whose ids lead to the rows, if one is given. */
  readonly leading: string | null;
  /** Ids of the caller that lead to the rows. Null when a filter leads, or the caller sees all. */
  readonly reach: ReadonlyMap<IdsOfActor, number> | null;
  readonly values: StatementParameters;
}

function shapeOf({ wanted, leading, reach }: Asked): string {
  const ways = reach && [...reach].map(([of, length]) => `${of}:${armsFor(length)}`).join();
  return `${wanted.join()} ${leading ?? ''} ${ways ?? 'all'}`;
}

/** Up to four ids get one part each. A part more costs less than a plan more. */
function armsFor(length: number): number | 'many' {
  if (length > 4) return 'many';
  return length === 3 ? 4 : length;
}

function idsOf(actor: Actor, of: IdsOfActor): readonly string[] {
  if (of === 'accountIds') return [actor.accountId];
  if (of !== 'ledTeamIds') return actor[of];
  return actor.grants.flatMap(({ role, teamId }) =>
    role === 'TEAM_LEADER' && teamId !== null ? [teamId] : [],
  );
}

/** The id and the value after which a page begins, from the position of a cursor. */
function placeOf({ column, direction }: ListOrder, after: string | undefined): [string, string] {
  const start: [string, string] =
    direction === 'asc' ? [lowestId, '-infinity'] : [highestId, 'infinity'];
  if (!after) return start;
  if (!column) return [after, ''];
  const [value = '', id = ''] = after.split('|');
  return [id, value];
}
