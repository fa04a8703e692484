import { Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { encodeId } from '../../schema/ids.ts';
import { Invitation, LinkedIssuer } from '../../schema/identity/invitation.ts';
import { Me } from '../../schema/identity/me.ts';
import { LinkedAccount } from '../../schema/identity/linked-account.ts';
import { RoleGrant } from '../../schema/identity/role-grant.ts';
import { TrustedIssuer } from '../../schema/identity/trusted-issuer.ts';
import { Related } from '../platform/reads/related.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { cameInPerson } from './credential.ts';
import { issuerById } from './access.queries.ts';
import { IdentityStore } from './identity-store.ts';
import { invitationsTo, linksOf, shownInvitation } from './invitations.queries.ts';

@Resolver()
export class MeResolver {
  @Query(() => Me, {
    nullable: true,
    description: 'Account that is signed in and its permissions. Null for anonymous callers.',
  })
  async me(@Ctx('ctx') ctx: Context): Promise<object | null> {
    if (!ctx.actorOrNull) return null;
    const { accountId, displayName, grants, foundations, foundationId } = ctx.actorOrNull;
    return {
      account: { id: accountId, displayName },
      grants,
      foundations: foundations.map(({ id, name }) => ({
        foundationId: encodeId('foundation', id),
        name,
        isActedIn: id === foundationId,
      })),
    };
  }
}

/** Decisions of the account's holder; hidden from apps, keys and issuers of a foundation. */
@Resolver(() => Me)
export class MeInvitations {
  @FieldResolver(() => [Invitation], { nullable: true })
  async invitations(@Ctx('ctx') ctx: Context): Promise<object[] | null> {
    if (!cameInPerson(ctx.actor)) return null;
    return (await invitationsTo(new IdentityStore(ctx.services.database), ctx.actor.accountId)).map(
      shownInvitation,
    );
  }

  @FieldResolver(() => [LinkedIssuer], { nullable: true })
  async linkedIssuers(@Ctx('ctx') ctx: Context): Promise<object[] | null> {
    if (!cameInPerson(ctx.actor)) return null;
    return linksOf(new IdentityStore(ctx.services.database), ctx.actor.accountId);
  }
}

@Resolver(() => LinkedAccount)
export class LinkedAccountFields {
  @FieldResolver(() => ID, { description: 'The account.' })
  accountId(@Root() link: LinkedAccount): string {
    return encodeId('account', link.accountId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Name of the person in the issuer's tokens. Null when the issuer identifies people by telephone number.",
  })
  subject(@Root() { subject }: LinkedAccount): string | null {
    return subject.startsWith('tel:') ? null : subject;
  }

  @Related<LinkedAccount>(() => TrustedIssuer, {
    by: 'issuerId',
    from: issuerById,
    nullable: true,
    description: 'The issuer.',
  })
  readonly issuer!: TrustedIssuer | null;
}

/** Ids only: younger modules add the fields that resolve them. */
@Resolver(() => RoleGrant)
export class RoleGrantFields {
  @FieldResolver(() => ID, { nullable: true, description: 'Community that the role applies to.' })
  communityId(@Root() grant: RoleGrant): string | null {
    return grant.communityId ? encodeId('community', grant.communityId) : null;
  }

  @FieldResolver(() => ID, { nullable: true, description: 'Team that the role applies to.' })
  teamId(@Root() grant: RoleGrant): string | null {
    return grant.teamId ? encodeId('team', grant.teamId) : null;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'Person that the account belongs to, or acts for.',
  })
  personId(@Root() grant: RoleGrant): string | null {
    return grant.personId ? encodeId('person', grant.personId) : null;
  }
}
