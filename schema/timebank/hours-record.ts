import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Instant } from '../columns.ts';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';

/**
 * Certified hours of service. This is a record, not a currency: hours are never spent, only
 * corrected by a further record.
 */
@ObjectType({
  implements: Node,
  description:
    'Certified time of service. It is a record, not a currency: hours are never spent, only corrected by a further record.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'hours' })
@Entity({ tableName: 'hours_record', comment: 'Certified time of service. Append-only.' })
export class HoursRecord extends FoundationOwned {
  /** Community that was served, for which impact counts the hours. */
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  personId!: string;

  @Field(() => Int, {
    description: 'Minutes of service. Negative in a record that corrects another one.',
  })
  @Property({ type: 'integer' })
  minutes!: number;

  @Field(() => String, { description: 'Category for the funder, taken from the service kind.' })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => DateTime, { description: 'Time of the service.' })
  @Property({ type: Instant })
  happenedAt!: string;

  @Field(() => DateTime, { description: 'Time of writing.' })
  @Property({ type: Instant })
  bookedAt!: string;

  @Property({ type: 'text' })
  businessKind!: string;

  @Property({ type: 'uuid' })
  businessId!: string;

  @ManyToOne(() => HoursRecord, { mapToPk: true, fieldName: 'corrects_id', nullable: true })
  correctsId?: string;
}

export const HoursRecordConnection = connectionOf(() => HoursRecord, 'HoursRecord');
