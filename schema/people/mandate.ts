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
  description: 'What the right to act for somebody rests on.',
  valuesConfig: {
    SPOKEN: { description: 'The person said so to the dispatcher, who noted it.' },
    WRITTEN: { description: 'A signed paper.' },
    GUARDIANSHIP: { description: 'A guardian by law.' },
    COURT: { description: 'A decision of a court.' },
  },
});

/** The right of somebody to act for a person. While it is in force, its holder has the role FAMILY_MEMBER for that person. */
@ObjectType({
  implements: Node,
  description: 'The right of somebody to act for a person, and what it rests on.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'mandate' })
@Entity({ tableName: 'mandate', comment: 'The right of somebody to act for a person, and what it rests on.' })
export class Mandate extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Property({ type: 'uuid' })
  holderAccountId!: string;

  @Field(() => String, { description: 'Name of whoever may act.' })
  @Property({ type: 'text' })
  holderName!: string;

  @Field(() => MandateBasis, { description: 'What it rests on.' })
  @Property({ type: 'text' })
  basis!: MandateBasis;

  @Field(() => String, { description: 'How the holder is related, for example daughter.' })
  @Property({ type: 'text' })
  relationship!: string;

  @Field(() => String, { nullable: true, description: 'Where the evidence lies, for example the number of a paper.' })
  @Property({ type: 'text', nullable: true })
  evidence?: string | null;

  @Field(() => DateTime, { description: 'From when it counts.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => DateTime, { nullable: true, description: 'Until when it counts. Null: until it is ended.' })
  @Property({ type: Instant, nullable: true })
  validTo?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended before its time.' })
  @Property({ type: Instant, nullable: true })
  endedAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended.' })
  @Property({ type: 'text', nullable: true })
  endedReason?: string | null;

  @Field(() => Int, { description: 'Rises with every change. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version!: number;
}
