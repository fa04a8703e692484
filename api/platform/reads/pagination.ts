import { IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Field, Int } from 'type-graphql';
import type { Page, PageInfo } from '../../../schema/connection.ts';
import type { CursorsOfList } from './list-cursors.ts';
import type { ReadContext } from './read-context.ts';
import type { Statement, StatementParameters } from '../database/statement.ts';
import { limits } from '../common/limits.ts';

/**
 * Page arguments of a list. `first` has no default on purpose: the caller states the size that it
 * can handle.
 */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: 'Maximum number of items, 1 to 100.' })
  @Min(1)
  @Max(limits.pageSizeMax)
  first!: number;

  /** Resolvers get the position of the cursor (operation/bind-cursors.ts). */
  @Field(() => String, {
    nullable: true,
    description:
      'Cursor to continue after, from the same list with the same filter. Omit it for the first page.',
  })
  @IsOptional()
  after?: string;
}

/** Before every uuid and after every uuid: the start of an ascending and of a descending list. */
export const lowestId = '00000000-0000-0000-0000-000000000000';
export const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The id after which a page of a list ordered by id begins. */
export function idAfter(after: string | null | undefined, start: string): string {
  return after ?? start;
}

/**
 * A page of a keyset connection. `bind` gives it the cursors of its list, which are computed on
 * demand.
 */
export class KeysetPage<T> implements Page<T> {
  readonly nodes: T[];
  total: (() => Promise<number>) | null;
  private readonly hasNextPage: boolean;
  private readonly hasPreviousPage: boolean;
  private cursors: (() => CursorsOfList) | null = null;

  /** `rows` has one row more than the page when others follow. */
  constructor(
    rows: readonly T[],
    { first, after }: { first: number; after?: string | null },
    private readonly positionOf: (node: T) => string,
    total: (() => Promise<number>) | null = null,
  ) {
    this.nodes = rows.slice(0, first);
    this.hasNextPage = rows.length > first;
    // Whoever continues after a cursor has seen the item of that cursor.
    this.hasPreviousPage = (after ?? null) !== null;
    this.total = total;
  }

  bind(cursors: () => CursorsOfList): this {
    this.cursors = cursors;
    return this;
  }

  get edges(): { cursor: string; node: T }[] {
    const cursorOf = this.writer();
    return this.nodes.map((node) => ({
      get cursor() {
        return cursorOf(node);
      },
      node,
    }));
  }

  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this;
    const [start, end] = [this.nodes[0], this.nodes.at(-1)];
    const cursorOf = this.writer();
    return {
      hasNextPage,
      hasPreviousPage,
      get startCursor() {
        return start ? cursorOf(start) : null;
      },
      get endCursor() {
        return end ? cursorOf(end) : null;
      },
    };
  }

  private writer(): (node: T) => string {
    let known: CursorsOfList | null = null;
    return (node) => {
      if (!this.cursors) throw new Error('A page without a list has no cursors: bind it first.');
      known ??= this.cursors();
      return known.cursorOf(this.positionOf(node));
    };
  }
}

/** Builds the page of these arguments. The query must have fetched one row more. */
export function pageOf<T extends { id: string }>(
  rows: readonly T[],
  page: { first: number; after?: string | null },
  total: (() => Promise<number>) | null = null,
): KeysetPage<T> {
  return new KeysetPage(rows, page, ({ id }) => id, total);
}

/**
 * Resolver of a connection's `totalCount`. `query` selects `count(*)` of the rows that the caller
 * may see, by default of the whole foundation.
 */
export async function countOf(
  ctx: ReadContext,
  query: Statement,
  parameters: StatementParameters = {},
): Promise<number> {
  const [row] = await ctx.rows<{ count: string }>(query, parameters);
  return Number(row?.count ?? 0);
}
