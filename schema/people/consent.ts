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
  description: 'What somebody agrees to. Each purpose is agreed to separately.',
  valuesConfig: {
    CARE: { description: 'That data is kept to render help.' },
    HEALTH_DATA: { description: 'That health notes are kept and shown to helpers.' },
    LOCATION: { description: 'That the place of a visit is kept as evidence.' },
    PHOTOS: { description: 'That photos are taken and kept.' },
    MERCHANT_STANDING: { description: 'That a merchant is told yes or no about their standing.' },
    RESEARCH: { description: 'That pseudonymous data is used for research.' },
    WELLBEING: {
      description:
        'That short scales of loneliness and well-being are asked and kept. Taking it back removes the answers.',
    },
  },
});

/** What a person agreed to. Taking it back ends it; agreeing again is a new row. */
@ObjectType({
  implements: Node,
  description: 'What a person agreed to, and whether they took it back.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'personconsent' })
@Entity({
  tableName: 'consent',
  comment: 'What a person agreed to, separately for each purpose, and whether they took it back.',
})
export class Consent extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Field(() => ConsentPurpose, { description: 'What they agreed to.' })
  @Property({ type: 'text' })
  purpose!: ConsentPurpose;

  @Field(() => DateTime, { description: 'When they agreed.' })
  @Property({ type: Instant })
  givenAt!: string;

  @Field(() => Channel, { description: 'Through which channel.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => String, { nullable: true, description: 'Where the evidence lies, for example the number of a paper.' })
  @Property({ type: 'text', nullable: true })
  evidence?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When they took it back.' })
  @Property({ type: Instant, nullable: true })
  withdrawnAt?: string | null;
}
