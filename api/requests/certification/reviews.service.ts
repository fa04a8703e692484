import { ReviewItem, type ResolveReviewItemInput } from '../../../schema/requests/review-item.ts';
import type { Context } from '../../platform/context.ts';
import { Refusal } from '../../platform/errors.ts';
import { idFrom } from '../../platform/ids.ts';

/**
 * Says what an oddity turned out to be. Whoever it is about does not say so themselves.
 * Refuses with REVIEW_RESOLVED_ALREADY, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function resolveReviewItem(
  ctx: Context,
  input: ResolveReviewItemInput,
): Promise<{ reviewItemId: string }> {
  const reviewItemId = idFrom('review', input.reviewItemId, 'input', 'reviewItemId');
  return ctx.mutate({ operation: 'resolveReviewItem', input }, async (tx) => {
    const item = await tx.lock(ReviewItem, 'review', reviewItemId);
    const subject = { communityId: item.communityId, performerPersonIds: [item.volunteerPersonId] };
    await tx.authorize('review:resolve', subject, { kind: 'review', id: reviewItemId, reason: input.note });
    if (item.state !== 'OPEN') throw new Refusal('REVIEW_RESOLVED_ALREADY', { name: item.resolvedByName ?? '' });
    if (item.version !== input.expectedVersion)
      throw new Refusal('VERSION_CONFLICT', { currentVersion: item.version }, ['input', 'expectedVersion']);
    item.state = 'RESOLVED';
    item.resolution = input.resolution;
    item.resolutionNote = input.note;
    item.resolvedAt = tx.ctx.now();
    item.resolvedByAccountId = tx.actor.accountId;
    item.resolvedByName = tx.actor.displayName;
    item.version += 1;
    return { reviewItemId };
  });
}
