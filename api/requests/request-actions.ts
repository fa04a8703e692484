import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { requestStatesOf, ServiceRequestAction } from '../../schema/requests/request-action.ts';
import { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { Actor } from '../platform/authorization/actor.ts';
import type { Resource } from '../platform/authorization/policy.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import { loaderByParent } from '../platform/reads/loaders.ts';
import { requestResource } from './request-lifecycle.ts';

@Resolver(() => ServiceRequest)
export class ServiceRequestActions {
  @FieldResolver(() => [ServiceRequestAction], {
    complexity: 3,
    description:
      'Mutations that the caller may call now, by role and by state. A listed one may still be refused for its input, such as a volunteer who is not free. Accepting is also refused while the request is offered to others first, or after vetting has ended.',
  })
  async viewerActions(
    @Root() request: ServiceRequest,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<ServiceRequestAction[]> {
    const possible = Object.values(ServiceRequestAction).filter((action) =>
      requestStatesOf[action].includes(request.state),
    );
    const isAllowed = await Promise.all(
      possible.map(async (action) => judges[action](ctx, request)),
    );
    return possible.filter((_, index) => isAllowed[index]);
  }
}

type Judge = (ctx: FieldContext, request: ServiceRequest) => boolean | Promise<boolean>;

/** Whether the policy allows each mutation, by the facts that its service reads. */
const judges: Readonly<Record<ServiceRequestAction, Judge>> = {
  acceptServiceRequest: (ctx, request) => allowsForOwn(ctx, 'request:accept', request),
  acceptServiceRequestAsTeam: (ctx, request) =>
    allowsForOwn(
      ctx,
      'request:acceptAsTeam',
      request,
      ({ teamId }) =>
        teamId !== null && (request.teamIds.length === 0 || request.teamIds.includes(teamId)),
    ),
  approveServiceRequest: allowsReview,
  assignServiceRequest: (ctx, { communityId }) => ctx.allows('request:assign', { communityId }),
  cancelServiceRequest: (ctx, request) => ctx.allows('request:cancel', requestResource(request)),
  changeServiceRequest: allowsChange,
  declineServiceRequest: (ctx, request) => allowsForOwn(ctx, 'request:decline', request),
  rejectServiceRequest: allowsReview,
  rescheduleServiceRequest: allowsChange,
  withdrawFromServiceRequest: allowsWithdrawal,
};

function allowsReview(ctx: FieldContext, { communityId }: ServiceRequest): boolean {
  return ctx.allows('request:review', { communityId });
}

function allowsChange(ctx: FieldContext, request: ServiceRequest): boolean {
  return ctx.allows('request:change', requestResource(request));
}

/**
 * Whether the caller may do it for a volunteer of choice: for the caller's own person, or for a
 * volunteer of a team that the caller leads.
 */
function allowsForOwn(
  ctx: FieldContext,
  action: string,
  { communityId }: ServiceRequest,
  isMeant: (grant: Actor['grants'][number]) => boolean = () => true,
): boolean {
  const { permissions } = ctx.services;
  return ctx.decide((actor) =>
    actor.grants.filter(isMeant).some(({ personId, teamId }) => {
      const resource: Resource = {
        communityId,
        volunteerPersonId: personId,
        teamIds: teamId === null ? [] : [teamId],
      };
      return permissions.allows(actor, action, resource);
    }),
  );
}

/** Whether the caller may withdraw one of the expected volunteers. */
async function allowsWithdrawal(
  ctx: FieldContext,
  { id, communityId }: ServiceRequest,
): Promise<boolean> {
  const expected = (await ctx.load(expectedByRequest, id)) ?? [];
  return expected.some(({ volunteerPersonId, teamIds }) =>
    ctx.allows('request:withdraw', { communityId, volunteerPersonId, teamIds }),
  );
}

/** Teams of a volunteer that the caller sees, as a fact for the rules about leaders. */
export async function teamIdsOf(ctx: FieldContext, volunteerId: string): Promise<string[]> {
  const rows = (await ctx.load(teamsByVolunteer, volunteerId)) ?? [];
  return rows.map(({ teamId }) => teamId);
}

const expectedByRequest = loaderByParent<{ volunteerPersonId: string; teamIds: string[] }>(
  'requests.expectedByRequest',
  `select v.request_id as parent_id, v.volunteer_person_id, array(
     select m.team_id from team_member m where m.foundation_id = v.foundation_id and m.volunteer_id = v.volunteer_id order by m.team_id) as team_ids
   from visit v where v.foundation_id = :foundationId and v.request_id = any (:parentIds) and v.state = 'PLANNED' order by v.id`,
);
const teamsByVolunteer = loaderByParent<{ teamId: string }>(
  'requests.teamsByVolunteer',
  `select volunteer_id as parent_id, team_id from team_member
   where foundation_id = :foundationId and volunteer_id = any (:parentIds) order by team_id`,
);
