import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

/**
 * Link between a name used by a trusted issuer and an account; see Invitation for the holder's
 * side.
 */
@ObjectType({
  implements: Node,
  description:
    'Account that a trusted issuer signs in as. The link takes effect when the account holder accepts it.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'link' })
@Entity({
  tableName: 'linked_account',
  comment: 'Link between a name used by a trusted issuer and an account.',
})
export class LinkedAccount extends FoundationOwned {
  @Property({ type: 'uuid' })
  issuerId!: string;

  @Property({ type: 'text' })
  subject!: string;

  @Field(() => ID, { simple: false, description: 'Id of the account.' })
  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => DateTime, { description: 'Time of the proposal.' })
  @Property({ type: Instant })
  linkedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Time of acceptance by the holder. Null while the link is pending and has no effect.',
  })
  @Property({ type: Instant, nullable: true })
  acceptedAt?: string | null;
}

export const LinkedAccountConnection = connectionOf(() => LinkedAccount, 'LinkedAccount');
