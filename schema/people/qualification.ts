import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Person } from './person.ts';
import { Volunteer } from './volunteer.ts';

/** Training or certificate of a volunteer, with its validity. */
@ObjectType({
  implements: Node,
  description: 'Training or certificate of a volunteer, with its validity.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'qualification' })
@Entity({
  tableName: 'qualification',
  comment: 'Training or certificate of a volunteer, with its validity.',
})
export class Qualification extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Field(() => String, { description: 'Name of the qualification, for example first aid.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Issuer of the qualification.' })
  @Property({ type: 'text' })
  issuedBy!: string;

  @Field(() => DateTime, { description: 'Start of validity.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of validity. Null when it never expires.',
  })
  @Property({ type: Instant, nullable: true })
  validTo?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of withdrawal. Null while the qualification has not been withdrawn.',
  })
  @Property({ type: Instant, nullable: true })
  withdrawnAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Reason for the withdrawal.' })
  @Property({ type: 'text', nullable: true })
  withdrawnReason?: string | null;
}
