import { checkVersion } from '../../platform/database/check-version.ts';
import type {
  AcceptServiceRequestAsTeamInput,
  AcceptServiceRequestInput,
  AssignServiceRequestInput,
  WithdrawFromServiceRequestInput,
} from '../../../schema/requests/request-inputs.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { requireOffered } from '../dispatch/audience.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { offerToCurrentAudience } from '../escalation/offer.ts';
import { freeHoldsOf } from '../holds.ts';
import { recordChange, transition, performerOf, plannedVisitsOf } from '../request-lifecycle.ts';
import { withFullVisibility } from '../elevated-visibility.ts';
import { plannedTime } from '../time-windows.ts';
import { checkEligibility, firstTime, type Rules, rulesOf } from './eligibility.ts';
import { checkTeamQuotas } from './team-quotas.ts';
import { lockVolunteers, type Assignee, loadAssignees } from './assignees.ts';

/**
 * Assigns an open request to the calling volunteer, or to a volunteer of the calling team leader.
 * Refuses with REQUEST_NOT_OPEN, VERSION_CONFLICT, OFFERED_TO_OTHERS_FIRST, PLACES_KEPT,
 * VOLUNTEER_NOT_VETTED, QUALIFICATION_MISSING, ALREADY_TAKES_PART, GENDER_OTHER, DOUBLE_BOOKED,
 * REST_TOO_SHORT, OVERWORKED_DAY, OVERWORKED_WEEK, BEGIN_OUTSIDE_WINDOWS, NOT_FOUND, NOT_ALLOWED.
 */
export async function acceptServiceRequest(
  ctx: Context,
  input: AcceptServiceRequestInput,
): Promise<{ requestId: string }> {
  return giveToVolunteer(ctx, input, 'acceptServiceRequest', 'request:accept');
}

/**
 * Assigns an open request to a volunteer on behalf of a dispatcher, regardless of the offer order.
 * A reason overrides obstacles of the volunteer, the elder or the request. The history records it.
 * Refuses as acceptServiceRequest does, and with NOT_FREE, TOO_FAR, TEAM_NOT_ASKED, GENDER_OTHER.
 */
export async function assignServiceRequest(
  ctx: Context,
  input: AssignServiceRequestInput,
): Promise<{ requestId: string }> {
  return giveToVolunteer(ctx, input, 'assignServiceRequest', 'request:assign');
}

/**
 * Assigns a request to the members that a team leader names: all of them, or none. Several teams,
 * also of different communities, may share one request, which reserves a quota of slots for each.
 * Refuses as acceptServiceRequest does, and with TOO_MANY_VOLUNTEERS, NOT_IN_TEAM, TEAM_NOT_ASKED.
 */
export async function acceptServiceRequestAsTeam(
  ctx: Context,
  input: AcceptServiceRequestAsTeamInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  const teamId = idFrom('team', input.teamId, 'input', 'teamId');
  const volunteerIds = [
    ...new Set(
      input.volunteerIds.map((id, index) =>
        idFrom('volunteer', id, 'input', 'volunteerIds', String(index)),
      ),
    ),
  ];
  return ctx.mutate({ operation: 'acceptServiceRequestAsTeam', input }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const found = await loadAssignmentFacts(tx, request, volunteerIds);
    const subject = { communityId: request.communityId, teamIds: [teamId] };
    await tx.authorize('request:acceptAsTeam', subject, { kind: 'request', id: requestId });
    await acceptForTeam(tx, request, found, { ...input, teamId });
    return { requestId };
  });
}

/**
 * Assigns team members. Refuses when a volunteer is not a member (NOT_IN_TEAM) or the team was not
 * asked (TEAM_NOT_ASKED).
 */
export async function acceptForTeam(
  tx: MutationTransaction,
  request: ServiceRequest,
  found: AssignmentFacts,
  how: { expectedVersion: number; begin?: string | null; teamId: string },
): Promise<void> {
  const stranger = found.takers.find((taker) => !taker.teamIds.includes(how.teamId));
  if (stranger)
    throw new Refusal('NOT_IN_TEAM', { name: stranger.displayName }, ['input', 'volunteerIds']);
  if (request.teamIds.length > 0 && !request.teamIds.includes(how.teamId))
    throw new Refusal('TEAM_NOT_ASKED', {}, ['input', 'teamId']);
  await take(tx, request, found, { ...how, respectsOfferOrder: true });
}

