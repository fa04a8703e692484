import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Person } from './person.ts';

export const ConsentPurpose = {
  CARE: 'CARE',
  HEALTH_DATA: 'HEALTH_DATA',
  LOCATION: 'LOCATION',
  PHOTOS: 'PHOTOS',
  MERCHANT_STANDING: 'MERCHANT_STANDING',
  RESEARCH: 'RESEARCH',
  WELLBEING: 'WELLBEING',
} as const;
export type ConsentPurpose = (typeof ConsentPurpose)[keyof typeof ConsentPurpose];

registerEnumType(ConsentPurpose, {
  name: 'ConsentPurpose',
  description: 'Purpose of a consent. Each purpose needs a separate consent.',
  valuesConfig: {
    CARE: { description: 'Storage of data to provide service.' },
    HEALTH_DATA: { description: 'Storage of health notes and their disclosure to helpers.' },
    LOCATION: { description: 'Storage of the place of a visit as evidence.' },
    PHOTOS: { description: 'Taking and storage of photos.' },
    MERCHANT_STANDING: {
      description: "Yes-or-no information to merchants about the person's standing.",
    },
    RESEARCH: { description: 'Use of pseudonymous data for research.' },
    WELLBEING: {
      description:
        'Use of short scales of loneliness and well-being, and storage of the answers. Withdrawal removes the answers.',
    },
  },
});

/** Consent of a person. Withdrawal ends it; a new consent is a new row. */
@ObjectType({
  implements: Node,
  description: 'Consent of a person for one purpose, and its withdrawal.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'personconsent' })
@Entity({
  tableName: 'consent',
  comment: 'Consent of a person for one purpose, and its withdrawal.',
})
export class Consent extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Field(() => ConsentPurpose, { description: 'Purpose that the person consented to.' })
  @Property({ type: 'text' })
  purpose!: ConsentPurpose;

  @Field(() => DateTime, { description: 'Time of the consent.' })
  @Property({ type: Instant })
  givenAt!: string;

  @Field(() => Channel, { description: 'Channel by which the consent arrived.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the written evidence, for example the number of a document.',
  })
  @Property({ type: 'text', nullable: true })
  evidence?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of the withdrawal. Null while the consent is in force.',
  })
  @Property({ type: Instant, nullable: true })
  withdrawnAt?: string | null;
}
