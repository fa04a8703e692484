import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import {
  CorrectVisitInput,
  ReportNoShowInput,
  ResolveDisputeInput,
  RevokeCertificationInput,
} from '../../../schema/requests/certification-inputs.ts';
import {
  EvidencePolicy,
  EvidencePolicyPayload,
  SetEvidencePolicyInput,
} from '../../../schema/requests/evidence-policy.ts';
import { NoShowConnection, NoShowFilter } from '../../../schema/requests/no-show.ts';
import { VisitPayload } from '../../../schema/requests/request-inputs.ts';
import {
  ResolveReviewItemInput,
  ReviewItemConnection,
  ReviewItemPayload,
  ReviewKind,
  ReviewState,
} from '../../../schema/requests/review-item.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { idFrom } from '../../platform/ids.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { visitById } from '../requests.queries.ts';
import { currentPolicy, listNoShows, listReviewItems, policyById, reviewItemById } from './certification.queries.ts';
import * as decisions from './decisions.service.ts';
import { reportNoShow } from './no-shows.service.ts';
import { setEvidencePolicy } from './policies.service.ts';
import { resolveReviewItem } from './reviews.service.ts';

@Resolver()
export class CertificationResolver {
  @Query(() => ReviewItemConnection, {
    description: 'Anomalies about visits and waits for a person, oldest first. For dispatchers and the foundation.',
  })
  async reviewItems(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [ReviewState], {
      nullable: true,
      description: 'Only those in one of these states. Those that are open when left out.',
    })
    states?: ReviewState[],
    @Arg('kinds', () => [ReviewKind], { nullable: true, description: 'Only of these kinds. All when left out.' })
    kinds?: ReviewKind[],
    @Arg('communityIds', () => [ID], {
      nullable: true,
      description: 'Only those of these communities. All that you review for when left out.',
    })
    communityIds?: string[],
  ) {
    return listReviewItems(ctx, page, {
      states: states ?? ['OPEN'],
      kinds: kinds ?? null,
      communityIds: communityIds?.map((id) => idFrom('community', id, 'communityIds')) ?? null,
    });
  }

  @Query(() => NoShowConnection, {
    description:
      'Who was waited for in vain, newest first: for dispatchers, leaders and the foundation, and for whoever it is about.',
  })
  async noShows(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Args(() => NoShowFilter) { side, communityIds, from, to }: NoShowFilter,
  ) {
    return listNoShows(ctx, page, {
      side: side ?? null,
      communityIds: communityIds?.map((id) => idFrom('community', id, 'communityIds')) ?? null,
      from: from ?? null,
      to: to ?? null,
    });
  }

  @Query(() => EvidencePolicy, {
    description: 'What evidence is asked for now, for all kinds of help without a policy of their own.',
  })
  async evidencePolicy(@Ctx('ctx') ctx: Context) {
    return currentPolicy(ctx, null);
  }

  @Mutation(() => EvidencePolicyPayload, {
    description: 'Decides what evidence is asked for from an instant on. What was certified stays as it was decided.',
  })
  async setEvidencePolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetEvidencePolicyInput, { description: 'What is asked for.' }) input: SetEvidencePolicyInput,
  ) {
    const { policyId } = await setEvidencePolicy(ctx, input);
    return { policy: await ctx.load(policyById, policyId) };
  }

  @Mutation(() => VisitPayload, {
    description:
      'Puts other minutes in the place of certified ones. Hours, coins, star and certificates follow at once, by linked records.',
  })
  async correctVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CorrectVisitInput, { description: 'Which visit, and what is right.' }) input: CorrectVisitInput,
  ) {
    return visitPayload(ctx, await decisions.correctVisit(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      'Takes a certification back. Hours and coins are reversed by linked records, the star is worked out anew, certificates say so.',
  })
  async revokeCertification(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeCertificationInput, { description: 'Which visit, and why.' })
    input: RevokeCertificationInput,
  ) {
    return visitPayload(ctx, await decisions.revokeCertification(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: 'Ends a dispute about a visit. Hours, coins and star follow at once.' })
  async resolveDispute(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ResolveDisputeInput, { description: 'Which visit, and how it ends.' })
    input: ResolveDisputeInput,
  ) {
    return visitPayload(ctx, await decisions.resolveDispute(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: 'Somebody was waited for in vain: the volunteer or the elder.' })
  async reportNoShow(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReportNoShowInput, { description: 'Who, and what happened.' }) input: ReportNoShowInput,
  ) {
    return visitPayload(ctx, await reportNoShow(ctx, input));
  }

  @Mutation(() => ReviewItemPayload, { description: 'Says what an anomaly of the review queue turned out to be.' })
  async resolveReviewItem(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ResolveReviewItemInput, { description: 'Which one, and what it was.' })
    input: ResolveReviewItemInput,
  ) {
    const { reviewItemId } = await resolveReviewItem(ctx, input);
    return { reviewItem: await ctx.load(reviewItemById, reviewItemId) };
  }
}

async function visitPayload(ctx: Context, { visitId }: { visitId: string }) {
  return { visit: await ctx.load(visitById, visitId) };
}
