import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { recordChange } from '../request-lifecycle.ts';
import { isNotFree } from './eligibility.ts';
import { rulesOf } from './rules.ts';

/**
 * Changes a volunteer's availability. Upcoming visits that fall outside it as a result are flagged
 * and raise an alarm, so that a dispatcher asks. The flag goes when the volunteer is free again.
 */
export async function recheckAvailability(
  tx: MutationTransaction,
  volunteerId: string,
  work: () => Promise<void>,
): Promise<void> {
  const before = new Set(await unfreeVisits(tx, volunteerId));
  await work();
  await tx.flush();
  const after = new Set(await unfreeVisits(tx, volunteerId));
  await tx.acrossCommunities(async () => {
    const ahead = await visitsAhead(tx, volunteerId);
    // Requests are locked in order of ids, see lock-volunteers.ts.
    for (const [visitId, requestId] of ahead.toSorted(byRequest)) {
      if (after.has(visitId) !== before.has(visitId))
        await flag(tx, requestId, visitId, after.has(visitId));
    }
  });
}

async function flag(
  tx: MutationTransaction,
  requestId: string,
  visitId: string,
  isInDoubt: boolean,
): Promise<void> {
  const request = await tx.lock(ServiceRequest, 'request', requestId);
  const visits = await tx.findAll(Visit, { requestId, state: 'PLANNED' });
  const visit = visits.find(({ id }) => id === visitId);
  if (!visit || visit.flags.includes('NOT_FREE') === isInDoubt) return;
  visit.flags = isInDoubt
    ? [...visit.flags, 'NOT_FREE']
    : visit.flags.filter((each) => each !== 'NOT_FREE');
  const isStillInDoubt = visits.some(({ flags }) => flags.includes('NOT_FREE'));
  const others = request.alarms.filter((alarm) => alarm !== 'VOLUNTEER_IN_DOUBT');
  request.alarms = isStillInDoubt ? [...others, 'VOLUNTEER_IN_DOUBT'] : others;
  await recordChange(tx, request, isInDoubt ? 'REQUEST_ALARM_RAISED' : 'REQUEST_CHANGED', {
    fields: ['alarms'],
  });
}

/** Upcoming visits outside a volunteer's stated availability. */
async function unfreeVisits(tx: MutationTransaction, volunteerId: string): Promise<string[]> {
  return tx.acrossCommunities(async () => {
    const rules = await rulesOf(tx);
    const unfree: string[] = [];
    for (const [visitId, requestId, from, to] of await visitsAhead(tx, volunteerId)) {
      const request = await tx.find(ServiceRequest, 'request', requestId);
      if (await isNotFree(tx, request, volunteerId, { from, to }, rules)) unfree.push(visitId);
    }
    return unfree;
  });
}

function byRequest([, left]: readonly string[], [, right]: readonly string[]): number {
  return (left as string) < (right as string) ? -1 : 1;
}

async function visitsAhead(
  tx: MutationTransaction,
  volunteerId: string,
): Promise<[string, string, string, string][]> {
  const rows = await tx.rows<{
    id: string;
    requestId: string;
    plannedFrom: string;
    plannedTo: string;
  }>(selectVisitsAhead, { volunteerId, from: tx.caller.now() });
  return rows.map(({ id, requestId, plannedFrom, plannedTo }) => [
    id,
    requestId,
    plannedFrom,
    plannedTo,
  ]);
}

/** Bounded: a volunteer with more upcoming visits is alerted about the next ones. */
const selectVisitsAhead = statement(
  'requests.selectVisitsAhead',
  `select id, request_id, planned_from, planned_to from visit
   where foundation_id = :foundationId and volunteer_id = :volunteerId and state = 'PLANNED' and planned_to > :from order by planned_from, id limit 50`,
);
