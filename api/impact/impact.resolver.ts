import { Matches } from 'class-validator';
import { Arg, Args, ArgsType, Ctx, Field, Mutation, Query, Resolver } from 'type-graphql';
import { isDay } from '../../schema/days.ts';
import { Impact, SetSmallCellThresholdInput, SmallCellThresholdPayload } from '../../schema/impact/impact.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { protocolError } from '../platform/errors.ts';
import { impactOf } from './impact.queries.ts';
import { setSmallCellThreshold } from './impact.service.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;

@ArgsType()
class PeriodArgs {
  @Field(() => String, { description: "First day in the foundation's zone, as YYYY-MM-DD." })
  @Matches(day)
  from!: string;

  @Field(() => String, { description: 'Day after the last one, as YYYY-MM-DD.' })
  @Matches(day)
  to!: string;
}

@Resolver()
export class ImpactResolver {
  @Query(() => Impact, {
    complexity: 200,
    description:
      "What was achieved in a period, by community, by when it happened. For the foundation's staff, and dispatchers for what they run.",
  })
  async impact(@Ctx('ctx') ctx: Context, @Args(() => PeriodArgs) { from, to }: PeriodArgs) {
    ctx.authorize('impact:read');
    if (!isDay(from) || !isDay(to) || to <= from) {
      throw protocolError(
        'PERIOD_INVALID',
        'The period ends before it begins, or names a day that does not exist. Correct from and to.',
        400,
      );
    }
    return impactOf(ctx, from, to);
  }

  @Mutation(() => SmallCellThresholdPayload, {
    description: 'Sets over how many people a figure must be to be shown to callers who do not see the rows behind it.',
  })
  async setSmallCellThreshold(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetSmallCellThresholdInput, { description: 'How many, and why.' })
    input: SetSmallCellThresholdInput,
  ) {
    return setSmallCellThreshold(ctx, input);
  }
}
