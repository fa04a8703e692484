import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { decodeId } from '../../schema/ids.ts';
import {
  AcceptServiceRequestAsTeamInput,
  AcceptServiceRequestInput,
  ApproveServiceRequestInput,
  AssignServiceRequestInput,
  CancelServiceRequestInput,
  ChangeServiceRequestInput,
  OpenServiceRequestInput,
  RejectServiceRequestInput,
  RescheduleServiceRequestInput,
  ServiceRequestPayload,
  WithdrawFromServiceRequestInput,
} from '../../schema/requests/request-inputs.ts';
import { ServiceKindConnection } from '../../schema/requests/service-kind.ts';
import { ServiceRequestFilter, ServiceRequestOrder } from '../../schema/requests/request-filter.ts';
import { ServiceRequest, ServiceRequestConnection } from '../../schema/requests/service-request.ts';
import { VisitConnection } from '../../schema/requests/visit.ts';
import { VisitFilter, VisitOrder } from '../../schema/requests/visit-filter.ts';
import {
  DiscloseVisitDetailsInput,
  DiscloseVisitDetailsPayload,
} from '../../schema/requests/visit-details.ts';
import { acceptServiceRequest } from './assignment/accept.ts';
import { acceptServiceRequestAsTeam } from './assignment/accept-as-team.ts';
import { assignServiceRequest } from './assignment/assign.ts';
import { discloseVisitDetails } from './assignment/visit-details.service.ts';
import { Selected, type Selection } from '../platform/reads/related.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { readOne } from '../platform/reads/relations.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { requestFilterOf, requestList, requestOrderOf } from './request-filter.ts';
import { visitFilterOf, visitList, visitOrderOf } from './visit-filter.ts';
import { listKinds, requestById } from './requests.queries.ts';
import { withdrawFromServiceRequest } from './assignment/withdraw.ts';
import * as changing from './rescheduling/change-request.service.ts';
import * as requests from './requests.service.ts';

@Resolver()
export class RequestsResolver {
  @Query(() => ServiceKindConnection, {
    description: "Service kinds in the foundation's catalogue, oldest first.",
  })
  async serviceKinds(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Selected() selection: Selection,
  ) {
    return listKinds(ctx, page, selection);
  }

  @Query(() => ServiceRequestConnection, {
    description: 'Service requests that the caller may see.',
  })
  async serviceRequests(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ServiceRequestFilter, {
      nullable: true,
      description: 'Filter of the requests. All that the caller may see when omitted.',
    })
    filter?: ServiceRequestFilter,
    @Arg('orderBy', () => ServiceRequestOrder, {
      nullable: true,
      description: 'Order of the requests. OPENED_DESC when omitted.',
    })
    orderBy?: ServiceRequestOrder,
    @Selected() selection: Selection = null,
  ) {
    const shape = selection?.inPage() ?? null;
    return requestList.page(ctx, page, requestFilterOf(filter), shape, requestOrderOf(orderBy));
  }

  @Query(() => VisitConnection, {
    description: 'Visits that the caller may see.',
  })
  async visits(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => VisitFilter, {
      nullable: true,
      description: 'Filter of the visits. All that the caller may see when omitted.',
    })
    filter?: VisitFilter,
    @Arg('orderBy', () => VisitOrder, {
      nullable: true,
      description: 'Order of the visits. ACCEPTED_DESC when omitted.',
    })
    orderBy?: VisitOrder,
    @Selected() selection: Selection = null,
  ) {
    const shape = selection?.inPage() ?? null;
    return visitList.page(ctx, page, visitFilterOf(filter), shape, visitOrderOf(orderBy));
  }

  @Query(() => ServiceRequest, {
    nullable: true,
    description:
      'Service request with the given id. Null when it does not exist or the caller may not see it.',
  })
  async serviceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the request.' }) id: string,
    @Selected() selection: Selection,
  ): Promise<ServiceRequest | null> {
    const uuid = decodeId('request', id);
    return uuid ? readOne(ctx, requestById, selection, uuid) : null;
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Opens a service request of an elder and reserves the coins for it.',
  })
  async openServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenServiceRequestInput, { description: 'Input for `openServiceRequest`.' })
    input: OpenServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.openServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description:
      "Accepts an open request for a volunteer. The volunteer or the leader of the volunteer's team may do so.",
  })
  async acceptServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptServiceRequestInput, {
      description: 'Input for `acceptServiceRequest`.',
    })
    input: AcceptServiceRequestInput,
  ) {
    return requestPayload(ctx, await acceptServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Assigns an open request to a volunteer. Only dispatchers may do so.',
  })
  async assignServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AssignServiceRequestInput, {
      description: 'Input for `assignServiceRequest`.',
    })
    input: AssignServiceRequestInput,
  ) {
    return requestPayload(ctx, await assignServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Withdraws a volunteer from a request, which opens again.',
  })
  async withdrawFromServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawFromServiceRequestInput, {
      description: 'Input for `withdrawFromServiceRequest`.',
    })
    input: WithdrawFromServiceRequestInput,
  ) {
    return requestPayload(ctx, await withdrawFromServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Cancels a request and releases its coins.',
  })
  async cancelServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CancelServiceRequestInput, {
      description: 'Input for `cancelServiceRequest`.',
    })
    input: CancelServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.cancelServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Accepts a request for a team, with all members that its leader names, or none.',
  })
  async acceptServiceRequestAsTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptServiceRequestAsTeamInput, {
      description: 'Input for `acceptServiceRequestAsTeam`.',
    })
    input: AcceptServiceRequestAsTeamInput,
  ) {
    return requestPayload(ctx, await acceptServiceRequestAsTeam(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Approves a request that waits for review, so that volunteers can see it.',
  })
  async approveServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ApproveServiceRequestInput, {
      description: 'Input for `approveServiceRequest`.',
    })
    input: ApproveServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.approveServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Rejects a request that waits for review, with a reason. Its coins are released.',
  })
  async rejectServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RejectServiceRequestInput, {
      description: 'Input for `rejectServiceRequest`.',
    })
    input: RejectServiceRequestInput,
  ) {
    return requestPayload(ctx, await requests.rejectServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description:
      'Changes the details of a request before any visit has begun. The reserved coins follow.',
  })
  async changeServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ChangeServiceRequestInput, {
      description: 'Input for `changeServiceRequest`.',
    })
    input: ChangeServiceRequestInput,
  ) {
    return requestPayload(ctx, await changing.changeServiceRequest(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description:
      'Reschedules a request, and either keeps or releases the volunteers who are expected.',
  })
  async rescheduleServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RescheduleServiceRequestInput, {
      description: 'Input for `rescheduleServiceRequest`.',
    })
    input: RescheduleServiceRequestInput,
  ) {
    return requestPayload(ctx, await changing.rescheduleServiceRequest(ctx, input));
  }

  @Mutation(() => DiscloseVisitDetailsPayload, {
    description:
      "Discloses an elder's name, place, phone and necessary notes to the volunteer who visits, until the visit is over.",
  })
  async discloseVisitDetails(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DiscloseVisitDetailsInput, {
      description: 'Input for `discloseVisitDetails`.',
    })
    input: DiscloseVisitDetailsInput,
  ) {
    return { details: await discloseVisitDetails(ctx, input) };
  }
}

async function requestPayload(ctx: Context, { requestId }: { requestId: string }) {
  return { request: await ctx.load(requestById, requestId) };
}
