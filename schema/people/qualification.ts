import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Person } from './person.ts';
import { Volunteer } from './volunteer.ts';

/** What a volunteer is trained or certified for, and until when. */
@ObjectType({
  implements: Node,
  description: 'What a volunteer is trained or certified for, and until when.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'qualification' })
@Entity({ tableName: 'qualification', comment: 'What a volunteer is trained or certified for, and until when.' })
export class Qualification extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Field(() => String, { description: 'What for, for example first aid.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Who issued it.' })
  @Property({ type: 'text' })
  issuedBy!: string;

  @Field(() => DateTime, { description: 'From when it counts.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when it counts. Null: for good.' })
  @Property({ type: Instant, nullable: true })
  validTo?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn.' })
  @Property({ type: Instant, nullable: true })
  withdrawnAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn.' })
  @Property({ type: 'text', nullable: true })
  withdrawnReason?: string | null;
}
