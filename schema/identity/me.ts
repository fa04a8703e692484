import { Field, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { RoleGrant } from './role-grant.ts';

@ObjectType({ description: 'Whoever is signed in.', simpleResolvers: true })
export class Me {
  @Field(() => Account, { description: 'The account that signed in.' })
  account!: Account;

  @Field(() => [RoleGrant], { description: 'What the account may do now, in the foundation that it acts in.' })
  grants!: RoleGrant[];
}
