import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';

/** A standing tie between a volunteer and an elder: a new request is put to her first. */
@ObjectType({
  implements: Node,
  description:
    'A standing tie between a volunteer and an elder: a new request of the elder is put to that volunteer first.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'pairing' })
@Entity({ tableName: 'pairing', comment: 'A standing tie between a volunteer and an elder.' })
export class Pairing extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => DateTime, { description: 'Since when.' })
  @Property({ type: Instant })
  since!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it ended. Null while it lasts.' })
  @Property({ type: Instant, nullable: true })
  endedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended.' })
  @Property({ type: 'text', nullable: true })
  endReason?: string | null;

  @Field(() => Int, { description: 'Rises with every change.' })
  @Property({ type: 'integer', default: 1 })
  version: number = 1;
}

export const PairingConnection = connectionOf(() => Pairing, 'Pairing');

@InputType({ description: 'Ties a volunteer to an elder.' })
export class PairVolunteerInput extends ActingInput {
  @Field(() => ID, { description: 'The volunteer.' })
  volunteerId!: string;

  @Field(() => ID, { description: 'The elder.' })
  elderId!: string;
}

@InputType({ description: 'Ends a tie between a volunteer and an elder.' })
export class EndPairingInput extends ActingInput {
  @Field(() => ID, { description: 'The pairing.' })
  pairingId!: string;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'What became of a pairing.', simpleResolvers: true })
export class PairingPayload extends Payload {
  @Field(() => Pairing, { nullable: true, description: 'The pairing after the change. Null when it was refused.' })
  pairing?: Pairing | null;
}
