import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import { Team } from '../../schema/communities/team.ts';
import { Me } from '../../schema/identity/me.ts';
import { Role } from '../../schema/identity/role-grant.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { teamById } from '../communities/communities.queries.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { eldersByPerson, teamsByVolunteer, volunteersByPerson } from './people.queries.ts';

/** What the caller is, by the grants in force in the foundation of the operation. */
@Resolver(() => Me)
export class MePeople {
  @FieldResolver(() => Volunteer, {
    nullable: true,
    description: 'The caller as a volunteer. Null for callers who are none.',
  })
  async volunteer(@Ctx('ctx') ctx: Context): Promise<Volunteer | null> {
    return (await volunteersOf(ctx))[0] ?? null;
  }

  @FieldResolver(() => Elder, {
    nullable: true,
    description: 'The caller as an elder. Null for callers who are none.',
  })
  async elder(@Ctx('ctx') ctx: Context): Promise<Elder | null> {
    return (await eldersOf(ctx, [Role.ELDER]))[0] ?? null;
  }

  @FieldResolver(() => [Elder], {
    complexity: 5,
    description: 'Elders for whom the caller may act as family, usually one or two.',
  })
  async elders(@Ctx('ctx') ctx: Context): Promise<Elder[]> {
    return eldersOf(ctx, [Role.FAMILY_MEMBER]);
  }

  @FieldResolver(() => [Team], {
    complexity: 5,
    description: 'Teams that the caller leads or belongs to, usually a few.',
  })
  async teams(@Ctx('ctx') ctx: Context): Promise<Team[]> {
    const led = ctx.actor.grants.flatMap(({ role, teamId }) =>
      role === Role.TEAM_LEADER && teamId ? [teamId] : [],
    );
    const [own, joined] = await Promise.all([
      Promise.all([...new Set(led)].map((id) => ctx.load(teamById, id))),
      volunteersOf(ctx).then((volunteers) =>
        Promise.all(volunteers.map(({ id }) => ctx.load(teamsByVolunteer, id))),
      ),
    ]);
    const teams = [...own, ...joined.flatMap((each) => each ?? [])].filter((team) => team !== null);
    return [...new Map(teams.map((team) => [team.id, team])).values()];
  }
}

async function volunteersOf(ctx: Context): Promise<Volunteer[]> {
  const found = await Promise.all(
    personsOf(ctx, [Role.VOLUNTEER, Role.TEAM_LEADER]).map((id) =>
      ctx.load(volunteersByPerson, id),
    ),
  );
  return found.flatMap((each) => each ?? []);
}

async function eldersOf(ctx: Context, roles: readonly Role[]): Promise<Elder[]> {
  const found = await Promise.all(personsOf(ctx, roles).map((id) => ctx.load(eldersByPerson, id)));
  return found.flatMap((each) => each ?? []);
}

function personsOf(ctx: Context, roles: readonly Role[]): string[] {
  const ids = ctx.actor.grants.flatMap(({ role, personId }) =>
    personId && roles.some((each) => each === role) ? [personId] : [],
  );
  return [...new Set(ids)];
}
