import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Team } from '../../schema/communities/team.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Person } from '../../schema/people/person.ts';
import { Volunteer, VolunteerConnection } from '../../schema/people/volunteer.ts';
import type { Page } from '../../schema/connection.ts';
import { communityById } from '../communities/communities.queries.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { relation, prefetched, pageRelation } from '../platform/reads/relations.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { membersByTeam, personById, teamsByVolunteer, volunteersOfTeam } from './people.queries.ts';

pageRelation('Team', 'volunteers', volunteersOfTeam);
const elderCommunity = relation<Elder, Community>(
  'Elder',
  'community',
  'communityId',
  communityById,
);
const elderPerson = relation<Elder, Person>('Elder', 'person', 'personId', personById);
const volunteerCommunity = relation<Volunteer, Community>(
  'Volunteer',
  'community',
  'communityId',
  communityById,
);
const volunteerPerson = relation<Volunteer, Person>('Volunteer', 'person', 'personId', personById);
const volunteerTeams = relation<Volunteer, Team[]>('Volunteer', 'teams', 'id', teamsByVolunteer);
const teamMembers = relation<Team, Volunteer[]>('Team', 'members', 'id', membersByTeam);

@Resolver(() => Elder)
export class ElderFields {
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'Community that the elder lives in. Null when the caller may not see it.',
  })
  community(@Root() elder: Elder, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, elderCommunity, elder);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Full record of the person. Null for callers who may see only the name.',
  })
  person(@Root() elder: Elder, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, elderPerson, elder);
  }
}

@Resolver(() => Volunteer)
export class VolunteerFields {
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'Community that the volunteer lives in. Null when the caller may not see it.',
  })
  community(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, volunteerCommunity, volunteer);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Full record of the person. Null for callers who may see only the name.',
  })
  person(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, volunteerPerson, volunteer);
  }

  @FieldResolver(() => [Team], {
    description: 'Teams that the volunteer belongs to and the caller may see, usually a few.',
  })
  teams(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, volunteerTeams, volunteer);
  }
}

@Resolver(() => Team)
export class TeamMembers {
  @FieldResolver(() => [Volunteer], {
    complexity: 30,
    description: 'Members of the team that the caller may see, at most 200.',
  })
  members(@Root() team: Team, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, teamMembers, team);
  }

  @FieldResolver(() => VolunteerConnection, {
    description: 'Volunteers in the team that the caller may see, oldest entry first.',
  })
  async volunteers(
    @Root() team: Team,
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Info() { path }: GraphQLResolveInfo,
  ): Promise<Page<Volunteer>> {
    return volunteersOfTeam.of(ctx, team.id, page, path);
  }
}
