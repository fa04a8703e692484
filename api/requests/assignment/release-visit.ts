import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { offerToCurrentAudience } from '../escalation/offer.ts';
import { recordChange, transition, visitStatesOf } from '../request-lifecycle.ts';
import { stateOfVisits } from '../state-of-visits.ts';

/**
 * Ends a planned visit as withdrawn or as a no-show, and offers its place again. The request is
 * open again if it was ASSIGNED. If other volunteers have begun, its state follows from their
 * visits. The caller has locked the request and authorized.
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
      event: 'REQUEST_REOPENED',
      payload,
      reason,
      teamId: null,
    });
  else await followOthers(tx, request, { payload, reason });
}

/** A request in progress waits for this volunteer no longer. */
async function followOthers(
  tx: MutationTransaction,
  request: ServiceRequest,
  change: { payload: Record<string, string>; reason: string },
): Promise<void> {
  const event = 'VOLUNTEER_WITHDREW';
  const state =
    request.state === 'IN_PROGRESS'
      ? (stateOfVisits(await visitStatesOf(tx, request), request.volunteersNeeded) ?? request.state)
      : request.state;
  if (state === request.state) await recordChange(tx, request, event, change);
  else await transition(tx, request, state, { event, ...change });
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
