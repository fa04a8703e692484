import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { decodeId } from '../../schema/ids.ts';
import {
  AcceptServiceRequestInput,
  AssignServiceRequestInput,
  CancelServiceRequestInput,
  CertifyVisitInput,
  CheckInInput,
  CheckOutInput,
  DisputeVisitInput,
  OpenServiceRequestInput,
  ServiceRequestPayload,
  VisitPayload,
  WithdrawFromServiceRequestInput,
} from '../../schema/requests/request-inputs.ts';
import { ServiceKindConnection } from '../../schema/requests/service-kind.ts';
import { RequestState, ServiceRequest, ServiceRequestConnection } from '../../schema/requests/service-request.ts';
import type { Context } from '../platform/context.ts';
import { idFrom } from '../platform/ids.ts';
import { PageArgs } from '../platform/page.ts';
import { listKinds, listRequests, requestById, visitById } from './requests.queries.ts';
import * as requests from './requests.service.ts';
import * as visits from './visits.service.ts';

@Resolver()
export class RequestsResolver {
  @Query(() => ServiceKindConnection, { description: "The foundation's catalogue of help, oldest entry first." })
  async serviceKinds(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listKinds(ctx, page);
  }

  @Query(() => ServiceRequestConnection, { description: 'Service requests that you may see, newest first.' })
  async serviceRequests(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [RequestState], {
      nullable: true,
      description: 'Only those in one of these states. All when left out.',
    })
    states?: RequestState[],
    @Arg('communityIds', () => [ID], {
      nullable: true,
      description: 'Only those of these communities. All that you reach when left out.',
    })
    communityIds?: string[],
  ) {
    return listRequests(ctx, page, {
      states,
      communityIds: communityIds?.map((id) => idFrom('community', id, 'communityIds')),
    });
  }

  @Query(() => ServiceRequest, {
    nullable: true,
    description: 'One service request. Null when there is none or it is not yours to see.',
  })
  async serviceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the request.' }) id: string,
  ): Promise<ServiceRequest | null> {
    const { foundationId } = ctx;
    const uuid = decodeId('request', id);
    return uuid && foundationId ? ctx.load(requestById, uuid) : null;
  }

  @Mutation(() => ServiceRequestPayload, {
    description: "Puts an elder's wish to the community and holds the coins for it.",
  })
  async openServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenServiceRequestInput, { description: 'The wish.' }) input: OpenServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.openServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'A volunteer takes on an open request, or the leader of a team does for one of hers.',
  })
  async acceptServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptServiceRequestInput, { description: 'Who takes on what.' })
    input: AcceptServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.acceptServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, { description: 'A dispatcher gives an open request to a volunteer.' })
  async assignServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AssignServiceRequestInput, { description: 'Who is given what.' })
    input: AssignServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.assignServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'The volunteer cannot come after all; the request is open again.',
  })
  async withdrawFromServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawFromServiceRequestInput, { description: 'From what, and why.' })
    input: WithdrawFromServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.withdrawFromServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, { description: 'Calls a request off and releases its coins.' })
  async cancelServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CancelServiceRequestInput, { description: 'What, and why.' }) input: CancelServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.cancelServiceRequest(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: "The volunteer has arrived at the elder's." })
  async checkIn(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CheckInInput, { description: 'Which visit, and when.' }) input: CheckInInput,
  ) {
    return visitPayload(ctx, await visits.checkIn(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: "The volunteer has left the elder's." })
  async checkOut(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CheckOutInput, { description: 'Which visit, when, and what was done.' }) input: CheckOutInput,
  ) {
    return visitPayload(ctx, await visits.checkOut(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      'A second person accepts a visit: hours are written, the volunteer is paid and the rest of the hold released, all at once.',
  })
  async certifyVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CertifyVisitInput, { description: 'Which visit, and what is accepted.' })
    input: CertifyVisitInput,
  ) {
    return visitPayload(ctx, await visits.certifyVisit(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: 'Objects to a visit before it is certified.' })
  async disputeVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DisputeVisitInput, { description: 'Which visit, and what is wrong.' }) input: DisputeVisitInput,
  ) {
    return visitPayload(ctx, await visits.disputeVisit(ctx, input));
  }
}

async function requestPayload(ctx: Context, { requestId }: { requestId: string }) {
  return { request: await ctx.load(requestById, requestId) };
}

async function visitPayload(ctx: Context, { visitId }: { visitId: string }) {
  return { visit: await ctx.load(visitById, visitId) };
}
