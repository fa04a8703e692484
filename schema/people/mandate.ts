import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Person } from './person.ts';

export const MandateBasis = {
  SPOKEN: 'SPOKEN',
  WRITTEN: 'WRITTEN',
  GUARDIANSHIP: 'GUARDIANSHIP',
  COURT: 'COURT',
} as const;
export type MandateBasis = (typeof MandateBasis)[keyof typeof MandateBasis];

registerEnumType(MandateBasis, {
  name: 'MandateBasis',
  description: 'Legal basis of the authority to act for a person.',
  valuesConfig: {
    SPOKEN: { description: 'Spoken declaration of the person to the dispatcher, who recorded it.' },
    WRITTEN: { description: 'Signed document.' },
    GUARDIANSHIP: { description: 'Guardianship by law.' },
    COURT: { description: 'Court decision.' },
  },
});

/**
 * Authority to act for a person. While it is in force, its holder has the role FAMILY_MEMBER for
 * that person.
 */
@ObjectType({
  implements: Node,
  description: 'Authority to act for a person, with its legal basis.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'mandate' })
@Entity({ tableName: 'mandate', comment: 'Authority to act for a person, with its legal basis.' })
export class Mandate extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Property({ type: 'uuid' })
  holderAccountId!: string;

  @Field(() => String, { description: 'Name of the holder.' })
  @Property({ type: 'text' })
  holderName!: string;

  @Field(() => MandateBasis, { description: 'Legal basis of the mandate.' })
  @Property({ type: 'text' })
  basis!: MandateBasis;

  @Field(() => String, {
    description: 'Relationship of the holder to the person, for example daughter.',
  })
  @Property({ type: 'text' })
  relationship!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the written evidence, for example the number of a document.',
  })
  @Property({ type: 'text', nullable: true })
  evidence?: string | null;

  @Field(() => DateTime, { description: 'Start of validity.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of validity. Null when it lasts until it is ended.',
  })
  @Property({ type: Instant, nullable: true })
  validTo?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of an early end. Null while it has not been ended.',
  })
  @Property({ type: Instant, nullable: true })
  endedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Reason for the early end.' })
  @Property({ type: 'text', nullable: true })
  endedReason?: string | null;

  @Field(() => Int, {
    description: 'Version, raised with every change. Send it back as `expectedVersion`.',
  })
  @Property({ type: 'integer' })
  version!: number;
}
