import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Community } from '../../../schema/communities/community.ts';
import { Elder } from '../../../schema/people/elder.ts';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  DispatchPolicy,
  DispatchPolicyPayload,
  SetDispatchPolicyInput,
} from '../../../schema/requests/dispatch-policy.ts';
import {
  CommunityNeighboursPayload,
  SetNeighbourCommunitiesInput,
} from '../../../schema/requests/neighbours.ts';
import {
  EndPairingInput,
  Pairing,
  PairingConnection,
  PairingPayload,
  PairVolunteerInput,
} from '../../../schema/requests/pairing.ts';
import { communityById } from '../../communities/communities.queries.ts';
import { elderById, volunteerById } from '../../people/people.queries.ts';
import { Related } from '../../platform/reads/related.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { idsIn } from '../../platform/reads/filter-values.ts';
import { PairingFilter } from '../../../schema/requests/dispatch-filters.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { pairingList, pairingById } from './dispatch.queries.ts';
import { dispatchPolicyOf, setDispatchPolicy } from './dispatch-policy.ts';
import { setNeighbourCommunities, neighboursByCommunity } from './neighbours.ts';
import { endPairing, pairVolunteer } from './pairing.service.ts';

@Resolver()
export class DispatchResolver {
  @Query(() => DispatchPolicy, {
    description: "Dispatch policy in force in the caller's foundation.",
  })
  async dispatchPolicy(@Ctx('ctx') ctx: Context): Promise<DispatchPolicy> {
    return dispatchPolicyOf(ctx, ctx.foundationId, ctx.now());
  }

  @Query(() => PairingConnection, {
    description:
      'Pairings of volunteers and elders that the caller may see, ended ones included, oldest first.',
  })
  async pairings(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PairingFilter, {
      nullable: true,
      description: 'Filter of the pairings.',
    })
    filter?: PairingFilter,
  ) {
    return pairingList.page(ctx, page, {
      elderIds: idsIn('elder', filter?.elderIds, 'elderIds'),
      volunteerIds: idsIn('volunteer', filter?.volunteerIds, 'volunteerIds'),
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
      hasEnded: filter?.hasEnded ?? null,
    });
  }

  @Mutation(() => DispatchPolicyPayload, {
    description: 'Sets a new version of the dispatch policy. Older versions stay on record.',
  })
  async setDispatchPolicy(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetDispatchPolicyInput, { description: 'Input for `setDispatchPolicy`.' })
    input: SetDispatchPolicyInput,
  ) {
    await setDispatchPolicy(ctx, input);
    return { policy: await dispatchPolicyOf(ctx, ctx.foundationId, ctx.now()) };
  }

  @Mutation(() => CommunityNeighboursPayload, {
    description:
      "Sets the communities to which a community's requests are offered next, in place of the rest of its district.",
  })
  async setNeighbourCommunities(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetNeighbourCommunitiesInput, {
      description: 'Input for `setNeighbourCommunities`.',
    })
    input: SetNeighbourCommunitiesInput,
  ) {
    const { communityId } = await setNeighbourCommunities(ctx, input);
    return { community: await ctx.load(communityById, communityId) };
  }

  @Mutation(() => PairingPayload, {
    description:
      'Pairs a volunteer with an elder, whose requests are then offered to that volunteer first.',
  })
  async pairVolunteer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => PairVolunteerInput, { description: 'Input for `pairVolunteer`.' })
    input: PairVolunteerInput,
  ) {
    return pairingPayload(ctx, await pairVolunteer(ctx, input));
  }

  @Mutation(() => PairingPayload, { description: 'Ends the pairing of a volunteer and an elder.' })
  async endPairing(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndPairingInput, { description: 'Input for `endPairing`.' })
    input: EndPairingInput,
  ) {
    return pairingPayload(ctx, await endPairing(ctx, input));
  }
}

@Resolver(() => Community)
export class CommunityNeighbours {
  @Related<Community>(() => [Community], {
    by: 'id',
    from: neighboursByCommunity,
    complexity: 3,
    description:
      "Communities to which this community's requests are offered next and which the caller may see, at most 50. By default the rest of the district; the foundation may choose others.",
  })
  readonly neighbours!: Community[];
}

@Resolver(() => Pairing)
export class PairingFields {
  @Related<Pairing>(() => Elder, {
    by: 'elderId',
    from: elderById,
    nullable: true,
    description: 'The elder.',
  })
  readonly elder!: Elder | null;

  @Related<Pairing>(() => Volunteer, {
    by: 'volunteerId',
    from: volunteerById,
    nullable: true,
    description: 'The volunteer.',
  })
  readonly volunteer!: Volunteer | null;
}

async function pairingPayload(ctx: Context, { pairingId }: { pairingId: string }) {
  return { pairing: await ctx.load(pairingById, pairingId) };
}
