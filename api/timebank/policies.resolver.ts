import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { DateTime } from '../../schema/scalars.ts';
import {
  CoinPolicyConnection,
  CoinPolicyPayload,
  CoinRules,
  CoinPolicySimulation,
  PublishCoinPolicyInput,
  RulePack,
} from '../../schema/timebank/coin-policy.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { publishCoinPolicy, simulateCoinPolicy } from './policies.service.ts';
import { rulePacksIn } from './policy-presets.ts';
import { listPolicies, policyById } from './timebank.queries.ts';

@Resolver()
export class PoliciesResolver {
  @Query(() => CoinPolicyConnection, { description: "The foundation's coin policies, newest version first." })
  async coinPolicies(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listPolicies(ctx, page);
  }

  @Query(() => [RulePack], {
    description: 'Rules of four cities to begin with. Each needs to be confirmed on the spot before it is used.',
  })
  rulePacks(@Ctx('ctx') ctx: Context): readonly RulePack[] {
    // Whoever is signed in may look; the getter refuses the others.
    return ctx.foundationId ? rulePacksIn(ctx.locale) : [];
  }

  @Query(() => CoinPolicySimulation, {
    complexity: 200,
    description:
      'Tries rules on what was booked in a span of time, at most 10,000 transfers, and tells what would have been different.',
  })
  async simulateCoinPolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('rules', () => CoinRules, { description: 'The rules to try.', validate: true }) rules: CoinRules,
    @Arg('from', () => DateTime, { description: 'What happened at this instant or later.' }) from: string,
    @Arg('to', () => DateTime, { description: 'What happened before this instant.' }) to: string,
  ): Promise<CoinPolicySimulation> {
    return simulateCoinPolicy(ctx, rules, { from, to });
  }

  @Mutation(() => CoinPolicyPayload, { description: 'Publishes rules for coins that count from a day on.' })
  async publishCoinPolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => PublishCoinPolicyInput, { description: 'The rules, from when, and why.' })
    input: PublishCoinPolicyInput,
  ) {
    const { policyId } = await publishCoinPolicy(ctx, input);
    return { policy: await ctx.load(policyById, policyId) };
  }
}
