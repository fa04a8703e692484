import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { decodeId } from '../../schema/ids.ts';
import {
  AcceptServiceRequestAsTeamInput,
  AcceptServiceRequestInput,
  ApproveServiceRequestInput,
  AssignServiceRequestInput,
  CancelServiceRequestInput,
  CertifyVisitInput,
  ChangeServiceRequestInput,
  CheckInInput,
  CheckOutInput,
  DisputeVisitInput,
  UndoCheckInInput,
  UndoCheckOutInput,
  OpenServiceRequestInput,
  RejectServiceRequestInput,
  RescheduleServiceRequestInput,
  ServiceRequestPayload,
  VisitPayload,
  WithdrawFromServiceRequestInput,
} from '../../schema/requests/request-inputs.ts';
import { ServiceKindConnection } from '../../schema/requests/service-kind.ts';
import { RequestState, ServiceRequest, ServiceRequestConnection } from '../../schema/requests/service-request.ts';
import { DiscloseVisitDetailsInput, DiscloseVisitDetailsPayload } from '../../schema/requests/visit-details.ts';
import { discloseVisitDetails } from './assignment/visit-details.service.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { idFrom } from '../platform/ids.ts';
import { readOne } from '../platform/reads/relations.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { listKinds, listRequests, requestById, visitById } from './requests.queries.ts';
import * as changing from './rescheduling/change-request.service.ts';
import * as requests from './requests.service.ts';
import * as taking from './assignment/assignment.service.ts';
import { undoCheckIn, undoCheckOut } from './undo-presence.service.ts';
import * as visits from './visits.service.ts';

@Resolver()
export class RequestsResolver {
  @Query(() => ServiceKindConnection, { description: "The foundation's catalogue of help, oldest entry first." })
  async serviceKinds(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Info() { path }: GraphQLResolveInfo,
  ) {
    return listKinds(ctx, page, path);
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
    @Info() { path }: GraphQLResolveInfo = {} as GraphQLResolveInfo,
  ) {
    const filter = { states, communityIds: communityIds?.map((id) => idFrom('community', id, 'communityIds')) };
    return listRequests(ctx, page, filter, ctx.lookahead?.at(path)?.inPage() ?? null);
  }

  @Query(() => ServiceRequest, {
    nullable: true,
    description: 'One service request. Null when there is none or it is not yours to see.',
  })
  async serviceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the request.' }) id: string,
    @Info() { path }: GraphQLResolveInfo,
  ): Promise<ServiceRequest | null> {
    const uuid = decodeId('request', id);
    return uuid ? readOne(ctx, requestById, ctx.lookahead?.at(path) ?? null, uuid) : null;
  }

  @Mutation(() => ServiceRequestPayload, {
    description: "Puts an elder's request to the community and holds the coins for it.",
  })
  async openServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenServiceRequestInput, { description: 'The request.' }) input: OpenServiceRequestInput,
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
    return requestPayload(ctx, await taking.acceptServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, { description: 'A dispatcher gives an open request to a volunteer.' })
  async assignServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AssignServiceRequestInput, { description: 'Who is given what.' })
    input: AssignServiceRequestInput,
  ) {
    return requestPayload(ctx, await taking.assignServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'The volunteer cannot come after all; the request is open again.',
  })
  async withdrawFromServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawFromServiceRequestInput, { description: 'From what, and why.' })
    input: WithdrawFromServiceRequestInput,
  ) {
    return requestPayload(ctx, await taking.withdrawFromServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, { description: 'Calls a request off and releases its coins.' })
  async cancelServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CancelServiceRequestInput, { description: 'What, and why.' }) input: CancelServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.cancelServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'A team takes on a request as a unit: all the members that its leader names, or none.',
  })
  async acceptServiceRequestAsTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptServiceRequestAsTeamInput, { description: 'Which team takes on what, and who goes.' })
    input: AcceptServiceRequestAsTeamInput,
  ) {
    return requestPayload(ctx, await taking.acceptServiceRequestAsTeam(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, { description: 'Lets volunteers see a request that waited for review.' })
  async approveServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ApproveServiceRequestInput, { description: 'Which request.' })
    input: ApproveServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.approveServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Calls off a request that waits for review, with a reason. Its coins are released.',
  })
  async rejectServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RejectServiceRequestInput, { description: 'Which request, and why.' })
    input: RejectServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.rejectServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Changes what is requested before anybody has begun. Held coins follow.',
  })
  async changeServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ChangeServiceRequestInput, { description: 'What changes, and why.' })
    input: ChangeServiceRequestInput,
  ) {
    return requestPayload(ctx, await changing.changeServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Moves a request to another time, with the volunteers who are expected or without them.',
  })
  async rescheduleServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RescheduleServiceRequestInput, { description: 'When, and why.' })
    input: RescheduleServiceRequestInput,
  ) {
    return requestPayload(ctx, await changing.rescheduleServiceRequest(ctx, input));
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
      'Takes a mistaken check-in back: the visit is planned again and nobody is blamed. Its evidence stays, marked as withdrawn.',
  })
  async undoCheckIn(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => UndoCheckInInput, { description: 'Which visit, and why.' }) input: UndoCheckInInput,
  ) {
    return visitPayload(ctx, await undoCheckIn(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description: 'Takes a mistaken check-out back: the visit goes on. Its evidence stays, marked as withdrawn.',
  })
  async undoCheckOut(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => UndoCheckOutInput, { description: 'Which visit, and why.' }) input: UndoCheckOutInput,
  ) {
    return visitPayload(ctx, await undoCheckOut(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      'A second person accepts a visit: neither the performer nor the one who entered all the evidence. Hours are written, the volunteer is paid and the rest of the hold released, all at once.',
  })
  async certifyVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CertifyVisitInput, { description: 'Which visit, and what is accepted.' })
    input: CertifyVisitInput,
  ) {
    return visitPayload(ctx, await visits.certifyVisit(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: 'Objects to a visit, before it is certified or after.' })
  async disputeVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DisputeVisitInput, { description: 'Which visit, and what is wrong.' }) input: DisputeVisitInput,
  ) {
    return visitPayload(ctx, await visits.disputeVisit(ctx, input));
  }

  @Mutation(() => DiscloseVisitDetailsPayload, {
    description: 'Shows whoever goes to an elder name, place, phone and what they must know, until the visit is over.',
  })
  async discloseVisitDetails(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DiscloseVisitDetailsInput, { description: 'For which visit.' })
    input: DiscloseVisitDetailsInput,
  ) {
    return { details: await discloseVisitDetails(ctx, input) };
  }
}

async function requestPayload(ctx: Context, { requestId }: { requestId: string }) {
  return { request: await ctx.load(requestById, requestId) };
}

async function visitPayload(ctx: Context, { visitId }: { visitId: string }) {
  return { visit: await ctx.load(visitById, visitId) };
}
