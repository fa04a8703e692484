import { IsOptional, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, Int } from 'type-graphql';
import type { Page } from '../../../schema/connection.ts';
import type { ReadContext } from './read-context.ts';
import type { Statement, StatementParameters } from '../database/statement.ts';
import { limits } from '../common/limits.ts';
import { protocolError } from '../common/errors.ts';

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

  @Field(() => String, {
    nullable: true,
    description: 'Cursor to continue after. Omit it for the first page.',
  })
  @IsOptional()
  @MaxLength(100)
  after?: string;
}

/** Before every uuid and after every uuid: the start of an ascending and of a descending list. */
export const lowestId = '00000000-0000-0000-0000-000000000000';
export const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The id after which a page of a list ordered by id begins. Throws BAD_CURSOR. */
export function idAfter(cursor: string | null | undefined, start: string): string {
  if (cursor === null || cursor === undefined) return start;
  const hex = /^i1_[\w-]{22}$/.test(cursor)
    ? Buffer.from(cursor.slice(3), 'base64url').toString('hex')
    : '';
  if (hex.length !== 32)
    throw protocolError(
      'BAD_CURSOR',
      'The cursor is invalid: send endCursor unchanged, or leave out the argument after.',
      400,
    );
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

function cursorOf(id: string): string {
  return `i1_${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}`;
}

/**
 * Builds the page of these arguments. The query must have fetched one row more. Cursors are computed
 * on demand.
 */
export function pageOf<T extends { id: string }>(
  rows: readonly T[],
  { first, after }: { first: number; after?: string | null },
  total?: () => Promise<number>,
): Page<T> {
  const nodes = rows.slice(0, first);
  return {
    nodes,
    get edges() {
      return nodes.map((node) => ({ cursor: cursorOf(node.id), node }));
    },
    get pageInfo() {
      const [start, end] = [nodes[0], nodes.at(-1)];
      return {
        hasNextPage: rows.length > first,
        // Whoever continues after a cursor has seen the item of that cursor.
        hasPreviousPage: (after ?? null) !== null,
        startCursor: start ? cursorOf(start.id) : null,
        endCursor: end ? cursorOf(end.id) : null,
      };
    },
    ...(total && { total }),
  };
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
