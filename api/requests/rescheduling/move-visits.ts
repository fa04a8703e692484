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
import {
  checkWindows,
  firstPlannedTime,
  isInWindows,
  type PlannedTime,
  plannedTimeFrom,
  spanOf,
} from '../time-windows.ts';

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
        event: 'REQUEST_REOPENED',
        reason: how.reason,
        teamId: null,
      });
    }
  } else {
    const time = firstPlannedTime(request, tx.caller.nowMs());
    await moveVisits(tx, request, visits, () => time);
  }
  const fields = ['requestedFrom', 'requestedTo', 'windows'];
  return recordChange(tx, request, 'REQUEST_RESCHEDULED', { reason: how.reason, fields, before });
}

/**
 * Gives planned visits the new duration of their request. A visit keeps its begin, unless it would
 * end after its window. The caller has locked the expected volunteers, and then the request.
 * Refuses with DOUBLE_BOOKED, REST_TOO_SHORT, OVERWORKED.
 */
export async function resizeVisits(
  tx: MutationTransaction,
  request: ServiceRequest,
  visits: readonly Visit[],
): Promise<void> {
  const first = firstPlannedTime(request, tx.caller.nowMs());
  await moveVisits(tx, request, visits, ({ plannedFrom }) =>
    plannedFrom && isInWindows(request, plannedFrom)
      ? plannedTimeFrom(request, plannedFrom)
      : first,
  );
}

/** Moves planned visits. A volunteer who may not be free then has to be asked. */
async function moveVisits(
  tx: MutationTransaction,
  request: ServiceRequest,
  visits: readonly Visit[],
  timeOf: (visit: Visit) => PlannedTime,
): Promise<void> {
  const volunteerIds = visits.map((visit) => visit.volunteerId);
  // The caller has locked those it expected. One who joined before the request was locked follows
  // here, out of the lock order.
  await lockVolunteers(tx, volunteerIds);
  const rules = await rulesOf(tx);
  for (const { time, group } of byTime(visits, timeOf)) {
    const groupIds = group.map((visit) => visit.volunteerId);
    const assignees = await loadAssignees(tx, request, groupIds);
    for (const assignee of assignees) ensureVetted(assignee);
    const facts = { request, assignees, rules };
    const flags = ensureEligible(await loadEligibility(tx, facts, time), rescheduling);
    for (const visit of group)
      Object.assign(visit, time, { flags: flags.get(visit.volunteerId) ?? [] });
  }
  const isInDoubt = visits.some((visit) => visit.flags.includes('NOT_FREE'));
  request.alarms = request.alarms.filter((alarm) => alarm !== 'VOLUNTEER_IN_DOUBT');
  if (isInDoubt) request.alarms = [...request.alarms, 'VOLUNTEER_IN_DOUBT'];
}

/** Visits grouped by their new time: mostly one group. */
function byTime(
  visits: readonly Visit[],
  timeOf: (visit: Visit) => PlannedTime,
): Iterable<{ time: PlannedTime; group: Visit[] }> {
  const groups = new Map<string, { time: PlannedTime; group: Visit[] }>();
  for (const visit of visits) {
    const time = timeOf(visit);
    const known = groups.get(time.plannedFrom);
    if (known) known.group.push(visit);
    else groups.set(time.plannedFrom, { time, group: [visit] });
  }
  return groups.values();
}
