import type { AcceptServiceRequestInput } from '../../../schema/requests/request-inputs.ts';
import { idFrom } from '../../platform/common/ids.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { addVisitsDeferred, transitionWhenFilled } from './add-visits.ts';
import { assignmentResource, loadAssignmentFacts } from './assignment-facts.ts';
import { loadEligibility, planTime } from './eligibility.ts';
import { ensureAssignable } from './ensure-assignable.ts';
import { acceptance, ensureEligible } from './ensure-eligible.ts';

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
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  const { expectedVersion, begin } = input;
  return ctx.mutate({ operation: 'acceptServiceRequest', input }, async (tx) => {
    // Load.
    const facts = await loadAssignmentFacts(tx, requestId, [volunteerId]);
    // Authorize.
    const about = { kind: 'request', id: requestId };
    await tx.authorize('request:accept', assignmentResource(facts), about);
    // Decide: the request first, then its volunteer at the time of the visit.
    ensureAssignable(facts, { order: 'IN_TURN', expectedVersion, begin });
    const time = await planTime(tx, facts, begin);
    const flags = ensureEligible(await loadEligibility(tx, facts, time), acceptance);
    // Change.
    await addVisitsDeferred(tx, facts, time, flags);
    await transitionWhenFilled(tx, facts);
    return { requestId };
  });
}
