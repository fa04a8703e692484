import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';

/**
 * Locks volunteers until the transaction ends. Changes to their visits and to their eligibility are
 * thereby serialized per volunteer, and later reads see all committed changes.
 *
 * Lock order: the joint visit, then volunteers in order of ids, then requests in order of ids. In one
 * order, mutations wait for each other but never in a circle. Volunteers come first, because a
 * mutation that ends an eligibility ground knows a volunteer before the requests (reconsider.ts).
 * Two cases are out of order: a certification locks its volunteer last, for the star, and a
 * rescheduled request may gain a volunteer before it is locked (move-visits.ts). A deadlock in them
 * runs the transaction again. A withdrawal locks no volunteer: it only frees time, so a judgement
 * that misses it is too strict and never wrong.
 */
export async function lockVolunteers(
  tx: MutationTransaction,
  volunteerIds: readonly string[],
): Promise<void> {
  await tx.rowsAcrossCommunities(selectToLock, { volunteerIds });
}

/** Locks the volunteers who are expected at requests. The requests are locked after it. */
export async function lockExpectedVolunteers(
  tx: MutationTransaction,
  requestIds: readonly string[],
): Promise<void> {
  await tx.rowsAcrossCommunities(selectExpectedToLock, { requestIds });
}

const selectToLock = statement(
  'requests.selectToLock',
  'select id from volunteer where foundation_id = :foundationId and id = any (:volunteerIds) order by id for no key update',
);
const selectExpectedToLock = statement(
  'requests.selectExpectedToLock',
  `select id from volunteer where foundation_id = :foundationId and id in (
     select volunteer_id from visit where foundation_id = :foundationId and request_id = any (:requestIds) and state = 'PLANNED')
   order by id for no key update`,
);
