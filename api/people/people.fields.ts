import { Resolver } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Team } from '../../schema/communities/team.ts';
import { Elder, ElderConnection } from '../../schema/people/elder.ts';
import { Person } from '../../schema/people/person.ts';
import { Volunteer, VolunteerConnection } from '../../schema/people/volunteer.ts';
import type { Page } from '../../schema/connection.ts';
import { communityById } from '../communities/communities.queries.ts';
import { Related, RelatedPages } from '../platform/reads/related.ts';
import {
  eldersOfCommunity,
  membersByTeam,
  personById,
  teamsByVolunteer,
  volunteersOfCommunity,
  volunteersOfTeam,
} from './people.queries.ts';

@Resolver(() => Elder)
export class ElderFields {
  @Related<Elder>(() => Community, {
    by: 'communityId',
    from: communityById,
    nullable: true,
    description: 'Community that the elder lives in. Null when the caller may not see it.',
  })
  readonly community!: Community | null;

  @Related<Elder>(() => Person, {
    by: 'personId',
    from: personById,
    nullable: true,
    description: 'Full record of the person. Null for callers who may see only the name.',
  })
  readonly person!: Person | null;
}

@Resolver(() => Volunteer)
export class VolunteerFields {
  @Related<Volunteer>(() => Community, {
    by: 'communityId',
    from: communityById,
    nullable: true,
    description: 'Community that the volunteer lives in. Null when the caller may not see it.',
  })
  readonly community!: Community | null;

  @Related<Volunteer>(() => Person, {
    by: 'personId',
    from: personById,
    nullable: true,
    description: 'Full record of the person. Null for callers who may see only the name.',
  })
  readonly person!: Person | null;

  @Related<Volunteer>(() => [Team], {
    by: 'id',
    from: teamsByVolunteer,
    description: 'Teams that the volunteer belongs to and the caller may see, usually a few.',
  })
  readonly teams!: Team[];
}

@Resolver(() => Community)
export class CommunityPeople {
  @RelatedPages(() => ElderConnection, {
    from: eldersOfCommunity,
    description: 'Elders of the community that the caller may see, oldest entry first.',
  })
  readonly elders!: Page<Elder>;

  @RelatedPages(() => VolunteerConnection, {
    from: volunteersOfCommunity,
    description: 'Volunteers of the community that the caller may see, oldest entry first.',
  })
  readonly volunteers!: Page<Volunteer>;
}

@Resolver(() => Team)
export class TeamMembers {
  @Related<Team>(() => [Volunteer], {
    by: 'id',
    from: membersByTeam,
    complexity: 30,
    description: 'Members of the team that the caller may see, at most 200.',
  })
  readonly members!: Volunteer[];

  @RelatedPages(() => VolunteerConnection, {
    from: volunteersOfTeam,
    description: 'Volunteers in the team that the caller may see, oldest entry first.',
  })
  readonly volunteers!: Page<Volunteer>;
}
