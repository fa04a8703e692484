import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { IsOptional } from 'class-validator';
import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { NoShowSide } from './certification-inputs.ts';
import { Visit } from './visit.ts';

/** Somebody was waited for in vain. */
@ObjectType({ description: 'Somebody was waited for in vain: which side, and who says so.', simpleResolvers: true })
@Entity({
  tableName: 'no_show',
  comment: 'Somebody was waited for in vain: which side, and who says so. Append-only.',
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

  @Field(() => NoShowSide, { description: 'Who did not come.' })
  @Property({ type: 'text' })
  side!: NoShowSide;

  @Field(() => String, { description: 'What happened.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => DateTime, { description: 'When it was reported.' })
  @Property({ type: Instant })
  reportedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of whoever reported it.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Field(() => Channel, { description: 'How it reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

export const NoShowConnection = connectionOf(() => NoShow, 'NoShow');

@ArgsType()
export class NoShowFilter {
  @Field(() => NoShowSide, { nullable: true, description: 'Only of this side. Both when left out.' })
  side?: NoShowSide | null;

  @Field(() => [ID], { nullable: true, description: 'Only in these communities. All that you see when left out.' })
  communityIds?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Reported at this instant or later.' })
  @IsOptional()
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Reported before this instant.' })
  @IsOptional()
  to?: string | null;
}
