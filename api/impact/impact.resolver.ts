import { Arg, Args, ArgsType, Ctx, Field, Mutation, Query, Resolver } from 'type-graphql';
import {
  Impact,
  SetSmallCellThresholdInput,
  SmallCellThresholdPayload,
} from '../../schema/impact/impact.ts';
import { CalendarDate } from '../../schema/scalars.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { Refusal } from '../platform/common/errors.ts';
import { impactOf } from './impact.queries.ts';
import { setSmallCellThreshold } from './impact.service.ts';

@ArgsType()
class PeriodArgs {
  @Field(() => CalendarDate, { description: 'First day in the time zone of the foundation.' })
  from!: string;

  @Field(() => CalendarDate, { description: 'Day after the last day.' })
  to!: string;
}

@Resolver()
export class ImpactResolver {
  @Query(() => Impact, {
    complexity: 200,
    description:
      "Results of a period by community, assigned to the time of the service. Visible to the foundation's staff; dispatchers see the communities that they run.",
  })
  async impact(@Ctx('ctx') ctx: Context, @Args(() => PeriodArgs) { from, to }: PeriodArgs) {
    ctx.authorize('impact:read');
    if (to <= from) {
      throw new Refusal('SPAN_INVALID', {}, ['to']);
    }
    return impactOf(ctx, from, to);
  }

  @Mutation(() => SmallCellThresholdPayload, {
    description:
      'Sets the smallest number of people for which a figure is shown to callers who cannot see the underlying rows.',
  })
  async setSmallCellThreshold(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetSmallCellThresholdInput, {
      description: 'Input for `setSmallCellThreshold`.',
    })
    input: SetSmallCellThresholdInput,
  ) {
    return setSmallCellThreshold(ctx, input);
  }
}
