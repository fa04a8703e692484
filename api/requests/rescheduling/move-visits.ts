import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { offerToCurrentAudience } from '../escalation/offer.ts';
import { recordChange, routingFacts, transition, plannedVisitsOf } from '../request-lifecycle.ts';
import { loadAssignees } from '../assignment/assignees.ts';
import { loadEligibility } from '../assignment/eligibility.ts';
import { ensureVetted } from '../assignment/ensure-assignable.ts';
import { ensureEligible, rescheduling } from '../assignment/ensure-eligible.ts';
import { lockVolunteers } from '../assignment/lock-volunteers.ts';
import { rulesOf } from '../assignment/rules.ts';
import { checkWindows, firstPlannedTime, spanOf } from '../time-windows.ts';

/**
 * Moves a request that has not begun to other windows. Assigned volunteers come then, or are
 * released. The caller has locked the expected volunteers, unless they are released, and then the
 * request.
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
  } else await moveVisits(tx, request, visits);
  const fields = ['requestedFrom', 'requestedTo', 'windows'];
  return recordChange(tx, request, 'RequestRescheduled', { reason: how.reason, fields, before });
}

/** Moves planned visits into the new windows. A volunteer who may not be free has to be asked. */
async function moveVisits(
  tx: MutationTransaction,
  request: ServiceRequest,
  visits: readonly Visit[],
): Promise<void> {
  const time = firstPlannedTime(request, tx.caller.nowMs());
  const volunteerIds = visits.map((visit) => visit.volunteerId);
  // The caller has locked those it expected. One who joined before the request was locked follows
  // here, out of the lock order.
  await lockVolunteers(tx, volunteerIds);
  const assignees = await loadAssignees(tx, request, volunteerIds);
  for (const assignee of assignees) ensureVetted(assignee);
  const facts = { request, assignees, rules: await rulesOf(tx) };
  const flags = ensureEligible(await loadEligibility(tx, facts, time), rescheduling);
  for (const visit of visits)
    Object.assign(visit, time, { flags: flags.get(visit.volunteerId) ?? [] });
  const isInDoubt = visits.some((visit) => visit.flags.includes('NOT_FREE'));
  request.alarms = request.alarms.filter((alarm) => alarm !== 'VOLUNTEER_IN_DOUBT');
  if (isInDoubt) request.alarms = [...request.alarms, 'VOLUNTEER_IN_DOUBT'];
}
