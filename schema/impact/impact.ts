import { Max, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Community } from '../communities/community.ts';
import { Payload } from '../errors.ts';
import { CalendarDate, CoinAmount } from '../scalars.ts';
import { Text } from '../text.ts';

export const FiguresAbsence = {
  NOT_PERMITTED: 'NOT_PERMITTED',
  TOO_FEW_PEOPLE: 'TOO_FEW_PEOPLE',
} as const;
export type FiguresAbsence = (typeof FiguresAbsence)[keyof typeof FiguresAbsence];

registerEnumType(FiguresAbsence, {
  name: 'FiguresAbsence',
  description: 'Reason why figures are missing. A missing figure is not zero.',
  valuesConfig: {
    NOT_PERMITTED: {
      description: 'The caller neither runs this community nor sees the whole foundation.',
    },
    TOO_FEW_PEOPLE: {
      description:
        'The figures cover fewer people than `smallCellThreshold`, or would reveal those of such a community together with the total.',
    },
  },
});

/** Results of one community in a period, counted from certified visits and the hours record. */
@ObjectType({
  description:
    'Results of one community in a period, counted from certified visits and the hours record.',
  simpleResolvers: true,
})
export class CommunityImpact {
  @Field(() => Community, { description: 'Community that was served.' })
  community!: Community;

  @Field(() => FiguresAbsence, {
    nullable: true,
    description: 'Reason why the figures are null. Null when they are present.',
  })
  absence?: FiguresAbsence | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Certified visits, each counted as one person-time of service. Null for the reason in `absence`.',
  })
  visitsCertified?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Distinct elders visited. Null for the reason in `absence`.',
  })
  eldersServed?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Distinct volunteers who served. Null for the reason in `absence`. Also null when they are fewer than `smallCellThreshold` and the caller may not see the visits.',
  })
  volunteersServing?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Certified minutes, corrections included. Null for the reason in `absence`.',
  })
  minutesCertified?: number | null;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Coins paid to volunteers. Null for the reason in `absence`.',
  })
  coinsPaid?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Requests opened in the period. Null for the reason in `absence`.',
  })
  requestsOpened?: number | null;
}

@ObjectType({
  description:
    'Results of a foundation in a period by community, with the totals over the communities that the caller may see.',
  simpleResolvers: true,
})
export class Impact {
  @Field(() => CalendarDate, {
    description: 'First day of the period in the time zone of the foundation.',
  })
  from!: string;

  @Field(() => CalendarDate, { description: 'Day after the last day of the period.' })
  to!: string;

  @Field(() => Boolean, {
    description:
      'Whether the totals cover the whole foundation. Otherwise they cover the communities that the caller runs.',
  })
  isWhole!: boolean;

  @Field(() => Int, {
    description:
      'Smallest number of elders for which figures are shown to callers who may not see the visits. Further figures are hidden where the total would reveal them. Differences between overlapping periods are not protected.',
  })
  smallCellThreshold!: number;

  @Field(() => [CommunityImpact], {
    description:
      'One entry for each community that existed or was served in the period, also when its figures are zero or hidden.',
  })
  communities!: CommunityImpact[];

  @Field(() => FiguresAbsence, {
    nullable: true,
    description: 'Reason why the totals are null. Null when they are present.',
  })
  absence?: FiguresAbsence | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Total certified visits. Null for the reason in `absence`.',
  })
  visitsCertified?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Total distinct elders. An elder served in two communities counts once. Null for the reason in `absence`.',
  })
  eldersServed?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Total certified minutes. Null for the reason in `absence`.',
  })
  minutesCertified?: number | null;
}

@InputType({ description: 'Input for `setSmallCellThreshold`.' })
export class SetSmallCellThresholdInput extends ChangeInput {
  @Field(() => Int, {
    description: 'Smallest number of people for which a figure is shown, 3 to 100.',
  })
  @Min(1)
  @Max(100)
  threshold!: number;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'Result of `setSmallCellThreshold`.', simpleResolvers: true })
export class SmallCellThresholdPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: 'New threshold. Null when the mutation was refused.',
  })
  threshold?: number | null;
}
