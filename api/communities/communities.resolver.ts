import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Community, CommunityConnection } from '../../schema/communities/community.ts';
import { Foundation } from '../../schema/communities/foundation.ts';
import { TeamConnection } from '../../schema/communities/team.ts';
import { decodeId } from '../../schema/ids.ts';
import type { Context } from '../platform/context.ts';
import { PageArgs } from '../platform/page.ts';
import { communityById, foundationById, listCommunities, listTeams } from './communities.queries.ts';

@Resolver()
export class CommunitiesResolver {
  @Query(() => Foundation, { description: 'The foundation that you act in.' })
  async foundation(@Ctx('ctx') ctx: Context): Promise<Foundation | null> {
    return ctx.load(foundationById, ctx.foundationId);
  }

  @Query(() => CommunityConnection, { description: 'Communities that you may see, oldest first.' })
  async communities(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listCommunities(ctx, page);
  }

  @Query(() => Community, {
    nullable: true,
    description: 'One community. Null when there is none or it is not yours to see.',
  })
  async community(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the community.' }) id: string,
  ): Promise<Community | null> {
    const { foundationId } = ctx;
    const uuid = decodeId('community', id);
    return uuid && foundationId ? ctx.load(communityById, uuid) : null;
  }

  @Query(() => TeamConnection, { description: 'Teams that you may see, oldest first.' })
  async teams(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listTeams(ctx, page);
  }
}
