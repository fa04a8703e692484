import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Extensions, Field, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
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
export class SetStarPolicyInput extends ActingInput {
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
      'From when on. Now when left out. All stars are worked out anew at that instant, or within seconds of it when it is a later one.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ArgsType()
export class TryStarPolicyArgs {
  @Field(() => [Int], { description: 'Hours for one star, two stars and so on, rising; one to ten of them.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @Min(1, { each: true })
  @Max(100_000, { each: true })
  hours!: number[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when hours count, for a look at the past. Now when left out.',
  })
  @IsOptional()
  at?: string | null;
}

@ObjectType({ description: 'How many volunteers hold so many stars.', simpleResolvers: true })
export class StarPolicyLevel {
  @Field(() => Int, { description: 'So many stars.' })
  level!: number;

  @Field(() => Int, { description: 'How many volunteers held them at that instant.' })
  held!: number;

  @Field(() => Int, { description: 'How many would have held them by the rule that is tried.' })
  wouldBe!: number;
}

@ObjectType({ description: 'A volunteer who would have held another star.', simpleResolvers: true })
export class StarPolicyDifference {
  volunteerId!: string;

  @Field(() => Int, { description: 'Minutes certified until that instant.' })
  minutes!: number;

  @Field(() => Int, { description: 'Stars held at that instant.' })
  held!: number;

  @Field(() => Int, { description: 'Stars by the rule that is tried.' })
  wouldBe!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the hours for that star would have been reached. Null without a star.',
  })
  reachedAt!: string | null;
}

@ObjectType({
  description:
    'What a rule for stars would have made of the hours that were certified until an instant. Nothing is written.',
  simpleResolvers: true,
})
export class StarPolicySimulation {
  @Field(() => Int, { description: 'Volunteers that were looked at: all of the foundation.' })
  volunteerCount!: number;

  @Field(() => Int, { description: 'Those who would have held more stars.' })
  risenCount!: number;

  @Field(() => Int, { description: 'Those who would have held fewer.' })
  fallenCount!: number;

  @Field(() => [StarPolicyLevel], { description: 'Volunteers by stars, from none on; at most eleven.' })
  levels!: StarPolicyLevel[];

  @Field(() => [StarPolicyDifference], { description: 'The first 100 who differ, those with most hours first.' })
  differences!: StarPolicyDifference[];
}

@ObjectType({ description: 'What became of a rule for stars.', simpleResolvers: true })
export class StarPolicyPayload extends Payload {
  @Field(() => StarPolicy, { nullable: true, description: 'The new version. Null when it was refused.' })
  policy?: StarPolicy | null;

  @Field(() => Int, { nullable: true, description: 'How many volunteers have another star now.' })
  volunteersChanged?: number | null;
}
