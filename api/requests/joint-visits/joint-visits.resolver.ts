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
import type { Context } from '../../platform/context/operation-context.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { kindById } from '../requests.queries.ts';
import { jointVisitById, listJointVisits, requestsByJointVisit } from './joint-visits.queries.ts';
import * as joint from './joint-visits.service.ts';

@Resolver()
export class JointVisitResolver {
  @Query(() => JointVisitConnection, {
    description: 'Joint visits of communities and teams that you see requests of, those planned last first.',
  })
  async jointVisits(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listJointVisits(ctx, page);
  }

  @Mutation(() => JointVisitPayload, {
    description: 'Plans that teams visit several elders together: opens a request for each, all or none.',
  })
  async planJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => PlanJointVisitInput, { description: 'Who visits whom, and when.' }) input: PlanJointVisitInput,
  ) {
    return payload(ctx, await joint.planJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description: 'A team takes its part in a joint visit on: the same members for every elder, or nobody.',
  })
  async acceptJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptJointVisitInput, { description: 'Which team, and who goes.' })
    input: AcceptJointVisitInput,
  ) {
    return payload(ctx, await joint.acceptJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description:
      'A volunteer cannot come after all; the places with every elder who is still to be visited are open again.',
  })
  async withdrawFromJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawFromJointVisitInput, { description: 'Who, and why.' })
    input: WithdrawFromJointVisitInput,
  ) {
    return payload(ctx, await joint.withdrawFromJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description:
      'Moves what nobody has begun of a joint visit to another time, with all who are expected, or not at all.',
  })
  async rescheduleJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RescheduleJointVisitInput, { description: 'When, and why.' })
    input: RescheduleJointVisitInput,
  ) {
    return payload(ctx, await joint.rescheduleJointVisit(ctx, input));
  }

  @Mutation(() => JointVisitPayload, {
    description: 'Calls a joint visit off, as far as nobody has begun, and releases the coins.',
  })
  async cancelJointVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CancelJointVisitInput, { description: 'Which, and why.' }) input: CancelJointVisitInput,
  ) {
    return payload(ctx, await joint.cancelJointVisit(ctx, input));
  }
}

@Resolver(() => JointVisit)
export class JointVisitFields {
  @FieldResolver(() => ServiceKind, { nullable: true, description: 'What kind of help.' })
  async kind(@Root() { kindId }: JointVisit, @Ctx('ctx') ctx: Context): Promise<ServiceKind | null> {
    return ctx.load(kindById, kindId);
  }

  @FieldResolver(() => [Team], { nullable: 'items', description: 'Teams that go, null where you may not see one.' })
  async teams(@Root() { teamIds }: JointVisit, @Ctx('ctx') ctx: Context): Promise<(Team | null)[]> {
    return Promise.all(teamIds.map((id) => ctx.load(teamById, id)));
  }

  @FieldResolver(() => [ServiceRequest], {
    complexity: 5,
    description:
      'Its requests, one for each elder, in the order of their time, as far as you may see them; at most 20.',
  })
  async requests(@Root() { id }: JointVisit, @Ctx('ctx') ctx: Context): Promise<ServiceRequest[]> {
    return (await ctx.load(requestsByJointVisit, id)) ?? [];
  }
}

@Resolver(() => ServiceRequest)
export class ServiceRequestJointVisit {
  @FieldResolver(() => JointVisit, {
    nullable: true,
    description: 'The joint visit that it is a part of, where you may see it. Null for a request of its own.',
  })
  async jointVisit(@Root() { jointVisitId }: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<JointVisit | null> {
    return jointVisitId ? ctx.load(jointVisitById, jointVisitId) : null;
  }
}

async function payload(ctx: Context, { jointVisitId }: { jointVisitId: string }) {
  return { jointVisit: await ctx.load(jointVisitById, jointVisitId) };
}
