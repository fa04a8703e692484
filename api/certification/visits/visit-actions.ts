import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { VisitAction } from '../../../schema/certification/visit-action.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import { performersSeen } from '../../identity/performers.ts';
import type { Resource } from '../../platform/authorization/policy.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import { requestById } from '../../requests/requests.queries.ts';
import { teamIdsOf } from '../../requests/request-actions.ts';
import { feedbackByVisit } from '../outcomes/outcomes.queries.ts';
import { isPossible } from './ensure-possible.ts';

@Resolver(() => Visit)
export class VisitActions {
  @FieldResolver(() => [VisitAction], {
    complexity: 5,
    description:
      'Mutations that the caller may call now, by role and by state. A listed one may still be refused for its input or for missing evidence. A device that was offline may send a check-out before its check-in, although it is not listed.',
  })
  async viewerActions(@Root() visit: Visit, @Ctx('ctx') ctx: FieldContext): Promise<VisitAction[]> {
    const possible = Object.values(VisitAction).filter((action) => isPossible(visit, action));
    const isAllowed = await Promise.all(possible.map((action) => judges[action](ctx, visit)));
    return possible.filter((_, index) => isAllowed[index]);
  }
}

type Judge = (ctx: FieldContext, visit: Visit) => Promise<boolean>;

/** Whether the policy allows each mutation, by the facts that its service reads. */
const judges: Readonly<Record<VisitAction, Judge>> = {
  addVisitEvidence: ofPerformer('evidence:add'),
  announcePhoto: ofPerformer('evidence:add'),
  certifyVisit: ofSecondPerson('visit:certify'),
  checkIn: ofPerformer('visit:checkIn'),
  checkOut: ofPerformer('visit:checkOut'),
  confirmVisit: ofSecondPerson('evidence:confirm'),
  correctVisit: ofSecondPerson('visit:correct'),
  discloseVisitDetails: ofPerformer('visit:discloseDetails'),
  disputeVisit: ofSecondPerson('visit:dispute'),
  async giveFeedback(ctx, visit) {
    const isAllowed = await ofSecondPerson('feedback:give')(ctx, visit);
    return isAllowed && (await ctx.load(feedbackByVisit, visit.id))?.length === 0;
  },
  recordVisitCall: ofSecondPerson('evidence:call'),
  async reportNoShow(ctx, visit) {
    const resource = await performerFacts(ctx, visit);
    const isAllowed =
      ctx.allows('visit:reportElder', resource) ||
      // A volunteer who checked in did come.
      (visit.state === 'PLANNED' && ctx.allows('visit:reportVolunteer', resource));
    return isAllowed && (await isDue(ctx, visit));
  },
  resolveDispute: ofSecondPerson('visit:resolve'),
  revokeCertification: ofSecondPerson('visit:revoke'),
  undoCheckIn: ofPerformer('visit:undoCheckIn'),
  undoCheckOut: ofPerformer('visit:undoCheckOut'),
};

/** Work of the volunteer, or for the volunteer. */
function ofPerformer(action: string): Judge {
  return async (ctx, visit) => ctx.allows(action, await performerFacts(ctx, visit));
}

/** Decisions that need somebody else than the volunteer. */
function ofSecondPerson(action: string): Judge {
  return async (ctx, visit) => {
    const [facts, performers] = await Promise.all([
      performerFacts(ctx, visit),
      performersSeen(ctx, visit.volunteerPersonId),
    ]);
    return ctx.allows(action, { ...facts, ...performers });
  };
}

async function performerFacts(ctx: FieldContext, visit: Visit): Promise<Resource> {
  const { communityId, elderPersonId, volunteerPersonId, volunteerId } = visit;
  const teamIds = await teamIdsOf(ctx, volunteerId);
  return { communityId, elderPersonId, volunteerPersonId, teamIds };
}

/** Nobody is absent before the time of the visit. */
async function isDue(ctx: FieldContext, { plannedFrom, requestId }: Visit): Promise<boolean> {
  const begin = plannedFrom ?? (await ctx.load(requestById, requestId))?.requestedFrom;
  return begin !== undefined && Date.parse(begin) <= ctx.nowMs();
}
