import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';

/**
 * A lasting tie between a volunteer and an elder: new requests of the elder are offered to that
 * volunteer first.
 */
@ObjectType({
  implements: Node,
  description:
    'Lasting tie between a volunteer and an elder. New requests of the elder are offered to that volunteer first.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'pairing' })
@Entity({ tableName: 'pairing', comment: 'Lasting tie between a volunteer and an elder.' })
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

  @Field(() => DateTime, { description: 'Start of the pairing.' })
  @Property({ type: Instant })
  since!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of the pairing. Null while it lasts.',
  })
  @Property({ type: Instant, nullable: true })
  endedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Reason for the end.' })
  @Property({ type: 'text', nullable: true })
  endReason?: string | null;

  @Field(() => Int, { description: 'Version, raised with every change.' })
  @Property({ type: 'integer', default: 1 })
  version: number = 1;
}

export const PairingConnection = connectionOf(() => Pairing, 'Pairing');

@InputType({ description: 'Input for `pairVolunteer`.' })
export class PairVolunteerInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;

  @Field(() => ID, { description: 'Id of the elder.' })
  elderId!: string;
}

@InputType({ description: 'Input for `endPairing`.' })
export class EndPairingInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the pairing.' })
  pairingId!: string;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'Result of a change to a pairing.', simpleResolvers: true })
export class PairingPayload extends Payload {
  @Field(() => Pairing, {
    nullable: true,
    description: 'Pairing after the change. Null when the mutation was refused.',
  })
  pairing?: Pairing | null;
}
