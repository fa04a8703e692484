import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { offerToCurrentAudience } from '../escalation/offer.ts';
import { recordChange, transition } from '../request-lifecycle.ts';

/**
 * Ends a planned visit as withdrawn or as a no-show, and offers its place again. The request is
 * open again if it was ASSIGNED. The caller has locked the request and authorized.
 */
export async function releaseVisit(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  { to, reason }: { to: 'WITHDRAWN' | 'NO_SHOW'; reason: string },
): Promise<void> {
  visit.state = to;
  await tx.flush();
  const policy = await dispatchPolicyOf(tx, tx.foundationId, tx.caller.now());
  if (isLate(request, visit, policy.lateWithdrawalMinutes, tx.caller.nowMs()))
    raiseUrgency(request);
  await offerToCurrentAudience(tx, request);
  const payload = { volunteerId: visit.volunteerId };
  if (request.state === 'ASSIGNED')
    await transition(tx, request, 'OPEN', {
      event: 'RequestReopened',
      payload,
      reason,
      teamId: null,
    });
  else await recordChange(tx, request, 'VolunteerWithdrew', { payload, reason });
}

/** Whether the visit would begin within `lateMinutes`, or has begun. */
function isLate(
  { requestedFrom }: ServiceRequest,
  { plannedFrom }: Visit,
  lateMinutes: number,
  nowMs: number,
): boolean {
  return Date.parse(plannedFrom ?? requestedFrom) - nowMs <= lateMinutes * 60_000;
}

function raiseUrgency(request: ServiceRequest): void {
  request.urgency = request.urgency === 'NORMAL' ? 'SOON' : 'URGENT';
  request.alarms = [...new Set([...request.alarms, 'LATE_WITHDRAWAL' as const])];
}
