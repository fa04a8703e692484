import { IsOptional, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, Int } from 'type-graphql';
import type { Page } from '../../../schema/connection.ts';
import type { Context } from '../context/operation-context.ts';
import type { Statement } from '../database/statement.ts';
import { limits } from '../limits.ts';
import { protocolError } from '../errors.ts';

/**
 * How much of a list is wanted. `first` has no default on purpose: whoever asks says how much they
 * can take.
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

/**
 * Before every uuid, and behind every uuid: where a list begins that is read upwards, and
 * downwards.
 */
export const lowestId = '00000000-0000-0000-0000-000000000000';
export const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The id behind which a page of a list ordered by id begins. Throws BAD_CURSOR. */
export function idAfter(cursor: string | null | undefined, start: string): string {
  if (cursor === null || cursor === undefined) return start;
  const hex = /^i1_[\w-]{22}$/.test(cursor)
    ? Buffer.from(cursor.slice(3), 'base64url').toString('hex')
    : '';
  if (hex.length !== 32)
    throw protocolError(
      'BAD_CURSOR',
      'This cursor is not one of ours: send endCursor as you got it, or leave after out.',
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
 * Makes a page of `first` out of rows of which one more than that was asked for. Cursors are worked
 * out when somebody asks for them.
 */
export function pageOf<T extends { id: string }>(
  rows: readonly T[],
  first: number,
  total?: () => Promise<number>,
): Page<T> {
  const nodes = rows.slice(0, first);
  return {
    nodes,
    get edges() {
      return nodes.map((node) => ({ cursor: cursorOf(node.id), node }));
    },
    get pageInfo() {
      const last = nodes.at(-1);
      return { hasNextPage: rows.length > first, endCursor: last ? cursorOf(last.id) : null };
    },
    ...(total && { total }),
  };
}

/**
 * What `totalCount` of a connection answers: `query` selects `count(*)` of what the caller may see,
 * of the whole foundation unless told otherwise.
 */
export async function countOf(
  ctx: Context,
  query: Statement,
  parameters: readonly unknown[] = [ctx.foundationId],
): Promise<number> {
  const [row] = await ctx.rows<{ count: string }>(query, parameters);
  return Number(row?.count ?? 0);
}
