import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Foundation } from '../../schema/communities/foundation.ts';
import { Team, TeamConnection } from '../../schema/communities/team.ts';
import type { Page } from '../../schema/connection.ts';
import { Me } from '../../schema/identity/me.ts';
import { Related, RelatedPages } from '../platform/reads/related.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import {
  areasByTeam,
  communityById,
  foundationById,
  teamsOfCommunity,
} from './communities.queries.ts';

@Resolver(() => Community)
export class CommunityFields {
  @Related<Community>(() => Foundation, {
    by: 'foundationId',
    from: foundationById,
    description: 'Foundation that the community belongs to.',
  })
  readonly foundation!: Foundation;

  @RelatedPages(() => TeamConnection, {
    from: teamsOfCommunity,
    description: 'Teams based in this community that the caller may see, oldest first.',
  })
  readonly teams!: Page<Team>;
}

@Resolver(() => Team)
export class TeamFields {
  @Related<Team>(() => Community, {
    by: 'communityId',
    from: communityById,
    description: 'Home community of the team.',
  })
  readonly community!: Community;

  @Related<Team>(() => [Community], {
    by: 'id',
    from: areasByTeam,
    description: 'Communities that the team serves and the caller may see, usually a few.',
  })
  readonly serves!: Community[];
}

@Resolver(() => Me)
export class MeFields {
  @FieldResolver(() => Foundation, {
    nullable: true,
    description: 'Foundation that the caller acts in. Null for the head bank.',
  })
  async foundation(@Ctx('ctx') ctx: FieldContext): Promise<Foundation | null> {
    const foundationId = ctx.decide((actor) => actor.foundationId);
    return foundationId ? ctx.load(foundationById, foundationId) : null;
  }
}
