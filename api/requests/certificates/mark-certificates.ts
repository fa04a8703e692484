import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';

/**
 * Says on every certificate that a visit stands on that it was corrected or revoked since. What was printed stays what it was;
 * whoever checks it is told. A certificate that was corrected once is not valid again.
 */
export async function markCertificates(
  tx: MutationTransaction,
  visit: Pick<Visit, 'id' | 'volunteerId'>,
  state: 'CORRECTED' | 'REVOKED',
  reason: string,
): Promise<void> {
  await tx.rows(markThem, [tx.foundationId, visit.volunteerId, visit.id, state, reason, tx.caller.now()]);
}

/** One that stood on this visit alone is revoked with it; one that stood on more of them is corrected. */
const markThem = statement(
  `update service_certificate set state = case when $4::text = 'REVOKED' and visits = 1 then 'REVOKED' else 'CORRECTED' end,
     state_since = $6, state_reason = $5
   where foundation_id = $1 and volunteer_id = $2 and $3::uuid = any (visit_ids) and state <> 'REVOKED'`,
);
