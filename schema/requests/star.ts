import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min } from 'class-validator';
import { Extensions, Field, InputType, Int, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';

/** From how many certified hours which star is held, from an instant on. */
@ObjectType({
  implements: Node,
  description: 'From how many certified hours which star is held, from an instant on.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'starpolicy' })
@Entity({
  tableName: 'star_policy',
  comment: 'From how many certified hours which star is held. Append-only: a change is a new version.',
})
export class StarPolicy extends FoundationOwned {
  @Field(() => Int, { description: 'Version. 0 is the common national rule, which holds where nothing was decided.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => String, { description: 'Name of the rule.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => [Int], { description: 'Hours for one star, two stars and so on, rising.' })
  @Property({ type: 'int[]', columnType: 'int4[]' })
  hours!: number[];

  @Field(() => DateTime, { description: 'From when on it holds.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => String, { nullable: true, description: 'Why it was decided.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Property({ type: Instant })
  writtenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

@ObjectType({ description: 'A rule for stars that is in use somewhere, to start from.', simpleResolvers: true })
export class StarRule {
  @Field(() => String, { description: 'Name of the rule.' })
  name!: string;

  @Field(() => [Int], { description: 'Hours for one star, two stars and so on.' })
  hours!: number[];

  @Field(() => Boolean, { description: 'Whether your own rules must be compared before it is used.' })
  needsConfirmation!: boolean;
}

/** A star that a volunteer rose to, or fell back to when hours were corrected. */
@ObjectType({
  description: 'A star that a volunteer rose to, or fell back to when hours were corrected.',
  simpleResolvers: true,
})
@Entity({
  tableName: 'star_award',
  comment: 'A star that a volunteer rose to, or fell back to when hours were corrected. Append-only.',
})
export class StarAward extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => Int, { description: 'Stars held from then on.' })
  @Property({ type: 'integer' })
  level!: number;

  @Field(() => Int, { description: 'Certified minutes at that moment.' })
  @Property({ type: 'integer' })
  minutes!: number;

  @Field(() => Int, { description: 'Version of the rule that was used.' })
  @Property({ type: 'integer' })
  policyVersion!: number;

  @Field(() => DateTime, { description: 'Since when.' })
  @Property({ type: Instant })
  awardedAt!: string;

  @Property({ type: 'uuid', nullable: true })
  visitId?: string | null;
}

@InputType({ description: 'From how many certified hours which star is to be held.' })
export class SetStarPolicyInput {
  @Field(() => String, { description: 'Name of the rule, at most 200 characters.' })
  @Text({ lengthMax: 200 })
  name!: string;

  @Field(() => [Int], { description: 'Hours for one star, two stars and so on, rising; one to ten of them.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @Min(1, { each: true })
  @Max(100_000, { each: true })
  hours!: number[];

  @Field(() => DateTime, {
    nullable: true,
    description:
      'From when on. Now when left out; then all stars are worked out anew at once. A later instant takes effect volunteer by volunteer with the next certified visit.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'What became of a rule for stars.', simpleResolvers: true })
export class StarPolicyPayload extends Payload {
  @Field(() => StarPolicy, { nullable: true, description: 'The new version. Null when it was refused.' })
  policy?: StarPolicy | null;

  @Field(() => Int, { nullable: true, description: 'How many volunteers have another star now.' })
  volunteersChanged?: number | null;
}
