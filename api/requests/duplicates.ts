import { encodeId } from '../../schema/ids.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';

/**
 * Refuses with POSSIBLE_DUPLICATE and the id of the first when an elder has the same kind of
 * request at the same time: most likely a second click, or a call that two people wrote down. Locks
 * the elder, so that of two concurrent calls the second finds the first.
 */
export async function refuseDuplicateRequest(
  tx: MutationTransaction,
  about: { elderId: string; kindId: string; requestedFrom: string; requestedTo: string },
): Promise<void> {
  const { elderId, kindId, requestedFrom, requestedTo } = about;
  await tx.rows(lockElder, { elderId });
  const [twin] = await tx.rows<{ id: string; jointVisitId: string | null }>(selectTwin, {
    elderId,
    kindId,
    requestedFrom,
    requestedTo,
  });
  if (!twin) return;
  const { id, jointVisitId } = twin;
  throw new Refusal('POSSIBLE_DUPLICATE', {
    id: jointVisitId ? encodeId('jointvisit', jointVisitId) : encodeId('request', id),
  });
}

/** The same for a series with the same rule and begin. */
export async function refuseDuplicateSeries(
  tx: MutationTransaction,
  about: { elderId: string; kindId: string; rule: string; startsAt: string },
): Promise<void> {
  const { elderId, kindId, rule, startsAt } = about;
  await tx.rows(lockElder, { elderId });
  const [twin] = await tx.rows<{ id: string }>(selectTwinSeries, {
    elderId,
    kindId,
    rule,
    startsAt,
  });
  if (twin) throw new Refusal('POSSIBLE_DUPLICATE', { id: encodeId('series', twin.id) });
}

const lockElder = statement(
  'requests.lockElder',
  'select id from elder where foundation_id = :foundationId and id = :elderId for no key update',
);
const selectTwin = statement(
  'requests.selectTwin',
  `select id, joint_visit_id from service_request
   where foundation_id = :foundationId and elder_id = :elderId and kind_id = :kindId and requested_from = :requestedFrom and requested_to = :requestedTo
     and state not in ('CANCELLED', 'EXPIRED') order by id limit 1`,
);
const selectTwinSeries = statement(
  'requests.selectTwinSeries',
  `select id from request_series
   where foundation_id = :foundationId and elder_id = :elderId and kind_id = :kindId and upper(rule) = upper(:rule) and starts_at = :startsAt
     and (ends_before is null or ends_before > starts_at) order by id limit 1`,
);
