import { Max, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Community } from '../communities/community.ts';
import { Payload } from '../errors.ts';
import { CoinAmount } from '../scalars.ts';
import { Text } from '../text.ts';

export const FiguresAbsence = { NOT_PERMITTED: 'NOT_PERMITTED', TOO_FEW_PEOPLE: 'TOO_FEW_PEOPLE' } as const;
export type FiguresAbsence = (typeof FiguresAbsence)[keyof typeof FiguresAbsence];

registerEnumType(FiguresAbsence, {
  name: 'FiguresAbsence',
  description: 'Why figures are left out. Left out is not zero.',
  valuesConfig: {
    NOT_PERMITTED: { description: 'You do not run this community, and do not see the whole foundation.' },
    TOO_FEW_PEOPLE: {
      description:
        'The figures are over fewer people than `smallCellThreshold`, or would give away those of such a community together with the sum.',
    },
  },
});

/** What was achieved in one community in a period, counted from certified visits and the hours record. */
@ObjectType({
  description: 'What was achieved in one community in a period, counted from certified visits and the hours record.',
  simpleResolvers: true,
})
export class CommunityImpact {
  @Field(() => Community, { description: 'The community that was served.' })
  community!: Community;

  @Field(() => FiguresAbsence, { nullable: true, description: 'Why the figures are null. Null where they are there.' })
  absence?: FiguresAbsence | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Certified visits; each is one person-time of service. Null as `absence` says.',
  })
  visitsCertified?: number | null;

  @Field(() => Int, { nullable: true, description: 'Different elders who were visited. Null as `absence` says.' })
  eldersServed?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Different volunteers who served. Null as `absence` says, and where they are fewer than `smallCellThreshold` for callers who do not see the visits.',
  })
  volunteersServing?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Certified minutes, corrections included. Null as `absence` says.',
  })
  minutesCertified?: number | null;

  @Field(() => CoinAmount, { nullable: true, description: 'Coins paid to volunteers. Null as `absence` says.' })
  coinsPaid?: string | null;

  @Field(() => Int, { nullable: true, description: 'Requests opened in the period. Null as `absence` says.' })
  requestsOpened?: number | null;
}

@ObjectType({
  description: 'What a foundation achieved in a period, by community, with the sum over what you may see.',
  simpleResolvers: true,
})
export class Impact {
  @Field(() => String, { description: "First day of the period in the foundation's zone, as YYYY-MM-DD." })
  from!: string;

  @Field(() => String, { description: 'Day after the last day of the period, as YYYY-MM-DD.' })
  to!: string;

  @Field(() => Boolean, {
    description: 'Whether the sums are over the whole foundation. Else they are over the communities that you run.',
  })
  isWhole!: boolean;

  @Field(() => Int, {
    description:
      'Figures over fewer elders are hidden from callers who do not see the visits themselves. Further figures are hidden with them where the sum would give them away. Differences between overlapping periods are not guarded.',
  })
  smallCellThreshold!: number;

  @Field(() => [CommunityImpact], {
    description:
      'One entry for each community that was there in the period, or was served in it, also where nothing happened or the figures are left out.',
  })
  communities!: CommunityImpact[];

  @Field(() => FiguresAbsence, { nullable: true, description: 'Why the sums are null. Null where they are there.' })
  absence?: FiguresAbsence | null;

  @Field(() => Int, { nullable: true, description: 'Certified visits in all. Null as `absence` says.' })
  visitsCertified?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Different elders in all; somebody served in two communities counts once. Null as `absence` says.',
  })
  eldersServed?: number | null;

  @Field(() => Int, { nullable: true, description: 'Certified minutes in all. Null as `absence` says.' })
  minutesCertified?: number | null;
}

@InputType({ description: 'Input for `setSmallCellThreshold`.' })
export class SetSmallCellThresholdInput extends ActingInput {
  @Field(() => Int, { description: 'Fewest people that a figure may be over, 3 to 100.' })
  @Min(1)
  @Max(100)
  threshold!: number;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'What became of the threshold for small cells.', simpleResolvers: true })
export class SmallCellThresholdPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'The threshold from now on. Null when it was refused.' })
  threshold?: number | null;
}
