import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import type { Resource } from '../../platform/authorization/policy.ts';
import { freeHoldsOf } from '../holds.ts';
import { type Assignee, loadAssignees } from './assignees.ts';
import { lockVolunteers } from './lock-volunteers.ts';
import { type Rules, rulesOf } from './rules.ts';
import { loadTeamPlaces, reservesPlaces, type TeamPlaces } from './team-quotas.ts';

/** Facts that decide whether volunteers may be assigned to a request. */
export interface AssignmentFacts {
  request: ServiceRequest;
  /** At least one, in the order of the input. */
  assignees: readonly Assignee[];
  /** Holds that no active visit uses: one for each free place. */
  freeHoldIds: readonly string[];
  /** Empty when the request reserves no places for teams. */
  teamPlaces: readonly TeamPlaces[];
  rules: Rules;
  nowMs: number;
}

/**
 * Locks volunteers and the request, and loads the facts of their assignment. Volunteers go for a
 * team if one is named. Refuses with NOT_FOUND.
 */
export async function loadAssignmentFacts(
  tx: MutationTransaction,
  requestId: string,
  volunteerIds: readonly string[],
  teamId: string | null = null,
): Promise<AssignmentFacts> {
  // Sent together, and executed in this order. Concurrent assignments of one volunteer wait here.
  const [, request] = await Promise.all([
    lockVolunteers(tx, volunteerIds),
    tx.lock(ServiceRequest, 'request', requestId),
  ]);
  return loadFactsOfLocked(tx, request, volunteerIds, teamId);
}

/** Loads the facts in one round trip. The volunteers and the request are locked. */
export async function loadFactsOfLocked(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerIds: readonly string[],
  teamId: string | null,
): Promise<AssignmentFacts> {
  const [assignees, freeHoldIds, teamPlaces, rules] = await Promise.all([
    loadAssignees(tx, request, volunteerIds, teamId),
    freeHoldsOf(tx, request),
    reservesPlaces(request) ? loadTeamPlaces(tx, request) : [],
    rulesOf(tx),
  ]);
  return { request, assignees, freeHoldIds, teamPlaces, rules, nowMs: tx.caller.nowMs() };
}

/** The request and its volunteer, for the rules of authorization about performers. */
export function assignmentResource({ request, assignees }: AssignmentFacts): Resource {
  const [{ personId: volunteerPersonId, teamIds }] = assignees as [Assignee];
  return { communityId: request.communityId, volunteerPersonId, teamIds };
}
