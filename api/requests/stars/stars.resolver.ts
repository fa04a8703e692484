import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  SetStarPolicyInput,
  StarAward,
  StarPolicy,
  StarPolicyPayload,
  StarRule,
  StarPolicySimulation,
  StarPolicyDifference,
  TryStarPolicyArgs,
} from '../../../schema/requests/star.ts';
import { volunteerById } from '../../people/people.queries.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { starRuleInForce } from './evaluate.ts';
import { starRules } from './rules.ts';
import { awardsByVolunteer, starPolicyById } from './stars.queries.ts';
import { setStarPolicy } from './stars.service.ts';
import { simulateStarPolicy } from './star-policy-simulation.ts';

@Resolver()
export class StarsResolver {
  @Query(() => StarPolicy, { description: 'From how many certified hours which star is held now.' })
  async starPolicy(@Ctx('ctx') ctx: Context) {
    const validFrom = new Date(0).toISOString();
    // What holds without a decision is no row; it has the id of the foundation, so that it stays the same.
    const id = ctx.foundationId;
    return { id, validFrom, ...(await starRuleInForce(ctx, ctx.foundationId)) };
  }

  @Query(() => [StarRule], { description: 'Rules that are in use somewhere, to start from. A handful.' })
  starRules() {
    return starRules;
  }

  @Query(() => StarPolicySimulation, {
    complexity: 200,
    description:
      'Tries a rule on the hours that were certified until an instant, and tells whose stars would have been different.',
  })
  async simulateStarPolicy(
    @Ctx('ctx') ctx: Context,
    @Args(() => TryStarPolicyArgs) { hours, at }: TryStarPolicyArgs,
  ): Promise<StarPolicySimulation> {
    return simulateStarPolicy(ctx, hours, at ?? ctx.now());
  }

  @Mutation(() => StarPolicyPayload, {
    description:
      'Decides from how many certified hours which star is held. From now on: all stars are worked out anew.',
  })
  async setStarPolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetStarPolicyInput, { description: 'The rule.' }) input: SetStarPolicyInput,
  ) {
    const { policyId, volunteersChanged } = await setStarPolicy(ctx, input);
    return { policy: await ctx.load(starPolicyById, policyId), volunteersChanged };
  }
}

@Resolver(() => StarPolicyDifference)
export class StarPolicySimulationFields {
  @FieldResolver(() => Volunteer, { nullable: true, description: 'Who it is.' })
  async volunteer(@Root() { volunteerId }: StarPolicyDifference, @Ctx('ctx') ctx: Context): Promise<Volunteer | null> {
    return ctx.load(volunteerById, volunteerId);
  }
}

@Resolver(() => Volunteer)
export class VolunteerStars {
  @FieldResolver(() => Int, { complexity: 2, description: 'Stars held now, 0 to 10, from certified hours.' })
  async stars(@Root() { id }: Volunteer, @Ctx('ctx') ctx: Context): Promise<number> {
    return (await ctx.load(awardsByVolunteer, id))?.[0]?.level ?? 0;
  }

  @FieldResolver(() => [StarAward], {
    complexity: 3,
    description: 'Stars that were risen to and fallen back to, latest first, at most 20.',
  })
  async starAwards(@Root() { id }: Volunteer, @Ctx('ctx') ctx: Context): Promise<StarAward[]> {
    return (await ctx.load(awardsByVolunteer, id)) ?? [];
  }
}
