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
  await tx.rows(markThem, {
    volunteerId: visit.volunteerId,
    visitId: visit.id,
    state,
    reason,
    stateSince: tx.caller.now(),
  });
}

/** Revoked when the visit was its only line, else corrected. */
const markThem = statement(
  'certification.markThem',
  `update service_certificate set state = case when :state::text = 'REVOKED' and visits = 1 then 'REVOKED' else 'CORRECTED' end,
     state_since = :stateSince, state_reason = :reason
   where foundation_id = :foundationId and volunteer_id = :volunteerId and :visitId::uuid = any (visit_ids) and state <> 'REVOKED'`,
);
