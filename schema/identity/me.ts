import { Field, ID, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { Invitation, LinkedIssuer } from './invitation.ts';
import { RoleGrant } from './role-grant.ts';

@ObjectType({ description: 'A foundation that one holds a role in.', simpleResolvers: true })
export class FoundationMembership {
  @Field(() => ID, {
    description:
      'Its id. Send it as the header `X-Linli-Foundation` (or as `foundation` in the parameters of a WebSocket) to act there.',
  })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether this operation acts in it.' })
  isActedIn!: boolean;
}

@ObjectType({ description: 'Whoever is signed in.', simpleResolvers: true })
export class Me {
  @Field(() => Account, { description: 'The account that signed in.' })
  account!: Account;

  @Field(() => [RoleGrant], { description: 'What the account may do now, in the foundation that it acts in.' })
  grants!: RoleGrant[];

  @Field(() => [FoundationMembership], {
    description:
      'Foundations that the account holds a role in. One is acted in at a time: that of the token, or the one chosen.',
  })
  foundations!: FoundationMembership[];

  @Field(() => [Invitation], {
    nullable: true,
    simple: false,
    complexity: 2,
    description:
      'Offers that wait for your answer, of all foundations; at most 100. Null for apps, keys and issuers of a foundation, which cannot answer for you.',
  })
  invitations?: Invitation[] | null;

  @Field(() => [LinkedIssuer], {
    nullable: true,
    simple: false,
    complexity: 2,
    description:
      'Issuers that sign in as you since you accepted it, in all foundations; at most 100. Null for apps, keys and issuers of a foundation.',
  })
  linkedIssuers?: LinkedIssuer[] | null;
}
