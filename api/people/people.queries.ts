import type { Page } from '../../schema/connection.ts';
import type { Team } from '../../schema/communities/team.ts';
import type { Elder } from '../../schema/people/elder.ts';
import type { Person } from '../../schema/people/person.ts';
import type { Volunteer } from '../../schema/people/volunteer.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { loaderById, loaderByParent } from '../platform/loaders.ts';
import { idAfter, lowestId, type PageArgs, pageOf } from '../platform/page.ts';

export const personById = loaderById<Person>('person');
export const elderById = loaderById<Elder>('elder');
export const volunteerById = loaderById<Volunteer>('volunteer');

export const teamsByVolunteer = loaderByParent<Team>(
  'teamsByVolunteer',
  `select m.volunteer_id as parent_id, t.* from team_member m
   join team t on t.foundation_id = m.foundation_id and t.id = m.team_id
   where m.foundation_id = $1 and m.volunteer_id = any ($2) order by m.volunteer_id, t.id`,
);

/** A team is a few dozen people at most; the bound keeps a wrong import from flooding an answer. */
const teamMembersMax = 200;

export const membersByTeam = loaderByParent<Volunteer>(
  'membersByTeam',
  `select parent.id as parent_id, member.* from unnest($2::uuid[]) as parent (id)
   cross join lateral (
     select v.* from team_member m join volunteer v on v.foundation_id = m.foundation_id and v.id = m.volunteer_id
     where m.foundation_id = $1 and m.team_id = parent.id order by v.id limit ${teamMembersMax}
   ) as member`,
);

export async function listElders(ctx: Context, { first, after }: PageArgs): Promise<Page<Elder>> {
  const rows = await ctx.rows<Elder>(selectElders, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, () => count(ctx, countElders));
}

export async function listVolunteers(ctx: Context, { first, after }: PageArgs): Promise<Page<Volunteer>> {
  const rows = await ctx.rows<Volunteer>(selectVolunteers, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, () => count(ctx, countVolunteers));
}

async function count(ctx: Context, query: ReturnType<typeof statement>): Promise<number> {
  const [row] = await ctx.rows<{ count: string }>(query, [ctx.foundationId]);
  return Number(row?.count ?? 0);
}

const selectElders = statement('select * from elder where foundation_id = $1 and id > $2 order by id limit $3');
const countElders = statement('select count(*) from elder where foundation_id = $1');
const selectVolunteers = statement('select * from volunteer where foundation_id = $1 and id > $2 order by id limit $3');
const countVolunteers = statement('select count(*) from volunteer where foundation_id = $1');
