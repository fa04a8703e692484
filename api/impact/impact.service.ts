import type { SetSmallCellThresholdInput } from '../../schema/impact/impact.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';

/**
 * Sets the minimum number of people behind a figure, for callers who do not see the rows.
 * Refuses with THRESHOLD_TOO_LOW, NOT_ALLOWED.
 */
export async function setSmallCellThreshold(
  ctx: Context,
  input: SetSmallCellThresholdInput,
): Promise<{ threshold: number }> {
  return ctx.mutate({ operation: 'setSmallCellThreshold', input }, async (tx) => {
    const about = { kind: 'foundation', id: tx.foundationId, reason: input.reason };
    await tx.authorize('impact:setThreshold', { foundationId: tx.foundationId }, about);
    if (input.threshold < thresholdMin)
      throw new Refusal('THRESHOLD_TOO_LOW', { min: thresholdMin }, ['input', 'threshold']);
    await tx.rows(updateThreshold, { threshold: input.threshold });
    return { threshold: input.threshold };
  });
}

/** The platform's minimum: of two people, each knows the other one's part. */
const thresholdMin = 3;

const updateThreshold = statement(
  'impact.updateThreshold',
  'update foundation set small_cell_threshold = :threshold where id = :foundationId',
);
