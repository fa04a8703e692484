import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { offerToCurrentAudience } from '../escalation/offer.ts';
import { recordChange, routingFacts, transition, plannedVisitsOf } from '../request-lifecycle.ts';
import { checkEligibility, rulesOf } from '../assignment/eligibility.ts';
import { lockVolunteers, loadAssignees } from '../assignment/assignees.ts';
import { checkWindows, plannedTime, spanOf } from '../time-windows.ts';

/**
 * Moves a request that has not begun to other windows. Assigned volunteers come then, or are
 * released.
 * Refuses with TIME_WINDOW_INVALID and its like, DOUBLE_BOOKED, REST_TOO_SHORT, OVERWORKED.
 */
export async function moveToWindows(
  tx: MutationTransaction,
  request: ServiceRequest,
  windows: readonly TimeWindow[],
  how: { reason: string; releasesVolunteers: boolean },
): Promise<void> {
  const before = routingFacts(request);
  const span = spanOf(windows);
  request.windows = checkWindows(span, windows, request.minutesExpected, tx.caller.nowMs());
  Object.assign(request, span);
  request.changedFields = [...new Set([...request.changedFields, 'windows'])];
  const visits = await plannedVisitsOf(tx, request.id);
  if (how.releasesVolunteers) {
    for (const visit of visits) visit.state = 'WITHDRAWN';
    await tx.flush();
    if (request.state === 'ASSIGNED') {
      await offerToCurrentAudience(tx, request);
      return transition(tx, request, 'OPEN', {
        event: 'RequestReopened',
        reason: how.reason,
        teamId: null,
      });
    }
  } else {
    const time = plannedTime(request, null, tx.caller.nowMs());
    const volunteerIds = visits.map((visit) => visit.volunteerId);
    await lockVolunteers(tx, volunteerIds);
    const takers = await loadAssignees(tx, request, volunteerIds);
    const staying = takers.map((taker) => ({ ...taker, takesPart: false }));
    const flags = await checkEligibility(tx, request, staying, time, await rulesOf(tx), {
      saidBy: 'NEW_TIME',
    });
    for (const visit of visits)
      Object.assign(visit, time, { flags: flags.get(visit.volunteerId) ?? [] });
    // A volunteer outside the stated availability has to be asked.
    const isInDoubt = visits.some((visit) => visit.flags.includes('NOT_FREE'));
    request.alarms = request.alarms.filter((alarm) => alarm !== 'VOLUNTEER_IN_DOUBT');
    if (isInDoubt) request.alarms = [...request.alarms, 'VOLUNTEER_IN_DOUBT'];
  }
  const fields = ['requestedFrom', 'requestedTo', 'windows'];
  return recordChange(tx, request, 'RequestRescheduled', { reason: how.reason, fields, before });
}
