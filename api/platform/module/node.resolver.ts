import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { decodeAnyId } from '../../../schema/ids.ts';
import { Node } from '../../../schema/node.ts';
import type { Context } from '../context/operation-context.ts';
import type { Loader } from '../reads/read-context.ts';
import { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';

/** The composition root fills it with the loaders of the modules. */
export const nodeLoaders = new Map<string, Loader<string, object>>();

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      'Node with the given global id. Null when it does not exist or the caller may not see it; the two cases look the same.',
  })
  async node(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Global id as issued by the platform.' }) id: string,
  ): Promise<object | null> {
    return nodeById(ctx, id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Nodes with the given global ids, in the order of the ids. Entries are null where a node does not exist or the caller may not see it.',
  })
  async nodes(
    @Ctx('ctx') ctx: Context,
    @Arg('ids', () => [ID], { description: 'Global ids, at most 100.' }) ids: string[],
  ): Promise<(object | null)[]> {
    if (ids.length > limits.nodesMax)
      throw new Refusal('TOO_MANY', { field: 'ids', max: limits.nodesMax });
    return Promise.all(ids.map((id) => nodeById(ctx, id)));
  }
}

async function nodeById(ctx: Context, id: string): Promise<object | null> {
  const decoded = decodeAnyId(id);
  const loader = decoded && nodeLoaders.get(decoded.prefix);
  // Sign-in is checked first, so that an anonymous caller learns nothing from the shape of an
  // answer.
  if (!ctx.actor || !decoded || !loader) return null;
  const row = await ctx.load(loader, decoded.uuid);
  return row && { ...row, nodeType: decoded.prefix };
}
