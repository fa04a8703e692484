import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Team } from '../../../schema/communities/team.ts';
import {
  AcceptJointVisitInput,
  CancelJointVisitInput,
  JointVisitPayload,
  PlanJointVisitInput,
  RescheduleJointVisitInput,
  WithdrawFromJointVisitInput,
} from '../../../schema/requests/joint-visit-inputs.ts';
import { JointVisit, JointVisitConnection } from '../../../schema/requests/joint-visit.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { teamById } from '../../communities/communities.queries.ts';
import { Related } from '../../platform/reads/related.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { kindById } from '../requests.queries.ts';
import { jointVisitById, listJointVisits, requestsByJointVisit } from './joint-visits.queries.ts';
import * as joint from './joint-visits.service.ts';
import { planJointVisit } from './plan-joint-visit.ts';

@Resolver()
export class JointVisitResolver {
  @Query(() => JointVisitConnection, {
    description:
      'Joint visits of communities and teams whose requests the caller may see, latest plans first.',
  })
  async jointVisits(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listJointVisits(ctx, page);
  }

  @Mutation(() => JointVisitPayload, {
    description:
      'Plans a joint visit of teams to several elders. It opens a request for each elder, all or none.',
  })
  async planJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => PlanJointVisitInput, { description: 'Input for `planJointVisit`.' })
    input: PlanJointVisitInput,
  ) {
    return payload(ctx, await planJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description:
      'Accepts a joint visit for a team. The same members visit every elder, or nobody is assigned.',
  })
  async acceptJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptJointVisitInput, { description: 'Input for `acceptJointVisit`.' })
    input: AcceptJointVisitInput,
  ) {
    return payload(ctx, await joint.acceptJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description:
      'Withdraws a volunteer from a joint visit. Places with elders who are still to be visited open again.',
  })
  async withdrawFromJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawFromJointVisitInput, {
      description: 'Input for `withdrawFromJointVisit`.',
    })
    input: WithdrawFromJointVisitInput,
  ) {
    return payload(ctx, await joint.withdrawFromJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description:
      'Reschedules the parts of a joint visit that have not begun, with all expected volunteers or not at all.',
  })
  async rescheduleJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RescheduleJointVisitInput, {
      description: 'Input for `rescheduleJointVisit`.',
    })
    input: RescheduleJointVisitInput,
  ) {
    return payload(ctx, await joint.rescheduleJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description: 'Cancels the parts of a joint visit that have not begun and releases their coins.',
  })
  async cancelJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CancelJointVisitInput, { description: 'Input for `cancelJointVisit`.' })
    input: CancelJointVisitInput,
  ) {
    return payload(ctx, await joint.cancelJointVisit(ctx, input));
  }
}

@Resolver(() => JointVisit)
export class JointVisitFields {
  @Related<JointVisit>(() => ServiceKind, {
    by: 'kindId',
    from: kindById,
    nullable: true,
    description: 'Service kind.',
  })
  readonly kind!: ServiceKind | null;

  @FieldResolver(() => [Team], {
    nullable: 'items',
    description: 'Teams that take part. Entries are null for teams that the caller may not see.',
  })
  async teams(
    @Root() { teamIds }: JointVisit,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<(Team | null)[]> {
    return Promise.all(teamIds.map((id) => ctx.load(teamById, id)));
  }

  @Related<JointVisit>(() => [ServiceRequest], {
    by: 'id',
    from: requestsByJointVisit,
    complexity: 5,
    description:
      'Requests of the joint visit that the caller may see, one for each elder, in order of time; at most 20.',
  })
  readonly requests!: ServiceRequest[];
}

@Resolver(() => ServiceRequest)
export class ServiceRequestJointVisit {
  @Related<ServiceRequest>(() => JointVisit, {
    by: 'jointVisitId',
    from: jointVisitById,
    nullable: true,
    description:
      'Joint visit that the request is part of. Null when there is none or the caller may not see it.',
  })
  readonly jointVisit!: JointVisit | null;
}

async function payload(ctx: Context, { jointVisitId }: { jointVisitId: string }) {
  return { jointVisit: await ctx.load(jointVisitById, jointVisitId) };
}
