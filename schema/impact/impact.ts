import { Field, Int, ObjectType } from 'type-graphql';
import { Community } from '../communities/community.ts';
import { CoinAmount } from '../scalars.ts';

/** What was achieved in one community in a period, counted from certified visits and the hours record. */
@ObjectType({
  description: 'What was achieved in one community in a period, counted from certified visits and the hours record.',
  simpleResolvers: true,
})
export class CommunityImpact {
  @Field(() => Community, { description: 'The community that was served.' })
  community!: Community;

  @Field(() => Int, { description: 'Certified visits; each is one person-time of service.' })
  visitsCertified!: number;

  @Field(() => Int, { description: 'Different elders who were visited.' })
  eldersServed!: number;

  @Field(() => Int, { description: 'Different volunteers who served.' })
  volunteersServing!: number;

  @Field(() => Int, { description: 'Certified minutes, corrections included.' })
  minutesCertified!: number;

  @Field(() => CoinAmount, { description: 'Coins paid to volunteers.' })
  coinsPaid!: string;

  @Field(() => Int, { description: 'Requests opened in the period.' })
  requestsOpened!: number;
}

@ObjectType({
  description: 'What a foundation achieved in a period, by community, with the sum.',
  simpleResolvers: true,
})
export class Impact {
  @Field(() => String, { description: "First day of the period in the foundation's zone, as YYYY-MM-DD." })
  from!: string;

  @Field(() => String, { description: 'Day after the last day of the period, as YYYY-MM-DD.' })
  to!: string;

  @Field(() => [CommunityImpact], {
    description: 'One entry for each community that you may see, also where nothing happened.',
  })
  communities!: CommunityImpact[];

  @Field(() => Int, { description: 'Certified visits in all.' })
  visitsCertified!: number;

  @Field(() => Int, { description: 'Different elders in all; somebody served in two communities counts once.' })
  eldersServed!: number;

  @Field(() => Int, { description: 'Certified minutes in all.' })
  minutesCertified!: number;
}
