import { Field, ID, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { Invitation, LinkedIssuer } from './invitation.ts';
import { RoleGrant } from './role-grant.ts';

@ObjectType({ description: 'Foundation in which the account holds a role.', simpleResolvers: true })
export class FoundationMembership {
  @Field(() => ID, {
    description:
      'Id of the foundation. Send it as the header `X-Linli-Foundation`, or as `foundation` in the connection parameters of a WebSocket, to act there.',
  })
  foundationId!: string;

  @Field(() => String, { description: 'Name of the foundation.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether this operation acts in the foundation.' })
  isActedIn!: boolean;
}

@ObjectType({ description: 'Signed-in caller.', simpleResolvers: true })
export class Me {
  @Field(() => Account, { description: 'Account that signed in.' })
  account!: Account;

  @Field(() => [RoleGrant], {
    description: 'Roles of the account that are in force in the current foundation.',
  })
  grants!: RoleGrant[];

  @Field(() => [FoundationMembership], {
    description:
      'Foundations in which the account holds a role. An operation acts in one of them: the chosen one, or the one named in the token.',
  })
  foundations!: FoundationMembership[];

  @Field(() => [Invitation], {
    nullable: true,
    simple: false,
    complexity: 2,
    description:
      "Invitations from all foundations that wait for the caller's answer, at most 100. Null for apps, keys and external issuers, which cannot answer for the account holder.",
  })
  invitations?: Invitation[] | null;

  @Field(() => [LinkedIssuer], {
    nullable: true,
    simple: false,
    complexity: 2,
    description:
      'Issuers in all foundations that the caller has accepted to sign in as them, at most 100. Null for apps, keys and external issuers.',
  })
  linkedIssuers?: LinkedIssuer[] | null;
}
