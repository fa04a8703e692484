import { checkVersion } from '../../platform/database/check-version.ts';
import { newId } from '../../../schema/ids.ts';
import { Elder } from '../../../schema/people/elder.ts';
import type {
  AcceptJointVisitInput,
  CancelJointVisitInput,
  PlanJointVisitInput,
  RescheduleJointVisitInput,
  WithdrawFromJointVisitInput,
} from '../../../schema/requests/joint-visit-inputs.ts';
import { JointVisit } from '../../../schema/requests/joint-visit.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { moveToWindows } from '../rescheduling/move-visits.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { performerOf, plannedVisitsOf } from '../request-lifecycle.ts';
import { blankToNull, callOff, openRequest } from '../requests.service.ts';
import { hasFilledItsQuota } from '../assignment/team-quotas.ts';
import {
  releaseVisit,
  loadAssignmentFacts,
  acceptForTeam,
} from '../assignment/assignment.service.ts';
import { checkTeams, homesOf, teamIdsFrom } from '../teams.ts';
import { windowsOf } from '../time-windows.ts';
import { refuseDuplicateRequest } from '../duplicates.ts';
import { placesOf, type StopTime, timesOf } from './itinerary.ts';

/**
 * Plans a joint visit of teams to several elders: one request each, offered to those teams alone,
 * with a quota of slots for each team.
 * Refuses with KIND_NOT_OFFERED, ELDER_TWICE, STOPS_OVERLAP, TOO_MANY_PLACES, INSUFFICIENT_COINS,
 * NO_ACCOUNT, TIME_WINDOW_PAST and its like, POSSIBLE_DUPLICATE, NOT_FOUND, NOT_ALLOWED.
 */
export async function planJointVisit(
  ctx: Context,
  input: PlanJointVisitInput,
): Promise<{ jointVisitId: string }> {
  const kindId = idFrom('kind', input.kindId, 'input', 'kindId');
  const elderIds = input.stops.map(({ elderId }, index) =>
    idFrom('elder', elderId, 'input', 'stops', String(index), 'elderId'),
  );
  const options = { operation: 'planJointVisit', input, idempotencyKey: input.idempotencyKey };
  return ctx.mutate(options, async (tx) => {
    const jointVisitId = newId();
    const elders: Elder[] = [];
    for (const elderId of elderIds) elders.push(await tx.find(Elder, 'elder', elderId));
    const kind = await tx.find(ServiceKind, 'kind', kindId);
    const teamIds = await checkTeams(tx, teamIdsFrom(input));
    const homes = unique(elders.map((elder) => elder.communityId));
    await authorizeIn(tx, 'jointVisit:plan', homes, { kind: 'jointvisit', id: jointVisitId });
    if (!kind.isOffered)
      throw new Refusal('KIND_NOT_OFFERED', { kind: kind.name }, ['input', 'kindId']);
    const { restMinutes } = await dispatchPolicyOf(tx, tx.foundationId, tx.caller.now());
    const minutesExpected = input.minutesEach ?? kind.minutesDefault;
    const times = timesOf(input, elders, minutesExpected, input.minutesBetween ?? restMinutes);
    if (!input.allowDuplicate) await refuseTwins(tx, elders, kindId, times);
    const volunteersNeeded = placesOf({ teamIds }, input.volunteersOfEachTeam);
    const communityIds = unique([...homes, ...(await homesOf(tx, teamIds))]);
    await tx.add(JointVisit, {
      id: jointVisitId,
      communityId: homes[0] as string,
      communityIds,
      teamIds,
      kindId,
      name: input.name,
      note: blankToNull(input.note),
      beginsAt: times[0]?.requestedFrom as string,
      endsAt: times.at(-1)?.requestedTo as string,
      volunteersOfEachTeam: input.volunteersOfEachTeam,
      plannedByAccountId: tx.actor.accountId,
      plannedAt: tx.caller.now(),
      version: 1,
    });
    await tx.flush();
    for (const [index, elder] of elders.entries()) {
      const { place, note, sensitiveNote } = input.stops[
        index
      ] as PlanJointVisitInput['stops'][number];
      const shared = {
        urgency: 'NORMAL' as const,
        minutesExpected,
        volunteersNeeded,
        teamIds,
        actingFor: input.actingFor,
      };
      await openRequest(tx, {
        requestId: newId(),
        elder,
        kind,
        details: {
          ...shared,
          ...(times[index] as (typeof times)[number]),
          place,
          note,
          sensitiveNote,
        },
        source: 'DISPATCHER',
        joint: {
          jointVisitId,
          offeredCommunityIds: communityIds.filter((id) => id !== elder.communityId),
        },
      });
    }
    return { jointVisitId };
  });
}

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
  const volunteerIds = unique(
    input.volunteerIds.map((id, index) =>
      idFrom('volunteer', id, 'input', 'volunteerIds', String(index)),
    ),
  );
  return changing(ctx, 'acceptJointVisit', input, async (tx, joint) => {
    const about = { kind: 'jointvisit', id: joint.id };
    await tx.authorize(
      'jointVisit:accept',
      { communityId: joint.communityId, teamIds: [teamId] },
      about,
    );
    checkVersion(joint, input.expectedVersion);
    let taken = 0;
    for (const request of await requestsIn(tx, joint, ['OPEN'])) {
      if (await hasFilledItsQuota(tx, request, teamId)) continue;
      const found = await loadAssignmentFacts(tx, request, volunteerIds);
      await acceptForTeam(tx, request, found, { teamId, expectedVersion: request.version });
      taken += 1;
    }
    if (taken === 0) throw new Refusal('JOINT_VISIT_NOT_OPEN');
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
      await releaseVisit(tx, request, visit, input.reason);
    }
    if (!isAllowed) throw new Refusal('REQUEST_NOT_ASSIGNED');
  });
}

