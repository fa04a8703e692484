import type { StoredStep } from '../../../schema/certification/certification.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import { grantInForce } from '../../identity/grant-in-force.ts';
import { performersOf } from '../../identity/performers.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { blindIndex, deriveKey } from '../../platform/privacy/secrets.ts';
import { addReviewItem } from './anomalies.ts';
import type { PolicyInForce } from './evidence-policy.ts';

/**
 * Enforces the second person of a decision that gives hours: not the performer (authorization rules
 * ensure that), and not the sole author of all evidence. When the sole author is the community's
 * only dispatcher, the policy defines the substitute. Gives the trace steps.
 * Refuses with SECOND_PERSON_NEEDED, OTHERS_EVIDENCE_NEEDED.
 */
export async function secondPersonSteps(
  tx: MutationTransaction,
  visit: Visit,
  policy: PolicyInForce,
  authors: readonly string[],
): Promise<StoredStep[]> {
  const { accountId, displayName: certifier } = tx.actor;
  const isSoleAuthor = authors.length === 1 && authors[0] === accountId;
  if (!isSoleAuthor) return [{ code: 'TRACE_SECOND_PERSON', passed: true, figures: { certifier } }];
  if (await hasOtherDispatcher(tx, visit)) throw new Refusal('SECOND_PERSON_NEEDED');
  if (policy.singleDispatcher === 'OTHERS_EVIDENCE') throw new Refusal('OTHERS_EVIDENCE_NEEDED');
  const percent = policy.callBackPercent;
  if (!isDrawn(tx.caller.services.secretKey, visit.id, percent))
    return [{ code: 'TRACE_SOLE_AUTHOR', passed: false, figures: { certifier, percent } }];
  await addReviewItem(tx, visit, 'CALL_BACK', { certifier });
  return [{ code: 'TRACE_CALL_BACK_DRAWN', passed: false, figures: { certifier, percent } }];
}

/** Whether the visit's community has a dispatcher who is neither the actor nor a performer. */
async function hasOtherDispatcher(tx: MutationTransaction, visit: Visit): Promise<boolean> {
  const { performerAccountIds } = await performersOf(tx, [visit.volunteerPersonId]);
  const rows = await tx.rowsAcrossCommunities(selectDispatcher, {
    communityId: visit.communityId,
    accountIds: [tx.actor.accountId, ...performerAccountIds],
  });
  return rows.length > 0;
}

/**
 * Whether a visit is in the sample. Deterministic, and unpredictable without the platform's key.
 */
function isDrawn(secretKey: string, visitId: string, percent: number): boolean {
  return blindIndex(deriveKey(secretKey, 'call-back'), visitId).readUInt32BE(0) % 100 < percent;
}

const selectDispatcher = statement(
  'certification.selectDispatcher',
  `select id from role_grant g
   where foundation_id = :foundationId and community_id = :communityId and role = 'DISPATCHER' and not account_id = any (:accountIds)
     and ${grantInForce('g')} limit 1`,
);
