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
} from '../../../schema/certification/star.ts';
import { volunteerById } from '../../people/people.queries.ts';
import { Related } from '../../platform/reads/related.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { starRuleInForce } from './evaluate.ts';
import { starRules } from './rules.ts';
import { awardsByVolunteer, starPolicyById } from './stars.queries.ts';
import { setStarPolicy } from './stars.service.ts';
import { simulateStarPolicy } from './star-policy-simulation.ts';

@Resolver()
export class StarsResolver {
  @Query(() => StarPolicy, {
    description: 'Star policy in force: certified hours needed for each star level.',
  })
  async starPolicy(@Ctx('ctx') ctx: Context) {
    const validFrom = new Date(0).toISOString();
    // The built-in policy has no row. It takes the foundation's id, so that its id is stable.
    const id = ctx.foundationId;
    return { id, validFrom, ...(await starRuleInForce(ctx, ctx.foundationId)) };
  }

  @Query(() => [StarRule], {
    description: 'Star policies in common use, to start from, usually a few.',
  })
  starRules() {
    return starRules;
  }

  @Query(() => StarPolicySimulation, {
    complexity: 200,
    description:
      'Simulation of a star policy on the hours certified until an instant, with the volunteers whose star level would differ.',
  })
  async simulateStarPolicy(
    @Ctx('ctx') ctx: Context,
    @Args(() => TryStarPolicyArgs) { hours, at }: TryStarPolicyArgs,
  ): Promise<StarPolicySimulation> {
    return simulateStarPolicy(ctx, hours, at ?? ctx.now());
  }

  @Mutation(() => StarPolicyPayload, {
    description:
      'Sets the certified hours needed for each star level. All star levels are recalculated from the effective instant on.',
  })
  async setStarPolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetStarPolicyInput, { description: 'Input for `setStarPolicy`.' })
    input: SetStarPolicyInput,
  ) {
    const { policyId, volunteersChanged } = await setStarPolicy(ctx, input);
    return { policy: await ctx.load(starPolicyById, policyId), volunteersChanged };
  }
}

@Resolver(() => StarPolicyDifference)
export class StarPolicySimulationFields {
  @Related<StarPolicyDifference>(() => Volunteer, {
    by: 'volunteerId',
    from: volunteerById,
    nullable: true,
    description: 'Volunteer concerned. Null when the caller may not see the volunteer.',
  })
  readonly volunteer!: Volunteer | null;
}

@Resolver(() => Volunteer)
export class VolunteerStars {
  @FieldResolver(() => Int, {
    complexity: 2,
    description: 'Current star level, 0 to 10, from certified hours.',
  })
  async stars(@Root() { id }: Volunteer, @Ctx('ctx') ctx: FieldContext): Promise<number> {
    return (await ctx.load(awardsByVolunteer, id))?.[0]?.level ?? 0;
  }

  @Related<Volunteer>(() => [StarAward], {
    by: 'id',
    from: awardsByVolunteer,
    complexity: 3,
    description: 'Rises and falls of the star level, latest first, at most 20.',
  })
  readonly starAwards!: StarAward[];
}