/**
 * Moves all requests that have not begun by the same offset as the first of them. Refuses unless
 * all expected volunteers can come.
 * Refuses with JOINT_VISIT_NOT_OPEN, VERSION_CONFLICT, TIME_WINDOW_PAST, DOUBLE_BOOKED,
 * REST_TOO_SHORT, OVERWORKED, NOT_FOUND, NOT_ALLOWED.
 */
export async function rescheduleJointVisit(
  ctx: Context,
  input: RescheduleJointVisitInput,
): Promise<{ jointVisitId: string }> {
  return changing(ctx, 'rescheduleJointVisit', input, async (tx, joint) => {
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
    const [span] = await tx.rows<{ beginsAt: string; endsAt: string }>(selectSpan, [
      tx.foundationId,
      joint.id,
    ]);
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
  const requests = await requestsIn(tx, joint, ['IN_REVIEW', 'OPEN', 'ASSIGNED']);
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

/** Locks in order of the elders' ids, as everywhere. */
async function refuseTwins(
  tx: MutationTransaction,
  elders: readonly Elder[],
  kindId: string,
  times: readonly StopTime[],
): Promise<void> {
  const stops = elders.map(({ id: elderId }, index) => ({
    elderId,
    kindId,
    ...(times[index] as StopTime),
  }));
  for (const stop of stops.toSorted((left, right) => (left.elderId < right.elderId ? -1 : 1)))
    await refuseDuplicateRequest(tx, stop);
}

/** Locks the requests in one of these states. Gives them in itinerary order. */
async function requestsIn(
  tx: MutationTransaction,
  joint: JointVisit,
  states: readonly ServiceRequest['state'][],
): Promise<ServiceRequest[]> {
  const rows = await tx.rows<{ id: string }>(selectRequests, [tx.foundationId, joint.id, states]);
  const requests: ServiceRequest[] = [];
  // Locks in order of ids, as everywhere.
  for (const { id } of rows) requests.push(await tx.lock(ServiceRequest, 'request', id));
  return requests
    .filter((request) => states.includes(request.state))
    .toSorted((left, right) => Date.parse(left.requestedFrom) - Date.parse(right.requestedFrom));
}

/** Authorizes in each community, with one audit entry. */
async function authorizeIn(
  tx: MutationTransaction,
  action: string,
  communityIds: readonly string[],
  about: { kind: string; id: string; reason?: string },
): Promise<void> {
  const [first, ...others] = communityIds;
  for (const communityId of others) tx.caller.authorize(action, { communityId });
  await tx.authorize(action, { communityId: first ?? null }, about);
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
  'select id from service_request where foundation_id = $1 and joint_visit_id = $2 and state = any ($3) order by id',
);
const selectSpan = statement(
  `select min(requested_from) as begins_at, max(requested_to) as ends_at from service_request
   where foundation_id = $1 and joint_visit_id = $2 and state not in ('CANCELLED', 'EXPIRED')`,
);
