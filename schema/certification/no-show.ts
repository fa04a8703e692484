import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { NoShowSide } from './certification-inputs.ts';
import { Visit } from '../requests/visit.ts';

/** Report that the volunteer or the elder was absent. */
@ObjectType({
  implements: Node,
  description: 'No-show of a volunteer or an elder, as reported.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'noshow' })
@Entity({
  tableName: 'no_show',
  comment: 'No-show of a volunteer or an elder, as reported. Append-only.',
})
export class NoShow extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => NoShowSide, { description: 'Side that was absent.' })
  @Property({ type: 'text' })
  side!: NoShowSide;

  @Field(() => String, { description: 'Description of the event.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => DateTime, { description: 'Time of the report.' })
  @Property({ type: Instant })
  reportedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that reported it.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Field(() => Channel, { description: 'Channel by which the information reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

export const NoShowConnection = connectionOf(() => NoShow, 'NoShow');
