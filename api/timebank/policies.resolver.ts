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
  @Query(() => CoinPolicyConnection, {
    description: 'Coin policies of the foundation, newest version first.',
  })
  async coinPolicies(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listPolicies(ctx, page);
  }

  @Query(() => [RulePack], {
    description:
      'Coin rules of four cities to start from. Confirm each with the local authority before use.',
  })
  rulePacks(@Ctx('ctx') ctx: Context): readonly RulePack[] {
    // Visible to every member of a foundation; the getter refuses others.
    return ctx.foundationId ? rulePacksIn(ctx.locale) : [];
  }

  @Query(() => CoinPolicySimulation, {
    complexity: 200,
    description:
      'Simulation of coin rules on the transfers of a time span, at most 10,000, with all differences.',
  })
  async simulateCoinPolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('rules', () => CoinRules, { description: 'Rules to simulate.', validate: true })
    rules: CoinRules,
    @Arg('from', () => DateTime, {
      description: 'Start of the span, inclusive, by the time of the event.',
    })
    from: string,
    @Arg('to', () => DateTime, {
      description: 'End of the span, exclusive, by the time of the event.',
    })
    to: string,
  ): Promise<CoinPolicySimulation> {
    return simulateCoinPolicy(ctx, rules, { from, to });
  }

  @Mutation(() => CoinPolicyPayload, {
    description: 'Publishes a version of the coin policy that applies from an instant on.',
  })
  async publishCoinPolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => PublishCoinPolicyInput, { description: 'Input for `publishCoinPolicy`.' })
    input: PublishCoinPolicyInput,
  ) {
    const { policyId } = await publishCoinPolicy(ctx, input);
    return { policy: await ctx.load(policyById, policyId) };
  }
}
