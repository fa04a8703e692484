import { checkVersion } from '../../platform/database/check-version.ts';
import type {
  AcceptJointVisitInput,
  CancelJointVisitInput,
  RescheduleJointVisitInput,
  WithdrawFromJointVisitInput,
} from '../../../schema/requests/joint-visit-inputs.ts';
import { JointVisit } from '../../../schema/requests/joint-visit.ts';
import { type RequestState, ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { moveToWindows } from '../rescheduling/move-visits.ts';
import { performerOf, plannedVisitsOf } from '../request-lifecycle.ts';
import { callOff } from '../requests.service.ts';
import { assignTeam, memberIdsFrom } from '../assignment/accept-as-team.ts';
import { loadFactsOfLocked } from '../assignment/assignment-facts.ts';
import { lockExpectedVolunteers, lockVolunteers } from '../assignment/lock-volunteers.ts';
import { releaseVisit } from '../assignment/release-visit.ts';
import { hasFilledItsQuota, loadTeamPlaces } from '../assignment/team-quotas.ts';
import { windowsOf } from '../time-windows.ts';
import { authorizeIn } from './authorize-in.ts';

/**
 * Assigns a team's members to its part: the same members for every elder whose quota is not filled,
 * or nobody.
 * Refuses with TEAM_NOT_ASKED, NOT_IN_TEAM, JOINT_VISIT_NOT_OPEN, PLACES_KEPT, VERSION_CONFLICT,
 * and as acceptServiceRequest does.
 */
export async function acceptJointVisit(
  ctx: Context,
  input: AcceptJointVisitInput,
): Promise<{ jointVisitId: string }> {
  const teamId = idFrom('team', input.teamId, 'input', 'teamId');
  const volunteerIds = memberIdsFrom(input);
  return changing(ctx, 'acceptJointVisit', input, async (tx, joint) => {
    const about = { kind: 'jointvisit', id: joint.id };
    await tx.authorize(
      'jointVisit:accept',
      { communityId: joint.communityId, teamIds: [teamId] },
      about,
    );
    checkVersion(joint, input.expectedVersion);
    await lockVolunteers(tx, volunteerIds);
    let accepted = 0;
    for (const request of await requestsIn(tx, joint, ['OPEN'])) {
      if (hasFilledItsQuota(request, await loadTeamPlaces(tx, request), teamId)) continue;
      const facts = await loadFactsOfLocked(tx, request, volunteerIds, teamId);
      await assignTeam(tx, facts, { teamId, expectedVersion: request.version });
      accepted += 1;
    }
    if (accepted === 0) throw new Refusal('JOINT_VISIT_NOT_OPEN');
  });
}

/**
 * Withdraws a volunteer, which reopens the slots at all elders not yet visited.
 * Refuses with REQUEST_NOT_ASSIGNED, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function withdrawFromJointVisit(
  ctx: Context,
  input: WithdrawFromJointVisitInput,
): Promise<{ jointVisitId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  return changing(ctx, 'withdrawFromJointVisit', input, async (tx, joint) => {
    let isAllowed = false;
    for (const request of await requestsIn(tx, joint, ['OPEN', 'ASSIGNED', 'IN_PROGRESS'])) {
      const visit = (await plannedVisitsOf(tx, request.id)).find(
        (each) => each.volunteerId === volunteerId,
      );
      if (!visit) continue;
      if (!isAllowed) {
        const subject = { communityId: request.communityId, ...(await performerOf(tx, visit)) };
        await tx.authorize('jointVisit:withdraw', subject, aboutOf(joint, input));
        checkVersion(joint, input.expectedVersion);
        isAllowed = true;
      }
      await releaseVisit(tx, request, visit, { to: 'WITHDRAWN', reason: input.reason });
    }
    if (!isAllowed) throw new Refusal('REQUEST_NOT_ASSIGNED');
  });
}

/**
 * Moves all requests that have not begun by the same offset as the first of them. Refuses unless
 * all expected volunteers can come.
 * Refuses with JOINT_VISIT_NOT_OPEN, VERSION_CONFLICT, DOUBLE_BOOKED, REST_TOO_SHORT,
 * OVERWORKED_DAY, OVERWORKED_WEEK, NOT_FOUND, NOT_ALLOWED, and as checkWindows does.
 */
export async function rescheduleJointVisit(
  ctx: Context,
  input: RescheduleJointVisitInput,
): Promise<{ jointVisitId: string }> {
  return changing(ctx, 'rescheduleJointVisit', input, async (tx, joint) => {
    await lockExpectedVolunteers(tx, await requestIdsIn(tx, joint, changeableStates));
    const requests = await requestsToChange(tx, joint, input);
    const byMs =
      Date.parse(input.begin) -
      Math.min(...requests.map(({ requestedFrom }) => Date.parse(requestedFrom)));
    // A later time moves the last request first, so that a volunteer's own visits do not collide on
    // the way.
    for (const request of byMs > 0 ? requests.toReversed() : requests)
      await moveToWindows(tx, request, shifted(windowsOf(request), byMs), {
        reason: input.reason,
        releasesVolunteers: false,
      });
    await tx.flush();
    const [span] = await tx.rows<{ beginsAt: string; endsAt: string }>(selectSpan, {
      jointVisitId: joint.id,
    });
    Object.assign(joint, span);
  });
}

/**
 * Cancels all requests that have not begun. Refuses with JOINT_VISIT_NOT_OPEN, VERSION_CONFLICT,
 * NOT_FOUND, NOT_ALLOWED.
 */
export async function cancelJointVisit(
  ctx: Context,
  input: CancelJointVisitInput,
): Promise<{ jointVisitId: string }> {
  return changing(ctx, 'cancelJointVisit', input, async (tx, joint) => {
    for (const request of await requestsToChange(tx, joint, input))
      await callOff(tx, request, input.reason);
    Object.assign(joint, { cancelledAt: tx.caller.now(), cancelReason: input.reason });
  });
}

async function changing(
  ctx: Context,
  operation: string,
  input: { jointVisitId: string },
  work: (tx: MutationTransaction, joint: JointVisit) => Promise<void>,
): Promise<{ jointVisitId: string }> {
  const jointVisitId = idFrom('jointvisit', input.jointVisitId, 'input', 'jointVisitId');
  return ctx.mutate({ operation, input }, async (tx) => {
    const joint = await tx.lock(JointVisit, 'jointvisit', jointVisitId);
    await work(tx, joint);
    joint.version += 1;
    return { jointVisitId };
  });
}

/**
 * Requests that can still be moved or cancelled. Authorizes the caller in the communities of all
 * elders.
 */
async function requestsToChange(
  tx: MutationTransaction,
  joint: JointVisit,
  input: { expectedVersion: number; reason: string },
): Promise<ServiceRequest[]> {
  const requests = await requestsIn(tx, joint, changeableStates);
  const homes = unique(requests.map((request) => request.communityId));
  await authorizeIn(
    tx,
    'jointVisit:change',
    homes.length > 0 ? homes : [joint.communityId],
    aboutOf(joint, input),
  );
  checkVersion(joint, input.expectedVersion);
  if (requests.length === 0) throw new Refusal('JOINT_VISIT_NOT_OPEN');
  return requests;
}

const changeableStates: readonly RequestState[] = ['IN_REVIEW', 'OPEN', 'ASSIGNED'];

/** Locks the requests in one of these states. Gives them in itinerary order. */
async function requestsIn(
  tx: MutationTransaction,
  joint: JointVisit,
  states: readonly RequestState[],
): Promise<ServiceRequest[]> {
  const requests: ServiceRequest[] = [];
  for (const id of await requestIdsIn(tx, joint, states))
    requests.push(await tx.lock(ServiceRequest, 'request', id));
  return requests
    .filter((request) => states.includes(request.state))
    .toSorted((left, right) => Date.parse(left.requestedFrom) - Date.parse(right.requestedFrom));
}

/** Requests in one of these states, in the order in which they are locked. */
async function requestIdsIn(
  tx: MutationTransaction,
  joint: JointVisit,
  states: readonly RequestState[],
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(selectRequests, { jointVisitId: joint.id, states });
  return rows.map(({ id }) => id);
}

function aboutOf(
  { id }: JointVisit,
  { reason }: { reason: string },
): { kind: string; id: string; reason: string } {
  return { kind: 'jointvisit', id, reason };
}

function shifted(windows: readonly TimeWindow[], byMs: number): TimeWindow[] {
  const later = (instant: string): string => new Date(Date.parse(instant) + byMs).toISOString();
  return windows.map(({ from, to }) => ({ from: later(from), to: later(to) }));
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

const selectRequests = statement(
  'requests.selectRequests',
  'select id from service_request where foundation_id = :foundationId and joint_visit_id = :jointVisitId and state = any (:states) order by id',
);
const selectSpan = statement(
  'requests.selectSpan',
  `select min(requested_from) as begins_at, max(requested_to) as ends_at from service_request
   where foundation_id = :foundationId and joint_visit_id = :jointVisitId and state not in ('CANCELLED', 'EXPIRED')`,
);
