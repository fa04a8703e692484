import { Field, ID, InputType } from 'type-graphql';

@InputType({
  description:
    'Filter of pairings. A pairing must meet all fields that are given; each list holds at most 100 values.',
})
export class PairingFilter {
  @Field(() => [ID], { nullable: true, description: 'Only pairings of these elders.' })
  elderIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only pairings of these volunteers.' })
  volunteerIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only pairings in these communities.' })
  communityIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only pairings that have ended, or only those that have not.',
  })
  hasEnded?: boolean | null;
}

@InputType({
  description:
    'Filter of recurring requests. A series must meet all fields that are given; each list holds at most 100 values.',
})
export class RequestSeriesFilter {
  @Field(() => [ID], { nullable: true, description: 'Only series of these elders.' })
  elderIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only series in these communities.' })
  communityIds?: string[] | null;
}