/**
 * Withdraws a volunteer, which reopens the slot. Shortly before the begin the urgency rises and an
 * alarm is raised on the board.
 * Refuses with REQUEST_NOT_ASSIGNED, VOLUNTEER_NEEDED, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function withdrawFromServiceRequest(
  ctx: Context,
  input: WithdrawFromServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  const volunteerId = input.volunteerId
    ? idFrom('volunteer', input.volunteerId, 'input', 'volunteerId')
    : null;
  return ctx.mutate({ operation: 'withdrawFromServiceRequest', input }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const visit = visitToGiveUp(tx, await plannedVisitsOf(tx, requestId), volunteerId);
    const subject = {
      communityId: request.communityId,
      ...(visit && (await performerOf(tx, visit))),
    };
    await tx.authorize('request:withdraw', subject, {
      kind: 'request',
      id: requestId,
      reason: input.reason,
    });
    if (!visit) throw new Refusal('REQUEST_NOT_ASSIGNED');
    checkVersion(request, input.expectedVersion);
    await releaseVisit(tx, request, visit, input.reason);
    return { requestId };
  });
}

/** Ends a visit as withdrawn or as a no-show, and reopens its slot. */
export async function releaseVisit(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  reason: string,
  state: 'WITHDRAWN' | 'NO_SHOW' = 'WITHDRAWN',
): Promise<void> {
  visit.state = state;
  await tx.flush();
  const policy = await dispatchPolicyOf(tx, tx.foundationId, tx.caller.now());
  const begin = Date.parse(visit.plannedFrom ?? request.requestedFrom);
  if (begin - tx.caller.nowMs() <= policy.lateWithdrawalMinutes * 60_000) {
    request.urgency = request.urgency === 'NORMAL' ? 'SOON' : 'URGENT';
    request.alarms = [...new Set([...request.alarms, 'LATE_WITHDRAWAL' as const])];
  }
  const payload = { volunteerId: visit.volunteerId };
  await offerToCurrentAudience(tx, request);
  if (request.state === 'ASSIGNED')
    await transition(tx, request, 'OPEN', {
      event: 'RequestReopened',
      payload,
      reason,
      teamId: null,
    });
  else await recordChange(tx, request, 'VolunteerWithdrew', { payload, reason });
}

async function giveToVolunteer(
  ctx: Context,
  input: AcceptServiceRequestInput & Pick<AssignServiceRequestInput, 'reason'>,
  operation: string,
  action: string,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  return ctx.mutate({ operation, input }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const found = await loadAssignmentFacts(tx, request, [volunteerId]);
    const [taker] = found.takers as [Assignee];
    const subject = {
      communityId: request.communityId,
      volunteerPersonId: taker.personId,
      teamIds: taker.teamIds,
    };
    await tx.authorize(action, subject, {
      kind: 'request',
      id: requestId,
      reason: input.reason ?? null,
    });
    await take(tx, request, found, {
      ...input,
      teamId: null,
      respectsOfferOrder: action === 'request:accept',
    });
    return { requestId };
  });
}

/** Facts that decide an assignment, beside the request itself. */
export interface AssignmentFacts {
  takers: readonly Assignee[];
  /** Holds that no active visit uses. */
  holds: readonly string[];
  rules: Rules;
}

/** Loads the facts in one round trip. Refuses with NOT_FOUND. */
export async function loadAssignmentFacts(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerIds: readonly string[],
): Promise<AssignmentFacts> {
  const [, takers, holds, rules] = await Promise.all([
    // The lock comes first, in order of volunteer ids. Concurrent assignments of one volunteer wait
    // here, and so do changes to the volunteer's eligibility (reconsider.ts). Later reads see all
    // committed changes.
    lockVolunteers(tx, volunteerIds),
    loadAssignees(tx, request, volunteerIds),
    freeHoldsOf(tx, request),
    rulesOf(tx),
  ]);
  return { takers, holds, rules };
}

