import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Elder } from '../../../schema/people/elder.ts';
import {
  GiveFeedbackInput,
  OutcomeMeasure,
  OutcomePayload,
  RecordOutcomeInput,
  VisitFeedback,
  WithdrawOutcomeConsentInput,
} from '../../../schema/certification/outcome.ts';
import { VisitPayload } from '../../../schema/requests/request-inputs.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import { elderById } from '../../people/people.queries.ts';
import { Related } from '../../platform/reads/related.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { visitById } from '../../requests/requests.queries.ts';
import { feedbackByVisit, measureById, measuresByElder } from './outcomes.queries.ts';
import * as outcome from './outcomes.service.ts';

@Resolver()
export class OutcomeResolver {
  @Mutation(() => VisitPayload, { description: "Gives an elder's feedback about a visit, once." })
  async giveFeedback(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GiveFeedbackInput, { description: 'Input for `giveFeedback`.' })
    input: GiveFeedbackInput,
  ) {
    const { visitId } = await outcome.giveFeedback(ctx, input);
    return { visit: await ctx.load(visitById, visitId) };
  }

  @Mutation(() => OutcomePayload, {
    description: "Records an elder's answers to a short scale, with the elder's consent.",
  })
  async recordOutcome(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordOutcomeInput, { description: 'Input for `recordOutcome`.' })
    input: RecordOutcomeInput,
  ) {
    const { elderId, measureId } = await outcome.recordOutcome(ctx, input);
    return {
      elder: await ctx.load(elderById, elderId),
      measure: await ctx.load(measureById, measureId),
    };
  }

  @Mutation(() => OutcomePayload, {
    description:
      "Withdraws an elder's consent to scales and removes all answers. Counts in earlier reports stay.",
  })
  async withdrawOutcomeConsent(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawOutcomeConsentInput, {
      description: 'Input for `withdrawOutcomeConsent`.',
    })
    input: WithdrawOutcomeConsentInput,
  ) {
    const { elderId, removed } = await outcome.withdrawOutcomeConsent(ctx, input);
    return { elder: await ctx.load(elderById, elderId), removed };
  }
}

@Resolver(() => Visit)
export class VisitFeedbackFields {
  @FieldResolver(() => VisitFeedback, {
    nullable: true,
    description:
      'Feedback of the elder about the visit. Null when there is none or the caller may not see it.',
  })
  async feedback(
    @Root() { id }: Visit,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<VisitFeedback | null> {
    return (await ctx.load(feedbackByVisit, id))?.[0] ?? null;
  }
}

@Resolver(() => VisitFeedback)
export class FeedbackFields {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Note to the dispatcher only. Null for others, the volunteer included.',
  })
  note(
    @Root() { note, communityId, elderPersonId }: VisitFeedback,
    @Ctx('ctx') ctx: FieldContext,
  ): string | null {
    return ctx.allows('feedback:readNote', { communityId, elderPersonId }) ? (note ?? null) : null;
  }
}

@Resolver(() => Elder)
export class ElderOutcome {
  @Related<Elder>(() => [OutcomeMeasure], {
    by: 'id',
    from: measuresByElder,
    complexity: 3,
    description:
      "Answers to short scales, latest first, at most 50. Visible to the elder, the family, the dispatcher and the foundation's staff.",
  })
  readonly outcomeMeasures!: OutcomeMeasure[];
}
