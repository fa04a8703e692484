import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import {
  CorrectVisitInput,
  ReportNoShowInput,
  ResolveDisputeInput,
  RevokeCertificationInput,
} from '../../../schema/certification/certification-inputs.ts';
import {
  EvidencePolicy,
  EvidencePolicyPayload,
  SetEvidencePolicyInput,
} from '../../../schema/certification/evidence-policy.ts';
import { NoShowFilter, ReviewItemFilter } from '../../../schema/certification/review-filters.ts';
import { idsIn, spanOf, valuesIn } from '../../platform/reads/filter-values.ts';
import { NoShowConnection } from '../../../schema/certification/no-show.ts';
import { VisitPayload } from '../../../schema/requests/request-inputs.ts';
import {
  ResolveReviewItemInput,
  ReviewItemConnection,
  ReviewItemPayload,
} from '../../../schema/certification/review-item.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { visitPayload } from '../visits/visit-payload.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import {
  currentPolicy,
  noShowList,
  policyById,
  reviewItemById,
  reviewItemList,
} from './decisions.queries.ts';
import * as decisions from './decisions.service.ts';
import { reportNoShow } from './no-shows.service.ts';
import { setEvidencePolicy } from './evidence-policies.service.ts';
import { resolveReviewItem } from './reviews.service.ts';

@Resolver()
export class CertificationResolver {
  @Query(() => ReviewItemConnection, {
    description:
      "Review queue of anomalies, oldest first. Visible to dispatchers, the foundation's staff, and partner servers with the scope `certification:read`.",
  })
  async reviewItems(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ReviewItemFilter, {
      nullable: true,
      description: 'Filter of the items. Open items when omitted.',
    })
    filter?: ReviewItemFilter,
  ) {
    return reviewItemList.page(ctx, page, {
      states: valuesIn(filter?.states, 'states') ?? ['OPEN'],
      kinds: valuesIn(filter?.kinds, 'kinds'),
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
    });
  }

  @Query(() => NoShowConnection, {
    description:
      "No-shows, newest first. Visible to dispatchers, team leaders, the foundation's staff and the people concerned.",
  })
  async noShows(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => NoShowFilter, {
      nullable: true,
      description: 'Filter of the no-shows.',
    })
    filter?: NoShowFilter,
  ) {
    return noShowList.page(ctx, page, {
      sides: valuesIn(filter?.sides, 'sides'),
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
      ...spanOf(filter?.reported),
    });
  }

  @Query(() => EvidencePolicy, {
    description: 'Evidence policy in force for all service kinds without a policy of their own.',
  })
  async evidencePolicy(@Ctx('ctx') ctx: Context) {
    return currentPolicy(ctx, null);
  }

  @Mutation(() => EvidencePolicyPayload, {
    description:
      'Sets the evidence policy from an instant on. Earlier certifications stay as decided.',
  })
  async setEvidencePolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetEvidencePolicyInput, { description: 'Input for `setEvidencePolicy`.' })
    input: SetEvidencePolicyInput,
  ) {
    const { policyId } = await setEvidencePolicy(ctx, input);
    return { policy: await ctx.load(policyById, policyId) };
  }

  @Mutation(() => VisitPayload, {
    description:
      'Corrects the certified minutes of a visit. Hours, coins, star level and certificates follow at once by linked records.',
  })
  async correctVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CorrectVisitInput, { description: 'Input for `correctVisit`.' })
    input: CorrectVisitInput,
  ) {
    return visitPayload(ctx, await decisions.correctVisit(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      'Revokes a certification. Linked records reverse hours and coins, the star level is recalculated, and certificates show the revocation.',
  })
  async revokeCertification(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeCertificationInput, {
      description: 'Input for `revokeCertification`.',
    })
    input: RevokeCertificationInput,
  ) {
    return visitPayload(ctx, await decisions.revokeCertification(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description: 'Resolves a dispute about a visit. Hours, coins and star level follow at once.',
  })
  async resolveDispute(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ResolveDisputeInput, { description: 'Input for `resolveDispute`.' })
    input: ResolveDisputeInput,
  ) {
    return visitPayload(ctx, await decisions.resolveDispute(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: 'Reports a no-show of the volunteer or the elder.' })
  async reportNoShow(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReportNoShowInput, { description: 'Input for `reportNoShow`.' })
    input: ReportNoShowInput,
  ) {
    return visitPayload(ctx, await reportNoShow(ctx, input));
  }

  @Mutation(() => ReviewItemPayload, {
    description: 'Resolves an anomaly in the review queue with a finding.',
  })
  async resolveReviewItem(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ResolveReviewItemInput, { description: 'Input for `resolveReviewItem`.' })
    input: ResolveReviewItemInput,
  ) {
    const { reviewItemId } = await resolveReviewItem(ctx, input);
    return { reviewItem: await ctx.load(reviewItemById, reviewItemId) };
  }
}
