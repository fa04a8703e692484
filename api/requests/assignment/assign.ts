import type { AssignServiceRequestInput } from '../../../schema/requests/request-inputs.ts';
import { idFrom } from '../../platform/common/ids.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { addVisitsDeferred, transitionWhenFilled } from './add-visits.ts';
import { assignmentResource, loadAssignmentFacts } from './assignment-facts.ts';
import { loadEligibility, planTime } from './eligibility.ts';
import { ensureAssignable } from './ensure-assignable.ts';
import { dispatching, ensureEligible } from './ensure-eligible.ts';

/**
 * Assigns an open request to a volunteer on behalf of a dispatcher, regardless of the offer order.
 * A reason overrides obstacles of the volunteer, the elder or the request. The history records it.
 * Refuses with REQUEST_NOT_OPEN, VERSION_CONFLICT, VOLUNTEER_NOT_VETTED, QUALIFICATION_MISSING,
 * ALREADY_TAKES_PART, DOUBLE_BOOKED, REST_TOO_SHORT, OVERWORKED_DAY, OVERWORKED_WEEK,
 * BEGIN_OUTSIDE_WINDOWS, NOT_FOUND, NOT_ALLOWED, and without a reason with NOT_FREE, TOO_FAR,
 * TEAM_NOT_ASKED, GENDER_OTHER.
 */
export async function assignServiceRequest(
  ctx: Context,
  input: AssignServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  const { expectedVersion, begin, reason = null } = input;
  return ctx.mutate({ operation: 'assignServiceRequest', input }, async (tx) => {
    // Load.
    const facts = await loadAssignmentFacts(tx, requestId, [volunteerId]);
    // Authorize.
    const about = { kind: 'request', id: requestId, reason };
    await tx.authorize('request:assign', assignmentResource(facts), about);
    // Decide: the request first, then its volunteer at the time of the visit.
    ensureAssignable(facts, { order: 'OUT_OF_TURN', expectedVersion, begin });
    const time = await planTime(tx, facts, begin);
    const flags = ensureEligible(await loadEligibility(tx, facts, time), dispatching(reason));
    // Change.
    await addVisitsDeferred(tx, facts, time, flags);
    await transitionWhenFilled(tx, facts, reason);
    return { requestId };
  });
}
