import type { Community } from '../../schema/communities/community.ts';
import type { Foundation } from '../../schema/communities/foundation.ts';
import type { Team } from '../../schema/communities/team.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { loaderById, loaderByParent, pagesByParent } from '../platform/loaders.ts';
import { countOf, idAfter, lowestId, type PageArgs, pageOf } from '../platform/page.ts';

export const foundationById = loaderById<Foundation>('foundation', 'none');
export const communityById = loaderById<Community>('community');
export const teamById = loaderById<Team>('team');

export const areasByTeam = loaderByParent<Community>(
  'areasByTeam',
  `select a.team_id as parent_id, c.* from team_area a
   join community c on c.foundation_id = a.foundation_id and c.id = a.community_id
   where a.foundation_id = $1 and a.team_id = any ($2) order by a.team_id, c.id`,
);

export const teamsOfCommunity = pagesByParent<Team>(
  'teamsOfCommunity',
  (columns) => `select parent.id as parent_id, ${columns('t')} from unnest($2::uuid[]) as parent (id)
   cross join lateral (
     select * from team t where t.foundation_id = $1 and t.community_id = parent.id and t.id > $3 order by t.id limit $4
   ) as t order by parent.id, t.id`,
  'select community_id as parent_id, count(*) from team where foundation_id = $1 and community_id = any ($2) group by community_id',
);

export async function listCommunities(ctx: Context, { first, after }: PageArgs) {
  const rows = await ctx.rows<Community>(selectCommunities, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, () => countOf(ctx, countCommunities));
}

export async function listTeams(ctx: Context, { first, after }: PageArgs) {
  const rows = await ctx.rows<Team>(selectTeams, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, () => countOf(ctx, countTeams));
}

const selectCommunities = statement(
  'select * from community where foundation_id = $1 and id > $2 order by id limit $3',
);
const countCommunities = statement('select count(*) from community where foundation_id = $1');
const selectTeams = statement('select * from team where foundation_id = $1 and id > $2 order by id limit $3');
const countTeams = statement('select count(*) from team where foundation_id = $1');
