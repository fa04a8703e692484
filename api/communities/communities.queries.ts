import type { Community } from '../../schema/communities/community.ts';
import type { Foundation } from '../../schema/communities/foundation.ts';
import type { Team } from '../../schema/communities/team.ts';
import { listById, loaderById, loaderByParent, pagesByParent } from '../platform/reads/loaders.ts';
import { lowestId } from '../platform/reads/pagination.ts';

export const foundationById = loaderById<Foundation>(
  'communities.foundationById',
  'foundation',
  'none',
);
export const communityById = loaderById<Community>('communities.communityById', 'community');
export const teamById = loaderById<Team>('communities.teamById', 'team');

export const areasByTeam = loaderByParent<Community>(
  'communities.areasByTeam',
  `select a.team_id as parent_id, c.* from team_area a
   join community c on c.foundation_id = a.foundation_id and c.id = a.community_id
   where a.foundation_id = :foundationId and a.team_id = any (:parentIds) order by a.team_id, c.id`,
);

export const teamsOfCommunity = pagesByParent<Team>(
  'communities.teamsOfCommunity',
  {
    start: lowestId,
    from: (t, tenant, community, after) =>
      `from team ${t} where ${t}.foundation_id = ${tenant} and ${t}.community_id = ${community} and ${t}.id > ${after} order by ${t}.id`,
  },
  'select community_id as parent_id, count(*) from team where foundation_id = :foundationId and community_id = any (:parentIds) group by community_id',
);

export const listCommunities = listById<Community>('communities.listCommunities', 'community');
export const listTeams = listById<Team>('communities.listTeams', 'team');
