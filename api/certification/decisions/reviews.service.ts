import { checkVersion } from '../../platform/database/check-version.ts';
import {
  ReviewItem,
  type ResolveReviewItemInput,
} from '../../../schema/certification/review-item.ts';
import { performersOf } from '../../identity/performers.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';

/**
 * Resolves a review item. Its subjects cannot resolve it, and a sole certifier cannot make the
 * call-back.
 * Refuses with REVIEW_RESOLVED_ALREADY, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function resolveReviewItem(
  ctx: Context,
  input: ResolveReviewItemInput,
): Promise<{ reviewItemId: string }> {
  const reviewItemId = idFrom('review', input.reviewItemId, 'input', 'reviewItemId');
  return ctx.mutate({ operation: 'resolveReviewItem', input }, async (tx) => {
    const item = await tx.lock(ReviewItem, 'review', reviewItemId);
    const performers = await performersOf(tx, [item.volunteerPersonId]);
    if (item.kind === 'CALL_BACK')
      performers.performerAccountIds.push(...(await certifiersOf(tx, item.visitId)));
    const subject = { communityId: item.communityId, ...performers };
    await tx.authorize('review:resolve', subject, {
      kind: 'review',
      id: reviewItemId,
      reason: input.note,
    });
    if (item.state !== 'OPEN')
      throw new Refusal('REVIEW_RESOLVED_ALREADY', { name: item.resolvedByName ?? '' });
    checkVersion(item, input.expectedVersion);
    item.state = 'RESOLVED';
    item.resolution = input.resolution;
    item.resolutionNote = input.note;
    item.resolvedAt = tx.caller.now();
    item.resolvedByAccountId = tx.actor.accountId;
    item.resolvedByName = tx.actor.displayName;
    item.version += 1;
    return { reviewItemId };
  });
}

/** Accounts that decided about a visit. */
async function certifiersOf(tx: MutationTransaction, visitId: string): Promise<string[]> {
  const rows = await tx.rows<{ accountId: string }>(selectCertifiers, { visitId });
  return rows.map(({ accountId }) => accountId);
}

const selectCertifiers = statement(
  'certification.selectCertifiers',
  'select distinct actor_account_id as account_id from certification where foundation_id = :foundationId and visit_id = :visitId',
);
