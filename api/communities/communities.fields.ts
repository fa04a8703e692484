import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Foundation } from '../../schema/communities/foundation.ts';
import { Team, TeamConnection } from '../../schema/communities/team.ts';
import type { Page } from '../../schema/connection.ts';
import { Me } from '../../schema/identity/me.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { relation, prefetched, pageRelation } from '../platform/reads/relations.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import {
  areasByTeam,
  communityById,
  foundationById,
  teamsOfCommunity,
} from './communities.queries.ts';

pageRelation('Community', 'teams', teamsOfCommunity);
const teamCommunity = relation<Team, Community>('Team', 'community', 'communityId', communityById);

@Resolver(() => Community)
export class CommunityFields {
  @FieldResolver(() => Foundation, { description: 'Foundation that the community belongs to.' })
  async foundation(
    @Root() community: Community,
    @Ctx('ctx') ctx: Context,
  ): Promise<Foundation | null> {
    return ctx.load(foundationById, community.foundationId);
  }

  @FieldResolver(() => TeamConnection, {
    description: 'Teams based in this community that the caller may see, oldest first.',
  })
  async teams(
    @Root() community: Community,
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Info() { path }: GraphQLResolveInfo,
  ): Promise<Page<Team>> {
    return teamsOfCommunity.of(ctx, community.id, page, path);
  }
}

@Resolver(() => Team)
export class TeamFields {
  @FieldResolver(() => Community, { description: 'Home community of the team.' })
  community(@Root() team: Team, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, teamCommunity, team);
  }

  @FieldResolver(() => [Community], {
    description: 'Communities that the team serves and the caller may see, usually a few.',
  })
  async serves(@Root() team: Team, @Ctx('ctx') ctx: Context): Promise<Community[]> {
    return (await ctx.load(areasByTeam, team.id)) ?? [];
  }
}

@Resolver(() => Me)
export class MeFields {
  @FieldResolver(() => Foundation, {
    nullable: true,
    description: 'Foundation that the caller acts in. Null for the head bank.',
  })
  async foundation(@Ctx('ctx') ctx: Context): Promise<Foundation | null> {
    const { foundationId } = ctx.actor;
    return foundationId ? ctx.load(foundationById, foundationId) : null;
  }
}