/** Assigns volunteers. The request becomes ASSIGNED once all its slots are filled. */
async function take(
  tx: MutationTransaction,
  request: ServiceRequest,
  { takers, holds, rules }: AssignmentFacts,
  how: {
    expectedVersion: number;
    begin?: string | null;
    teamId: string | null;
    respectsOfferOrder: boolean;
    /** Reason of a dispatcher who overrides obstacles. */
    reason?: string | null;
  },
): Promise<void> {
  // Checked before the version: "already taken" is clearer to the later caller than a version
  // conflict.
  if (request.state !== 'OPEN') throw new Refusal('REQUEST_NOT_OPEN', { state: request.state });
  checkVersion(request, how.expectedVersion);
  if (how.respectsOfferOrder) for (const taker of takers) requireOffered(request, taker);
  if (takers.length > holds.length)
    throw new Refusal('TOO_MANY_VOLUNTEERS', { places: holds.length }, ['input', 'volunteerIds']);
  const teamOf = (taker: Assignee) => how.teamId ?? teamFor(request, taker);
  if (how.respectsOfferOrder) await checkTeamQuotas(tx, request, takers.map(teamOf), holds.length);
  const nowMs = tx.caller.nowMs();
  const time = how.begin
    ? plannedTime(request, how.begin, nowMs)
    : await firstTime(
        tx,
        request,
        takers.map(({ id }) => id),
        rules,
      );
  const { reason = null } = how;
  const flagsOf = await checkEligibility(tx, request, takers, time, rules, {
    saidBy: how.respectsOfferOrder ? 'LEADER' : 'DISPATCHER',
    reason,
  });
  for (const [index, taker] of takers.entries()) {
    await addVisit(tx, request, taker, {
      ...time,
      teamId: teamOf(taker),
      holdId: holds[index] as string,
      flags: flagsOf.get(taker.id) ?? [],
    });
  }
  const payload = { volunteerId: (takers[0] as Assignee).id };
  if (takers.length === holds.length) {
    await transition(tx, request, 'ASSIGNED', {
      event: 'RequestAssigned',
      payload,
      reason,
      teamId: teamOf(takers[0] as Assignee),
    });
  } else await recordChange(tx, request, 'VolunteerJoined', { payload, reason });
}

/** Team that a volunteer goes for: one that was asked, else one that serves the community. */
function teamFor(request: ServiceRequest, { teamIds, servingTeamIds }: Assignee): string | null {
  return (
    teamIds.find((id) => request.teamIds.includes(id)) ?? servingTeamIds[0] ?? teamIds[0] ?? null
  );
}

async function addVisit(
  tx: MutationTransaction,
  request: ServiceRequest,
  taker: Assignee,
  about: {
    plannedFrom: string;
    plannedTo: string;
    teamId: string | null;
    holdId: string;
    flags: string[];
  },
): Promise<void> {
  // The leader of a neighbouring team inserts a visit in a community that is otherwise out of
  // reach.
  await withFullVisibility(tx, request, async () =>
    tx.addDeferred(Visit, {
      communityId: request.communityId,
      requestId: request.id,
      elderPersonId: request.elderPersonId,
      volunteerId: taker.id,
      volunteerPersonId: taker.personId,
      helperCommunityId: taker.communityId,
      state: 'PLANNED',
      ...about,
    }),
  );
}

/**
 * The visit to withdraw: the named volunteer's, the caller's own, or the only one. Refuses with
 * VOLUNTEER_NEEDED.
 */
function visitToGiveUp(
  tx: MutationTransaction,
  visits: readonly Visit[],
  volunteerId: string | null,
): Visit | null {
  if (volunteerId) return visits.find((visit) => visit.volunteerId === volunteerId) ?? null;
  const personIds = new Set(tx.actor.grants.map((grant) => grant.personId));
  const own = visits.find((visit) => personIds.has(visit.volunteerPersonId));
  if (own || visits.length <= 1) return own ?? visits[0] ?? null;
  throw new Refusal('VOLUNTEER_NEEDED', { count: visits.length }, ['input', 'volunteerId']);
}
