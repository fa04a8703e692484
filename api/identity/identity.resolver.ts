import { Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../schema/ids.ts';
import { Me } from '../../schema/identity/me.ts';
import { RoleGrant } from '../../schema/identity/role-grant.ts';
import type { Context } from '../platform/context.ts';

@Resolver()
export class MeResolver {
  @Query(() => Me, { nullable: true, description: 'Who is signed in and what they may do. Null when nobody is.' })
  async me(@Ctx('ctx') ctx: Context): Promise<object | null> {
    if (!ctx.anyone) return null;
    const { accountId, displayName, grants, foundations, foundationId } = ctx.anyone;
    return {
      account: { id: accountId, displayName },
      grants,
      foundations: foundations.map(({ id, name }) => ({
        id: encodeId('foundation', id),
        name,
        isActedIn: id === foundationId,
      })),
    };
  }
}

/** Ids only: what they stand for is a field that the younger modules add. */
@Resolver(() => RoleGrant)
export class RoleGrantFields {
  @FieldResolver(() => ID, { nullable: true, description: 'Community that the grant is for.' })
  communityId(@Root() grant: RoleGrant): string | null {
    return grant.communityId ? encodeId('community', grant.communityId) : null;
  }

  @FieldResolver(() => ID, { nullable: true, description: 'Team that the grant is for.' })
  teamId(@Root() grant: RoleGrant): string | null {
    return grant.teamId ? encodeId('team', grant.teamId) : null;
  }

  @FieldResolver(() => ID, { nullable: true, description: 'Person that the account is, or acts for.' })
  personId(@Root() grant: RoleGrant): string | null {
    return grant.personId ? encodeId('person', grant.personId) : null;
  }
}
