import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';

/**
 * Marks every certificate that lists a visit as corrected or revoked. Printed content stays;
 * verification shows the mark. A corrected certificate never becomes valid again.
 */
export async function markCertificates(
  tx: MutationTransaction,
  visit: Pick<Visit, 'id' | 'volunteerId'>,
  state: 'CORRECTED' | 'REVOKED',
  reason: string,
): Promise<void> {
  await tx.rows(markThem, [
    tx.foundationId,
    visit.volunteerId,
    visit.id,
    state,
    reason,
    tx.caller.now(),
  ]);
}

/** Revoked when the visit was its only line, else corrected. */
const markThem = statement(
  `update service_certificate set state = case when $4::text = 'REVOKED' and visits = 1 then 'REVOKED' else 'CORRECTED' end,
     state_since = $6, state_reason = $5
   where foundation_id = $1 and volunteer_id = $2 and $3::uuid = any (visit_ids) and state <> 'REVOKED'`,
);
