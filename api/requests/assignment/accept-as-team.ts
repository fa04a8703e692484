import type { AcceptServiceRequestAsTeamInput } from '../../../schema/requests/request-inputs.ts';
import { idFrom } from '../../platform/common/ids.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { addVisitsDeferred, transitionWhenFilled } from './add-visits.ts';
import { type AssignmentFacts, loadAssignmentFacts } from './assignment-facts.ts';
import { loadEligibility, planTime } from './eligibility.ts';
import { ensureAssignable, ensureTeamAsked } from './ensure-assignable.ts';
import { acceptance, ensureEligible } from './ensure-eligible.ts';

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
  const volunteerIds = memberIdsFrom(input);
  return ctx.mutate({ operation: 'acceptServiceRequestAsTeam', input }, async (tx) => {
    // Load.
    const facts = await loadAssignmentFacts(tx, requestId, volunteerIds, teamId);
    // Authorize.
    const resource = { communityId: facts.request.communityId, teamIds: [teamId] };
    const about = { kind: 'request', id: requestId };
    await tx.authorize('request:acceptAsTeam', resource, about);
    // Decide and change.
    await assignTeam(tx, facts, { ...input, teamId });
    return { requestId };
  });
}

/**
 * Assigns members of a team, for an authorized caller.
 * Refuses as acceptServiceRequestAsTeam does.
 */
export async function assignTeam(
  tx: MutationTransaction,
  facts: AssignmentFacts,
  asked: { teamId: string; expectedVersion: number; begin?: string | null },
): Promise<void> {
  const { teamId, expectedVersion, begin } = asked;
  // Decide: the team and the request first, then the volunteers at the time of the visit.
  ensureTeamAsked(facts, teamId);
  ensureAssignable(facts, { order: 'IN_TURN', expectedVersion, begin });
  const time = await planTime(tx, facts, begin);
  const flags = ensureEligible(await loadEligibility(tx, facts, time), acceptance);
  // Change.
  await addVisitsDeferred(tx, facts, time, flags);
  await transitionWhenFilled(tx, facts);
}

/** Ids of the named members, without duplicates. Refuses with INVALID_ID. */
export function memberIdsFrom({ volunteerIds }: { volunteerIds: readonly string[] }): string[] {
  const ids = volunteerIds.map((id, index) =>
    idFrom('volunteer', id, 'input', 'volunteerIds', String(index)),
  );
  return [...new Set(ids)];
}
