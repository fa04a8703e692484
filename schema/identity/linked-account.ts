import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

/** Which account a trusted issuer means by a name of its own; see Invitation for the holder's side. */
@ObjectType({
  implements: Node,
  description: 'Account that a trusted issuer signs in as. It counts once the holder of the account accepted it.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'link' })
@Entity({
  tableName: 'linked_account',
  comment: 'Which account a trusted issuer means by a name of its own.',
})
export class LinkedAccount extends FoundationOwned {
  @Property({ type: 'uuid' })
  issuerId!: string;

  @Property({ type: 'text' })
  subject!: string;

  @Field(() => ID, { simple: false, description: 'The account.' })
  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  @Property({ type: Instant })
  linkedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the holder accepted it. Null while it waits for that and does not count.',
  })
  @Property({ type: Instant, nullable: true })
  acceptedAt?: string | null;
}

export const LinkedAccountConnection = connectionOf(() => LinkedAccount, 'LinkedAccount');
