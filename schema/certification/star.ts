import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Extensions, Field, InputType, Int, ObjectType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';

/** Certified hours needed for each star level, from an instant on. */
@ObjectType({
  implements: Node,
  description: 'Certified hours needed for each star level, from an instant on.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'starpolicy' })
@Entity({
  tableName: 'star_policy',
  comment: 'Certified hours needed for each star level. Append-only: a change is a new version.',
})
export class StarPolicy extends FoundationOwned {
  @Field(() => Int, {
    description:
      'Version. Version 0 is the common national rule, in force until the foundation sets its own.',
  })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => String, { description: 'Name of the policy.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => [Int], { description: 'Hours for one star, two stars and so on, ascending.' })
  @Property({ type: 'int[]', columnType: 'int4[]' })
  hours!: number[];

  @Field(() => DateTime, { description: 'Start of validity.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => String, { nullable: true, description: 'Reason for the policy.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Property({ type: Instant })
  writtenAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

@ObjectType({ description: 'Star policy in common use, to start from.', simpleResolvers: true })
export class StarRule {
  @Field(() => String, { description: 'Name of the policy.' })
  name!: string;

  @Field(() => [Int], { description: 'Hours for one star, two stars and so on.' })
  hours!: number[];

  @Field(() => Boolean, {
    description: 'Whether the policy must be checked against local rules before use.',
  })
  needsConfirmation!: boolean;
}

/** Star level that a volunteer reached, or returned to after a correction of hours. */
@ObjectType({
  description: 'Star level that a volunteer reached, or returned to after a correction of hours.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'staraward' })
@Entity({
  tableName: 'star_award',
  comment:
    'Star level that a volunteer reached, or returned to after a correction of hours. Append-only.',
})
export class StarAward extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => Int, { description: 'Star level from then on.' })
  @Property({ type: 'integer' })
  level!: number;

  @Field(() => Int, { description: 'Certified minutes at that time.' })
  @Property({ type: 'integer' })
  minutes!: number;

  @Field(() => Int, { description: 'Version of the policy that was used.' })
  @Property({ type: 'integer' })
  policyVersion!: number;

  @Field(() => DateTime, { description: 'Time of the award.' })
  @Property({ type: Instant })
  awardedAt!: string;

  @Property({ type: 'uuid', nullable: true })
  visitId?: string | null;
}

@InputType({ description: 'Input for `setStarPolicy`.' })
export class SetStarPolicyInput extends KeyedInput {
  @Field(() => String, { description: 'Name of the policy, at most 200 characters.' })
  @Text({ lengthMax: 200 })
  name!: string;

  @Field(() => [Int], {
    description: 'Hours for one star, two stars and so on, ascending, with one to ten levels.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @Min(1, { each: true })
  @Max(100_000, { each: true })
  hours!: number[];

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Start of validity. Now when omitted. All star levels are recalculated then, or within seconds of a later instant.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ArgsType()
export class TryStarPolicyArgs {
  @Field(() => [Int], {
    description: 'Hours for one star, two stars and so on, ascending, with one to ten levels.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @Min(1, { each: true })
  @Max(100_000, { each: true })
  hours!: number[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'Instant until which hours count, for a simulation in the past. Now when omitted.',
  })
  @IsOptional()
  at?: string | null;
}

@ObjectType({ description: 'Number of volunteers at one star level.', simpleResolvers: true })
export class StarPolicyLevel {
  @Field(() => Int, { description: 'Star level.' })
  level!: number;

  @Field(() => Int, { description: 'Number of volunteers at this level at that instant.' })
  held!: number;

  @Field(() => Int, {
    description: 'Number of volunteers at this level under the simulated policy.',
  })
  wouldBe!: number;
}

@ObjectType({ description: 'Volunteer whose star level would differ.', simpleResolvers: true })
export class StarPolicyDifference {
  volunteerId!: string;

  @Field(() => Int, { description: 'Minutes certified until that instant.' })
  minutes!: number;

  @Field(() => Int, { description: 'Star level at that instant.' })
  held!: number;

  @Field(() => Int, { description: 'Star level under the simulated policy.' })
  wouldBe!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time at which the simulated level would have been reached. Null for level zero.',
  })
  reachedAt!: string | null;
}

@ObjectType({
  description:
    'Result of simulating a star policy on the hours certified until an instant. Nothing is written.',
  simpleResolvers: true,
})
export class StarPolicySimulation {
  @Field(() => Int, { description: 'Number of volunteers considered: all of the foundation.' })
  volunteerCount!: number;

  @Field(() => Int, {
    description: 'Number of volunteers with a higher level under the simulated policy.',
  })
  risenCount!: number;

  @Field(() => Int, {
    description: 'Number of volunteers with a lower level under the simulated policy.',
  })
  fallenCount!: number;

  @Field(() => [StarPolicyLevel], {
    description: 'Volunteers by star level, from zero on; at most eleven levels.',
  })
  levels!: StarPolicyLevel[];

  @Field(() => [StarPolicyDifference], {
    description: 'First 100 volunteers whose level differs, by hours in descending order.',
  })
  differences!: StarPolicyDifference[];
}

@ObjectType({ description: 'Result of `setStarPolicy`.', simpleResolvers: true })
export class StarPolicyPayload extends Payload {
  @Field(() => StarPolicy, {
    nullable: true,
    description: 'The new version. Null when the mutation was refused.',
  })
  policy?: StarPolicy | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of volunteers whose star level changed.',
  })
  volunteersChanged?: number | null;
}
