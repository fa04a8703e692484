import type { WithdrawFromServiceRequestInput } from '../../../schema/requests/request-inputs.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { idFrom } from '../../platform/common/ids.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { performerOf, plannedVisitsOf } from '../request-lifecycle.ts';
import { ensureWithdrawable, visitToWithdraw } from './ensure-withdrawable.ts';
import { releaseVisit } from './release-visit.ts';

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
  const { expectedVersion, reason } = input;
  return ctx.mutate({ operation: 'withdrawFromServiceRequest', input }, async (tx) => {
    // Load.
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const visits = await plannedVisitsOf(tx, requestId);
    const ownPersonIds = tx.actor.grants.map((grant) => grant.personId);
    const chosen = visitToWithdraw(visits, { volunteerId, ownPersonIds });
    // Authorize.
    const performer = chosen && (await performerOf(tx, chosen));
    const resource = { communityId: request.communityId, ...performer };
    await tx.authorize('request:withdraw', resource, { kind: 'request', id: requestId, reason });
    // Decide.
    const visit = ensureWithdrawable(request, chosen, expectedVersion);
    // Change.
    await releaseVisit(tx, request, visit, { to: 'WITHDRAWN', reason });
    return { requestId };
  });
}
