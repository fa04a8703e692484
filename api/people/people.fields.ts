import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Team } from '../../schema/communities/team.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Person } from '../../schema/people/person.ts';
import { Volunteer, VolunteerConnection } from '../../schema/people/volunteer.ts';
import type { Page } from '../../schema/connection.ts';
import { communityById } from '../communities/communities.queries.ts';
import type { Context } from '../platform/context.ts';
import { lowestId, PageArgs } from '../platform/page.ts';
import { membersByTeam, personById, teamsByVolunteer, volunteersOfTeam } from './people.queries.ts';

@Resolver(() => Elder)
export class ElderFields {
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'Community that the elder lives in, where you may see it.',
  })
  async community(@Root() elder: Elder, @Ctx('ctx') ctx: Context): Promise<Community | null> {
    return ctx.load(communityById, elder.communityId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The person, for those who may see more than the name. Null for others.',
  })
  async person(@Root() elder: Elder, @Ctx('ctx') ctx: Context): Promise<Person | null> {
    return ctx.load(personById, elder.personId);
  }
}

@Resolver(() => Volunteer)
export class VolunteerFields {
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'Community that the volunteer lives in, where you may see it.',
  })
  async community(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context): Promise<Community | null> {
    return ctx.load(communityById, volunteer.communityId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The person, for those who may see more than the name. Null for others.',
  })
  async person(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context): Promise<Person | null> {
    return ctx.load(personById, volunteer.personId);
  }

  @FieldResolver(() => [Team], {
    description: 'Teams that the volunteer belongs to, as far as you may see them. A handful at most.',
  })
  async teams(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context): Promise<Team[]> {
    return (await ctx.load(teamsByVolunteer, volunteer.id)) ?? [];
  }
}

@Resolver(() => Team)
export class TeamMembers {
  @FieldResolver(() => [Volunteer], {
    complexity: 30,
    description: 'Members of the team, as far as you may see them, at most 200.',
  })
  async members(@Root() team: Team, @Ctx('ctx') ctx: Context): Promise<Volunteer[]> {
    return (await ctx.load(membersByTeam, team.id)) ?? [];
  }

  @FieldResolver(() => VolunteerConnection, {
    description: 'Volunteers in the team, oldest entry first, as far as you may see them.',
  })
  async volunteers(
    @Root() team: Team,
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Info() { path }: GraphQLResolveInfo,
  ): Promise<Page<Volunteer>> {
    return volunteersOfTeam(ctx, team.id, page, path, lowestId);
  }
}
